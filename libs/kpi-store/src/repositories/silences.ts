import type { AlertHandler, NewSilence } from '@tandem/application/alert-handling-ports';
import type pg from 'pg';
import { alertAndGuardrail, isSilenceOver } from './alert-outbox.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';
import { endSilence } from './release-held.js';

export async function writeSilence(
  client: pg.PoolClient,
  { of, reason, endsAt }: NewSilence,
  by: AlertHandler,
  now: Date,
): Promise<string | null> {
  const isGuardrail = of.kind === 'guardrail';
  const slice = of.slice === undefined ? null : JSON.stringify({ [of.slice.dimension]: of.slice.value });
  const known = await client.query(`select 1 from ${isGuardrail ? 'guardrail where id' : 'metric where key'} = $1`, [
    of.id,
  ]);
  if (!known.rowCount) return null;
  const { rows } = await client.query<{ id: string }>(
    `insert into silence (guardrail_id, metric_key, slice, reason, made_at, made_by, made_by_name, ends_at)
     values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8) returning id`,
    [isGuardrail ? of.id : null, isGuardrail ? null : of.id, slice, reason, now, by.actor, by.name, endsAt],
  );
  const [row] = rows;
  if (!row) throw new Error(`The silence over ${of.kind} "${of.id}" was not written.`);
  // What was written and is not on its way yet waits from now on: a silence quiets at once.
  await client.query(
    `update outbox o set state = 'held', held_by = 'silence'
       from alert a join guardrail g on g.id = a.guardrail_id, silence s
      where o.alert_id = a.id and o.state = 'pending' and o.attempts = 0 and o.kind in ('fired', 'noData', 'error', 'detectedLate')
        and s.id = $1 and ${isSilenceOver('s', alertAndGuardrail)}`,
    [row.id],
  );
  await appendAudit(client, {
    at: now,
    actor: by.actor,
    action: 'silence.begin',
    subjectKind: 'silence',
    subjectId: row.id,
    before: null,
    after: { [of.kind]: of.id, ...(of.slice && { slice: of.slice }), reason, until: endsAt.toISOString() },
  });
  await notifyChange(client, { kind: 'alerts', keys: isGuardrail ? [of.id] : [], at: now });
  return row.id;
}

export async function endSilenceBy(
  client: pg.PoolClient,
  id: string,
  by: AlertHandler,
  now: Date,
): Promise<boolean | null> {
  const { rows } = await client.query<{ ended_at: Date | null }>(
    'select ended_at from silence where id = $1 for update',
    [id],
  );
  const [row] = rows;
  if (!row) return null;
  if (row.ended_at !== null) return false;
  await appendAudit(client, {
    at: now,
    actor: by.actor,
    action: 'silence.end',
    subjectKind: 'silence',
    subjectId: id,
    before: null,
    after: { reason: 'ended early' },
  });
  await endSilence(client, id, by.name, now);
  return true;
}
