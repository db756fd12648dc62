import type {
  ClaimedNotification,
  FailedAttempt,
  NoticeContent,
  NotificationContent,
  Outbox,
} from '@tandem/application/delivery-ports';
import type { Side } from '@tandem/domain/metric/definition';
import type { Route } from '@tandem/domain/organisation/organisation';
import { UnreadableSecret, type SecretVault } from '@tandem/secrets/secret-vault';
import { inTransaction, type Database } from '../database.js';
import { routeSecretPlace } from '../secrets/sealed-columns.js';
import { notifyChange } from './notify-change.js';
import type pg from 'pg';

interface ClaimRow {
  id: string;
  bundle_id: string | null;
  attempts: number;
  created_at: Date;
  possible_repeat: boolean;
  content: NotificationContent | NoticeContent;
  address: string | null;
  route_id: string | null;
  channel: Route['channel'] | null;
  settings: object | null;
  secret: string | null;
  mail_side: Side | null;
}

interface EndedRow {
  id: string;
  alert_id: string | null;
  route_id: string | null;
  kind: string;
}

const errorLengthAtMost = 1_000;
/** Alerts in one message. */
const bundleAtMost = 50;

export function createOutbox(database: Database): Outbox {
  const { pool, secrets } = database;
  return {
    claim: async (limit, now, leaseMs) => {
      const claims: ClaimedNotification[] = [];
      while (claims.length < limit) {
        const { rows } = await pool.query<ClaimRow>(claimDue, [now, new Date(now.getTime() + leaseMs)]);
        const claim = toClaim(rows, secrets);
        if (claim === null) break;
        claims.push(claim);
      }
      return claims;
    },

    delivered: ({ id }, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<Pick<EndedRow, 'alert_id'>>(
          `update outbox set state = 'delivered', delivered_at = $2, leased_until = null, error = null
            where (id = $1 or bundle_id = $1) and state = 'pending' returning alert_id`,
          [id, now],
        );
        await tellOf(client, rows, now);
      }),

    failed: (claim, failure, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<EndedRow>(
          `update outbox set state = case when $3::timestamptz is null then 'failed' else 'pending' end,
                  next_attempt_at = coalesce($3, next_attempt_at), leased_until = null, error = $4,
                  possible_repeat = possible_repeat or $5
            where (id = $1 or bundle_id = $1) and attempts = $2 and state = 'pending' returning id, alert_id, route_id, kind`,
          [
            claim.id,
            claim.attempts,
            failure.nextAttemptAt,
            failure.error.slice(0, errorLengthAtMost),
            failure.outcomeUnknown,
          ],
        );
        if (failure.nextAttemptAt === null) {
          for (const row of rows) await recordGivenUp(client, row, failure, now);
        }
        await tellOf(client, rows, now);
      }),
  };
}

/**
 * A message that could not be delivered is on record, and its fallback routes hear of it: once, and of a failure of that message nobody is
 * told in turn.
 */
async function recordGivenUp(client: pg.PoolClient, row: EndedRow, { error }: FailedAttempt, now: Date): Promise<void> {
  await client.query(
    `insert into audit_log (at, actor, action, subject_kind, subject_id, after)
     values ($1, 'system', 'notification.failed', 'notification', $2, $3::jsonb)`,
    [now, row.id, JSON.stringify({ alert: row.alert_id, route: row.route_id, kind: row.kind, error })],
  );
  await client.query(
    `insert into outbox (alert_id, route_id, channel, kind, occasion, content, next_attempt_at, created_at)
     select o.alert_id, r.id, r.channel, 'undelivered', 'undelivered:' || o.id,
            jsonb_build_object('kind', 'undelivered', 'at', $2::text, 'timeZone', o.content -> 'timeZone', 'url', o.content -> 'url',
              'alert', coalesce(o.content #>> '{guardrail,title}', o.kind), 'route', coalesce(o.route_id, o.address), 'error', $3::text),
            $4, $4
       from outbox o join route r on r.id = any(o.fallback) and r.id is distinct from o.route_id
      where o.id = $1
     on conflict do nothing`,
    [row.id, now.toISOString(), error.slice(0, errorLengthAtMost), now],
  );
}

/** The side that everybody of the configuration whom a route mails to is of; null where they are of both, or unknown. */
const sideOfMailboxes = `(
  select case when count(distinct p.side) = 1 then min(p.side) end from person p
   where r.channel = 'email' and r.settings -> 'to' ? p.email)`;

/**
 * The oldest due message that nobody is sending, and what goes with it. Of one alert and route only the first waits to be claimed, so that
 * nobody hears of a resolution before its firing; a route that is being sent to waits, so that one slow receiver holds one sender and not all
 * of them. A lease that ran out means that an attempt ended without a report: the message may have arrived. What was sent together once is
 * sent together again, so that a repeat says the same under the same id.
 */
const claimDue = `
  with leader as (
    select o.id, o.route_id, o.address, o.group_key, o.bundle_id from outbox o
     where ${isDue('o')}
       and not exists (
         select 1 from outbox sending
          where sending.route_id = o.route_id and sending.state = 'pending' and sending.leased_until > $1)
     order by o.next_attempt_at, o.sequence
     limit 1 for update of o skip locked),
  member as (
    select o.id from outbox o join leader l on o.route_id = l.route_id and o.group_key = l.group_key
     where o.id <> l.id and o.bundle_id is not distinct from l.bundle_id and ${isDue('o')}
     order by o.sequence limit ${bundleAtMost - 1} for update of o skip locked),
  taken as (select id from leader union all select id from member)
  update outbox o
     set attempts = o.attempts + 1, possible_repeat = o.possible_repeat or o.leased_until is not null, leased_until = $2,
         bundle_id = case when l.group_key is null then null else coalesce(o.bundle_id, l.id) end
    from taken t, leader l left join route r on r.id = l.route_id
   where o.id = t.id
  returning o.id, o.bundle_id, o.attempts, o.created_at, o.possible_repeat, o.content, o.address, o.route_id, r.channel, r.settings, r.secret, ${sideOfMailboxes} as mail_side`;

function isDue(row: string): string {
  return `${row}.state = 'pending' and ${row}.next_attempt_at <= $1 and (${row}.leased_until is null or ${row}.leased_until <= $1)
       and not exists (
         select 1 from outbox earlier
          where earlier.alert_id = ${row}.alert_id and earlier.route_id = ${row}.route_id and earlier.state = 'pending'
            and earlier.sequence < ${row}.sequence)`;
}

function toClaim(rows: readonly ClaimRow[], secrets: SecretVault): ClaimedNotification | null {
  const [first, ...others] = [...rows].sort((a, b) => a.created_at.getTime() - b.created_at.getTime());
  if (first === undefined) return null;
  return {
    id: first.bundle_id ?? first.id,
    route: toRoute(first, secrets),
    attempts: first.attempts,
    createdAt: first.created_at,
    possibleRepeat: rows.some((row) => row.possible_repeat),
    content: first.content,
    ...(others.length === 0 ? {} : { grouped: others.map(({ content }) => content as NotificationContent) }),
  };
}

/** What is missing in a route is refused by its channel, in the words of that channel. */
function toRoute(row: ClaimRow, secrets: SecretVault): Route {
  const { route_id: id, channel, settings, address } = row;
  if (id === null || channel === null) return { id: 'digest', channel: 'email', to: address === null ? [] : [address] };
  const side = row.mail_side === null ? {} : { side: row.mail_side };
  const whole = {
    ...side,
    ...(channel === 'email' ? { to: [] } : { url: '', secret: secretOf(row, secrets) }),
    ...settings,
  };
  return { ...whole, id, channel } as Route;
}

/** One secret that cannot be read must not hold back what goes to other routes: its own channel refuses it. */
function secretOf({ route_id: id, secret }: ClaimRow, secrets: SecretVault): string {
  try {
    return secret === null || id === null ? '' : secrets.open(secret, routeSecretPlace(id));
  } catch (error) {
    if (error instanceof UnreadableSecret) return '';
    throw error;
  }
}

/** Whoever shows alerts or channels hears that something became of a message. */
async function tellOf(client: pg.PoolClient, ended: readonly Pick<EndedRow, 'alert_id'>[], now: Date): Promise<void> {
  if (ended.length === 0) return;
  const { rows } = await client.query<{ guardrail_id: string }>(
    'select distinct guardrail_id from alert where id = any($1)',
    [ended.flatMap(({ alert_id }) => (alert_id === null ? [] : [alert_id]))],
  );
  await notifyChange(client, { kind: 'alerts', keys: rows.map((row) => row.guardrail_id), at: now });
}
