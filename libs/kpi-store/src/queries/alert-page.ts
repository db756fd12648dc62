import type { AlertStateName } from '@tandem/domain/alert/alert';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import type { Route } from '@tandem/domain/organisation/organisation';
import type pg from 'pg';
import { listAlerts, type AlertItemRow } from './list-alerts.js';

export interface AlertPageRow {
  readonly alert: AlertItemRow;
  /** The latest first. */
  readonly transitions: {
    readonly from: AlertStateName;
    readonly to: AlertStateName;
    readonly at: string;
    readonly reason: string;
    readonly verdict: Verdict | null;
    /** Of the value and limit of this verdict: that of the version that answered it. */
    readonly unit: string;
  }[];
  readonly notifications: {
    readonly id: string;
    readonly route: string;
    readonly channel: Route['channel'];
    readonly kind: string;
    readonly state: 'pending' | 'delivered' | 'failed' | 'held' | 'muted';
    readonly heldBy: 'silence' | 'inhibition' | null;
    readonly attempts: number;
    readonly createdAt: string;
    readonly deliveredAt: string | null;
    readonly error: string | null;
  }[];
}

type Transition = AlertPageRow['transitions'][number];
type Notification = AlertPageRow['notifications'][number];

const shownAtMost = 500;
/** A bigint, as alert ids are: anything else is the id of nothing. */
const alertId = /^[1-9]\d{0,17}$/;

/** One alert with its history and what became of its notifications; null when there is none of that id. */
export async function alertPage(pool: Pick<pg.Pool, 'query'>, id: string): Promise<AlertPageRow | null> {
  if (!alertId.test(id)) return null;
  const [alert] = await listAlerts(pool, { id });
  if (!alert) return null;
  const [transitions, notifications] = await Promise.all([
    pool.query<Omit<Transition, 'at'> & { at: Date }>(
      `select t.from_state as "from", t.to_state as "to", t.at, t.reason, t.verdict, v.definition ->> 'unit' as unit
         from alert_transition t
        cross join lateral (
          select definition from metric_version o
           where o.metric_key = $2 and (o.version = (t.verdict ->> 'version')::int or
             (t.verdict ->> 'version' is null and (o.valid_from <= t.at or o.version = 1)))
           order by o.version desc limit 1) v
        where t.alert_id = $1 order by t.id desc limit ${shownAtMost}`,
      [id, alert.metric.key],
    ),
    pool.query<Omit<Notification, 'createdAt' | 'deliveredAt'> & { createdAt: Date; deliveredAt: Date | null }>(
      `select id, route_id as route, channel, kind, state, attempts, created_at as "createdAt", delivered_at as "deliveredAt", error,
              held_by as "heldBy"
         from outbox where alert_id = $1 order by sequence desc limit ${shownAtMost}`,
      [id],
    ),
  ]);
  return {
    alert,
    transitions: transitions.rows.map((row) => ({ ...row, at: row.at.toISOString() })),
    notifications: notifications.rows.map((row) => ({
      ...row,
      createdAt: row.createdAt.toISOString(),
      deliveredAt: row.deliveredAt?.toISOString() ?? null,
    })),
  };
}
