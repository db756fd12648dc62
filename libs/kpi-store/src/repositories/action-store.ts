import type {
  ActionStep,
  ActionStore,
  ReminderMessage,
  StoredAction,
} from '@tandem/application/decisions/action-ports';
import type { Action } from '@tandem/domain/decision/action';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

/** Ids are numbers of the database; any other text is the id of nothing. */
const actionId = /^[1-9]\d{0,17}$/;
const clockActor = 'clock';

interface Row extends Omit<StoredAction, 'steps'> {
  readonly steps: readonly (Omit<ActionStep, 'at'> & { readonly at: string })[];
}

/** Actions as PostgreSQL holds them, every change with its step and its row of the audit trail. */
export function createActionStore({ pool }: Pick<Database, 'pool'>): ActionStore {
  return {
    list: (filter = {}) => listActions(pool, filter),
    open: (action, by) => inTransaction(pool, (client) => insertAction(client, action, by)),
    change: (id, compute) =>
      actionId.test(id) ? inTransaction(pool, (client) => changeAction(client, id, compute)) : Promise.resolve(false),
    remind: (id, message) => inTransaction(pool, (client) => remind(client, id, message)),
  };
}

async function listActions(
  database: Pick<pg.ClientBase, 'query'>,
  { id, onlyOpen = false }: NonNullable<Parameters<ActionStore['list']>[0]>,
): Promise<StoredAction[]> {
  if (id !== undefined && !actionId.test(id)) return [];
  const { rows } = await database.query<Row>(
    `select a.id::text, a.title, a.text, a.owner, a.side, a.due, a.metric_key as metric, a.decision_id::text as decision, a.state,
            a.opened_at as "openedAt", a.closed_at as "closedAt", a.result,
            (select coalesce(json_agg(json_build_object('step', s.step, 'at', s.at, 'by', s.by_person, 'details', s.details) order by s.id), '[]')
               from action_step s where s.action_id = a.id) as steps
       from action a
      where ($1::bigint is null or a.id = $1) and (not $2 or a.state = 'open')
      order by a.closed_at desc nulls first, a.due, a.id`,
    [id ?? null, onlyOpen],
  );
  return rows.map((row) => ({ ...row, steps: row.steps.map((step) => ({ ...step, at: new Date(step.at) })) }));
}

async function insertAction(client: pg.PoolClient, action: Action, by: string): Promise<string> {
  const { title, text, owner, side, due, metric, decision, openedAt: at } = action;
  const { rows } = await client.query<{ id: string }>(
    `insert into action (title, text, owner, side, due, metric_key, decision_id, state, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'open', $8) returning id::text`,
    [title, text, owner, side, due, metric, decision, at],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('The action was not written.');
  await writeStep(client, id, { step: 'open', at, by, details: { title, owner, side, due, metric, decision } });
  return id;
}

async function changeAction(
  client: pg.PoolClient,
  id: string,
  compute: Parameters<ActionStore['change']>[1],
): Promise<boolean> {
  await client.query('select 1 from action where id = $1 for update', [id]);
  const [present] = await listActions(client, { id });
  if (!present) return false;
  const { action, step } = compute(present);
  await client.query(
    'update action set owner = $2, side = $3, due = $4, state = $5, closed_at = $6, result = $7 where id = $1',
    [id, action.owner, action.side, action.due, action.state, action.closedAt, action.result],
  );
  await writeStep(client, id, step);
  return true;
}

async function remind(client: pg.PoolClient, id: string, message: ReminderMessage): Promise<number> {
  const { kind, at, now, people, content } = message;
  await client.query('select 1 from action where id = $1 for update', [id]);
  const { rowCount: told } = await client.query(
    `select 1 from action_step where action_id = $1 and step = 'remind' and at >= $2 limit 1`,
    [id, at],
  );
  if (told) return 0;
  const { rowCount } = await client.query(
    `insert into outbox (address, channel, kind, occasion, content, next_attempt_at, created_at)
     select distinct coalesce(p.email, a.email), 'email', 'actionReminder', $1, $2::jsonb, $3::timestamptz, $3::timestamptz
       from person p left join account a on a.person_id = p.id and a.disabled_at is null
      where p.id = any($4) and coalesce(p.email, a.email) is not null
     on conflict do nothing`,
    [`action:${id}:${at.toISOString()}`, JSON.stringify(content), now, people],
  );
  await writeStep(client, id, { step: 'remind', at: now, by: null, details: { kind, addresses: rowCount ?? 0 } });
  return rowCount ?? 0;
}

async function writeStep(client: pg.PoolClient, id: string, { step, at, by, details }: ActionStep): Promise<void> {
  await client.query('insert into action_step (action_id, step, at, by_person, details) values ($1, $2, $3, $4, $5)', [
    id,
    step,
    at,
    by,
    JSON.stringify(details),
  ]);
  const subject = { subjectKind: 'action', subjectId: id };
  await appendAudit(client, { at, actor: by ?? clockActor, action: step, ...subject, before: null, after: details });
  await notifyChange(client, { kind: 'configuration', keys: [`action:${id}`], at });
}
