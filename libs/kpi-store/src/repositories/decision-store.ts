import type {
  DecisionRecord,
  DecisionStore,
  DecisionWrite,
  StoredDecision,
} from '@tandem/application/decisions/decision-ports';
import type { DecisionKind } from '@tandem/domain/decision/decision';
import type { EffectGrade } from '@tandem/domain/decision/grade-effect';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { listDecisions } from '../queries/list-decisions.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

/** Ids are numbers of the database; any other text is the id of nothing. */
const decisionId = /^[1-9]\d{0,17}$/;
/** Who is named in the audit log for what no person did. */
const fileActor = 'apply';
const clockActor = 'clock';

/** Decisions as PostgreSQL holds them: every change with its steps and its rows of the audit trail in one transaction. */
export function createDecisionStore({ pool }: Pick<Database, 'pool'>): DecisionStore {
  return {
    list: (filter = {}) => listDecisions(pool, filter),
    find: async (id) => (decisionId.test(id) ? ((await listDecisions(pool, { id }))[0] ?? null) : null),
    due: (now) => listDecisions(pool, { dueBy: now }),
    add: (record, effectDue) => inTransaction(pool, (client) => insertDecision(client, record, effectDue)),
    change: (id, compute) =>
      decisionId.test(id)
        ? inTransaction(pool, (client) => changeDecision(client, id, compute))
        : Promise.resolve(false),
    grade: (id, grade, at, before) => inTransaction(pool, (client) => insertGrade(client, id, { grade, at, before })),
  };
}

/** Decisions of a kind, which nobody else changes until the transaction of the caller ends. */
export async function lockedDecisions(client: pg.PoolClient, kind: DecisionKind): Promise<readonly StoredDecision[]> {
  await client.query('select 1 from decision where kind = $1 order by id for update', [kind]);
  return listDecisions(client, { kind });
}

/** Writes a decision that promises no effect, within the transaction of the caller, who holds its lock where there is one already. */
export async function writeDecision(client: pg.PoolClient, { id, record }: DecisionWrite): Promise<void> {
  if (id === null) await insertDecision(client, record, null);
  else await updateDecision(client, id, record, null);
}

async function insertDecision(client: pg.PoolClient, record: DecisionRecord, effectDue: Date | null): Promise<string> {
  const { side } = record.decision;
  const { rows } = await client.query<{ id: string }>(
    `insert into decision (kind, about_kind, about_id, content, state, accepted_at, effect_due, side, drafted_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id::text`,
    [...columnsOf(record, effectDue), side, record.steps[0]?.at],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('The decision was not written.');
  await writeSteps(client, id, record);
  return id;
}

async function changeDecision(
  client: pg.PoolClient,
  id: string,
  compute: Parameters<DecisionStore['change']>[1],
): Promise<boolean> {
  await client.query('select 1 from decision where id = $1 for update', [id]);
  const [present] = await listDecisions(client, { id });
  if (!present) return false;
  const record = compute(present);
  await updateDecision(client, id, record, record.effectDue);
  return true;
}

async function updateDecision(
  client: pg.PoolClient,
  id: string,
  record: DecisionRecord,
  effectDue: Date | null,
): Promise<void> {
  await client.query(
    `update decision set kind = $1, about_kind = $2, about_id = $3, content = $4, state = $5, accepted_at = $6, effect_due = $7
      where id = $8`,
    [...columnsOf(record, effectDue), id],
  );
  await writeSteps(client, id, record);
}

function columnsOf({ decision: { content, state, acceptedAt } }: DecisionRecord, effectDue: Date | null): unknown[] {
  const { kind, about } = content;
  return [kind, about?.kind ?? null, about?.id ?? null, JSON.stringify(content), state, acceptedAt, effectDue];
}

async function insertGrade(
  client: pg.PoolClient,
  id: string,
  { grade, at, before }: { readonly grade: EffectGrade; readonly at: Date; readonly before: number },
): Promise<void> {
  await client.query('select 1 from decision where id = $1 for update', [id]);
  const { rows } = await client.query<{ present: number }>(
    'select count(*)::int as present from decision_grade where decision_id = $1',
    [id],
  );
  if (rows[0]?.present !== before) return;
  const { grade: outcome, ...numbers } = grade;
  const values = [id, at, outcome, JSON.stringify(numbers)];
  await client.query('insert into decision_grade (decision_id, at, grade, content) values ($1, $2, $3, $4)', values);
  const action = before === 0 ? 'grade' : 'regrade';
  const subject = { subjectKind: 'decision', subjectId: id };
  await appendAudit(client, { at, actor: clockActor, action, ...subject, before: null, after: grade });
  await tell(client, id, at);
}

async function writeSteps(client: pg.PoolClient, id: string, { steps }: DecisionRecord): Promise<void> {
  for (const { step, at, by, side, reason, content } of steps) {
    await client.query(
      `insert into decision_step (decision_id, step, at, by_person, side, reason, content) values ($1, $2, $3, $4, $5, $6, $7)`,
      [id, step, at, by, side, reason, content === null ? null : JSON.stringify(content)],
    );
    const after = { side, reason, ...(content === null ? {} : { content }) };
    const subject = { subjectKind: 'decision', subjectId: id };
    await appendAudit(client, { at, actor: by ?? fileActor, action: step, ...subject, before: null, after });
  }
  const last = steps.at(-1);
  if (last) await tell(client, id, last.at);
}

function tell(client: pg.PoolClient, id: string, at: Date): Promise<void> {
  return notifyChange(client, { kind: 'configuration', keys: [`decision:${id}`], at });
}
