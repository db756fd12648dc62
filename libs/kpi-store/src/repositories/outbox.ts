import type { ClaimedNotification, NotificationContent, Outbox } from '@tandem/application/delivery-ports';
import type { Route } from '@tandem/domain/organisation/organisation';
import { UnreadableSecret, type SecretVault } from '@tandem/secrets/secret-vault';
import { inTransaction, type Database } from '../database.js';
import { routeSecretPlace } from '../secrets/sealed-columns.js';
import { notifyChange } from './notify-change.js';
import type pg from 'pg';

interface ClaimRow {
  id: string;
  attempts: number;
  created_at: Date;
  possible_repeat: boolean;
  content: NotificationContent;
  route_id: string;
  channel: 'webhook' | 'email';
  settings: { readonly url?: string; readonly to?: readonly string[] };
  secret: string | null;
}

const errorLengthAtMost = 1_000;

export function createOutbox(database: Database): Outbox {
  const { pool, secrets } = database;
  return {
    claim: async (limit, now, leaseMs) => {
      const claimed = await pool.query<ClaimRow>(claimDue, [now, limit, new Date(now.getTime() + leaseMs)]);
      return claimed.rows.map((row) => toClaim(row, secrets));
    },

    delivered: ({ id }, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ alert_id: string }>(
          `update outbox set state = 'delivered', delivered_at = $2, leased_until = null, error = null
            where id = $1 and state = 'pending' returning alert_id`,
          [id, now],
        );
        await tellOf(client, rows[0]?.alert_id, now);
      }),

    failed: (claim, failure, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ alert_id: string; route_id: string; kind: string }>(
          `update outbox set state = case when $3::timestamptz is null then 'failed' else 'pending' end,
                  next_attempt_at = coalesce($3, next_attempt_at), leased_until = null, error = $4,
                  possible_repeat = possible_repeat or $5
            where id = $1 and attempts = $2 and state = 'pending' returning alert_id, route_id, kind`,
          [
            claim.id,
            claim.attempts,
            failure.nextAttemptAt,
            failure.error.slice(0, errorLengthAtMost),
            failure.outcomeUnknown,
          ],
        );
        const [row] = rows;
        if (row && failure.nextAttemptAt === null) {
          await client.query(
            `insert into audit_log (at, actor, action, subject_kind, subject_id, after)
             values ($1, 'system', 'notification.failed', 'notification', $2, $3::jsonb)`,
            [
              now,
              claim.id,
              JSON.stringify({ alert: row.alert_id, route: row.route_id, kind: row.kind, error: failure.error }),
            ],
          );
        }
        await tellOf(client, row?.alert_id, now);
      }),
  };
}

/**
 * The oldest due rows that nobody is sending. Of one alert and route only the first waits to be claimed, so that nobody hears of a
 * resolution before its firing; a route that is being sent to waits, so that one slow receiver holds one sender and not all of them.
 * A lease that ran out means that an attempt ended without a report: the message may have arrived.
 */
const claimDue = `
  with due as (
    select o.id from outbox o
     where o.state = 'pending' and o.next_attempt_at <= $1 and (o.leased_until is null or o.leased_until <= $1)
       and not exists (
         select 1 from outbox earlier
          where earlier.alert_id = o.alert_id and earlier.route_id = o.route_id and earlier.state = 'pending'
            and earlier.sequence < o.sequence)
       and not exists (
         select 1 from outbox sending
          where sending.route_id = o.route_id and sending.state = 'pending' and sending.leased_until > $1)
     order by o.next_attempt_at, o.sequence
     limit $2 for update of o skip locked)
  update outbox o
     set attempts = o.attempts + 1, possible_repeat = o.possible_repeat or o.leased_until is not null, leased_until = $3
    from due, route r
   where o.id = due.id and r.id = o.route_id
  returning o.id, o.attempts, o.created_at, o.possible_repeat, o.content, o.route_id, r.channel, r.settings, r.secret`;

function toClaim(row: ClaimRow, secrets: SecretVault): ClaimedNotification {
  return {
    id: row.id,
    route: toRoute(row, secrets),
    attempts: row.attempts,
    createdAt: row.created_at,
    possibleRepeat: row.possible_repeat,
    content: row.content,
  };
}

/** What is missing in a route is refused by its channel, in the words of that channel. */
function toRoute(row: ClaimRow, secrets: SecretVault): Route {
  return row.channel === 'email'
    ? { id: row.route_id, channel: 'email', to: row.settings.to ?? [] }
    : { id: row.route_id, channel: 'webhook', url: row.settings.url ?? '', secret: signingSecret(row, secrets) };
}

/** One secret that cannot be read must not hold back what goes to other routes: its own channel refuses it. */
function signingSecret({ route_id: id, secret }: ClaimRow, secrets: SecretVault): string {
  try {
    return secret === null ? '' : secrets.open(secret, routeSecretPlace(id));
  } catch (error) {
    if (error instanceof UnreadableSecret) return '';
    throw error;
  }
}

async function tellOf(client: pg.PoolClient, alertId: string | undefined, now: Date): Promise<void> {
  if (alertId === undefined) return;
  const { rows } = await client.query<{ guardrail_id: string }>('select guardrail_id from alert where id = $1', [
    alertId,
  ]);
  await notifyChange(client, { kind: 'alerts', keys: rows.map((row) => row.guardrail_id), at: now });
}
