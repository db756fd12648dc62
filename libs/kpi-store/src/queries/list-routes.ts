import type { Route } from '@tandem/domain/organisation/organisation';
import type pg from 'pg';

export interface RouteRow {
  readonly id: string;
  readonly channel: Route['channel'];
  readonly to: string | null;
  readonly guardrails: number;
  readonly waiting: number;
  readonly failedLastWeek: number;
  readonly lastDelivered: string | null;
  readonly lastTest: {
    readonly at: string;
    readonly state: 'pending' | 'delivered' | 'failed';
    readonly error: string | null;
  } | null;
}

interface Row {
  id: string;
  channel: Route['channel'];
  settings: { readonly url?: string; readonly to?: readonly string[] | string };
  guardrails: number;
  waiting: number;
  failed: number;
  delivered: Date | null;
  test: { at: string; state: 'pending' | 'delivered' | 'failed'; error: string | null } | null;
}

/** Every route with what became of its messages, in the order of the configuration. */
export async function listRoutes(pool: Pick<pg.Pool, 'query'>, now: Date): Promise<readonly RouteRow[]> {
  const { rows } = await pool.query<Row>(
    `select r.id, r.channel, r.settings,
            (select count(*)::int from guardrail g where g.definition -> 'routes' ? r.id) as guardrails,
            (select count(*)::int from outbox o where o.route_id = r.id and o.state = 'pending') as waiting,
            (select count(*)::int from outbox o
              where o.route_id = r.id and o.state = 'failed' and o.created_at > $1::timestamptz - interval '7 days') as failed,
            (select max(delivered_at) from outbox o where o.route_id = r.id) as delivered,
            (select json_build_object('at', o.created_at, 'state', o.state, 'error', o.error) from outbox o
              where o.route_id = r.id and o.kind = 'test' order by o.sequence desc limit 1) as test
       from route r order by r.position, r.id`,
    [now],
  );
  return rows.map(({ settings, failed, delivered, test, ...row }) => ({
    ...row,
    to: toText(settings),
    failedLastWeek: failed,
    lastDelivered: delivered?.toISOString() ?? null,
    lastTest: test && { ...test, at: new Date(test.at).toISOString() },
  }));
}

/** Of an address only its host: a path may let in whoever knows it. */
function toText({ url, to }: Row['settings']): string | null {
  if (typeof to === 'string') return to;
  if (to !== undefined) return to.join(', ');
  return url !== undefined && URL.canParse(url) ? new URL(url).host : null;
}
