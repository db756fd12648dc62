import type { AlertPolicy } from '@tandem/domain/alert/alert-policy';
import { inhibitorsOf, policyOf } from '@tandem/domain/alert/alert-policy';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import type pg from 'pg';
import { appendAudit } from './append-audit.js';
import { alertAndGuardrail, isFiring, isSilencing, isSilenceOver } from './alert-outbox.js';
import { notifyChange } from './notify-change.js';

interface HeldRow {
  id: string;
  kind: string;
  held_by: 'silence' | 'inhibition';
  guardrail: Guardrail;
  silenced: boolean;
  /** Guardrails of this workspace whose alerts fire. */
  firing: string[];
  goes_on: boolean;
}

const heldAtMost = 1_000;

/**
 * Ends silences whose time has come; each end is a row of the audit trail. Alerts that were told before a silence and go on are told again when it
 * ends, so that its end is heard of. What was held back is let out where nothing holds it any more and it still goes on; what is over is muted.
 *
 * @returns how many messages are to be sent
 */
export async function releaseHeld(client: pg.PoolClient, now: Date): Promise<number> {
  const announced = await endSilences(client, now);
  const released = await releaseMessages(client, now);
  return announced + released;
}

async function endSilences(client: pg.PoolClient, now: Date): Promise<number> {
  const { rows } = await client.query<{ id: string }>(
    `select id from silence where ended_at is null and ends_at <= $1 order by id for update skip locked`,
    [now],
  );
  let told = 0;
  for (const { id } of rows) {
    await appendAudit(client, {
      at: now,
      actor: 'system',
      action: 'silence.end',
      subjectKind: 'silence',
      subjectId: id,
      before: null,
      after: { reason: 'its time has come' },
    });
    told += await endSilence(client, id, null, now);
  }
  return told;
}

/** Ends one silence that the caller has locked, and announces its end to those who had heard of what goes on. */
export async function endSilence(client: pg.PoolClient, id: string, byName: string | null, now: Date): Promise<number> {
  await client.query('update silence set ended_at = $2, ended_by_name = $3 where id = $1', [id, now, byName]);
  const { rowCount } = await client.query(
    `insert into outbox (alert_id, episode_id, route_id, channel, kind, occasion, content, group_key, fallback, next_attempt_at, created_at)
     select distinct on (e.id, r.id) a.id, e.id, r.id, r.channel, 'fired', 'silence:' || s.id,
            e.content || jsonb_build_object('kind', 'fired', 'at', $2::text, 'because', jsonb_build_object('code', 'silenceEnded'),
              'verdict', a.last_verdict), o.group_key, o.fallback, $3::timestamptz, $3::timestamptz
       from silence s
       join guardrail g on g.id = s.guardrail_id or g.metric_key = s.metric_key
       join alert a on a.guardrail_id = g.id and ${isFiring('a')} and ${isSilenceOver('s', alertAndGuardrail)}
       join alert_episode e on e.alert_id = a.id and e.resolved_at is null and e.content is not null
       join outbox o on o.episode_id = e.id and o.kind = 'fired' and o.state not in ('held', 'muted')
       join route r on r.id = o.route_id
      where s.id = $1 and not exists (select 1 from silence other where ${isSilencing('other', alertAndGuardrail, '$3')})
      order by e.id, r.id, o.sequence
     on conflict do nothing`,
    [id, now.toISOString(), now],
  );
  await client.query(
    `update alert_episode e set last_told_at = $2, look_at = $2
       from alert a join guardrail g on g.id = a.guardrail_id, silence s
      where s.id = $1 and ${isSilenceOver('s', alertAndGuardrail)} and e.alert_id = a.id and e.resolved_at is null`,
    [id, now],
  );
  await notifyChange(client, { kind: 'alerts', keys: [], at: now });
  return rowCount ?? 0;
}

const silenced = `exists (select 1 from silence s where ${isSilencing('s', alertAndGuardrail, '$1')})`;
const goesOn = `case o.kind when 'fired' then exists (select 1 from alert_episode e where e.id = o.episode_id and e.resolved_at is null)
                     else a.state = o.kind end`;

async function releaseMessages(client: pg.PoolClient, now: Date): Promise<number> {
  const { rows } = await client.query<HeldRow>(
    `select o.id, o.kind, o.held_by, g.definition as guardrail, ${silenced} as silenced, ${goesOn} as goes_on,
            array(select i.guardrail_id from alert i where ${isFiring('i')}) as firing
       from outbox o join alert a on a.id = o.alert_id join guardrail g on g.id = a.guardrail_id
      -- What a long silence holds must not stand before what can go.
      where o.state = 'held' and (not ${silenced} or not ${goesOn})
      order by o.sequence limit ${heldAtMost} for update of o skip locked`,
    [now],
  );
  if (rows.length === 0) return 0;
  const policies = await client.query<{ definition: AlertPolicy }>(
    'select definition from alert_policy order by position, id',
  );
  const known = policies.rows.map(({ definition }) => definition);
  let released = 0;
  for (const row of rows) {
    const inhibitors = inhibitorsOf(policyOf(known, row.guardrail), row.guardrail.id);
    const isInhibited = row.kind === 'fired' && inhibitors.some((id) => row.firing.includes(id));
    if (!row.goes_on) await client.query(`update outbox set state = 'muted' where id = $1`, [row.id]);
    else if (!row.silenced && !isInhibited) released += await letOut(client, row, now);
  }
  return released;
}

async function letOut(client: pg.PoolClient, { id, held_by }: HeldRow, now: Date): Promise<number> {
  const code = held_by === 'silence' ? 'silenceEnded' : 'inhibitionEnded';
  const { rowCount } = await client.query(
    `update outbox set state = 'pending', next_attempt_at = $2,
            content = content || jsonb_build_object('because', jsonb_build_object('code', $3::text))
      where id = $1`,
    [id, now, code],
  );
  return rowCount ?? 0;
}
