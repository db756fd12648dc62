import type { PlannedChange, TalkReader, TalkWriter } from '@tandem/application/review/talk-ports';
import type { BudgetChange } from '@tandem/domain/goal/change-budget';
import type { Side } from '@tandem/domain/metric/definition';
import type { PulseAnswer } from '@tandem/domain/review/alignment-pulse';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { happenedEvents } from '../queries/happened-events.js';
import { failedReleases } from '../queries/releases.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

/** What is known of how the two sides talk, and what they tell each other, as PostgreSQL holds it. */
export function createTalkStore({ pool }: Pick<Database, 'pool'>): TalkReader & TalkWriter {
  return {
    lastCheckIns: (now) => lastCheckIns(pool, now),
    firingAlerts: (now) => firingAlerts(pool, now),
    openings: (fromDate, toDate) => openings(pool, fromDate, toDate),
    plannedChanges: (from, to) => plannedChanges(pool, from, to),
    happened: (event, from, to) => happenedEvents(pool, event, from, to),
    failedReleases: (from, to): Promise<BudgetChange[]> => failedReleases(pool, from, to),
    pulseAnswers: (fromRound) => pulseAnswers(pool, fromRound),
    hasAnswered: async (round, accountId) => {
      const { rowCount } = await pool.query('select 1 from pulse_participation where round = $1 and account_id = $2', [
        round,
        accountId,
      ]);
      return (rowCount ?? 0) > 0;
    },
    countOpening: async (metric, side, day) => {
      const { rowCount } = await pool.query(
        `insert into metric_opening (metric_key, side, day, opens) select key, $2, $3, 1 from metric where key = $1
         on conflict (workspace, metric_key, side, day) do update set opens = metric_opening.opens + 1`,
        [metric, side, day],
      );
      return (rowCount ?? 0) > 0;
    },
    announce: (change) => inTransaction(pool, (client) => announce(client, change)),
    answerPulse: (round, given) => inTransaction(pool, (client) => answerPulse(client, round, given)),
  };
}

async function lastCheckIns(pool: pg.Pool, now: Date) {
  const { rows } = await pool.query<{ goal: string; side: Side; at: Date }>(
    'select goal_id as goal, side, max(at) as at from goal_check_in where at <= $1 group by 1, 2',
    [now],
  );
  const found = new Map<string, Partial<Record<Side, Date>>>();
  for (const { goal, side, at } of rows) found.set(goal, { ...found.get(goal), [side]: at });
  return found;
}

async function firingAlerts(pool: pg.Pool, now: Date) {
  const { rows } = await pool.query<{
    id: string;
    title: string;
    firedAt: Date;
    owningSides: Side[];
    acknowledgedBy: Side[];
  }>(
    `select a.id::text, g.definition ->> 'title' as title, e.fired_at as "firedAt",
            array(select side from jsonb_object_keys(coalesce(g.definition -> 'owners', '{}')) side order by side desc) as "owningSides",
            array(select distinct act.side from alert_act act
                   where act.episode_id = e.id and act.kind = 'acknowledge' and act.at <= $1 and act.side is not null) as "acknowledgedBy"
       from alert a join guardrail g on g.id = a.guardrail_id
       join lateral (select * from alert_episode x where x.alert_id = a.id and x.fired_at <= $1 order by x.id desc limit 1) e on true
      where e.resolved_at is null or e.resolved_at > $1 order by e.fired_at, a.id`,
    [now],
  );
  return rows;
}

async function openings(pool: pg.Pool, fromDate: string, toDate: string) {
  const { rows } = await pool.query<{ metric: string; side: Side; opens: number }>(
    `select metric_key as metric, side, sum(opens)::int as opens from metric_opening where day between $1 and $2 group by 1, 2`,
    [fromDate, toDate],
  );
  const found = new Map<string, Record<Side, number>>();
  for (const { metric, side, opens } of rows)
    found.set(metric, { ...(found.get(metric) ?? { marketing: 0, it: 0 }), [side]: opens });
  return found;
}

async function plannedChanges(pool: pg.Pool, from: Date, to: Date): Promise<PlannedChange[]> {
  const { rows } = await pool.query<PlannedChange>(
    `select id::text, event, side, what, starts_at as "startsAt", ends_at as "endsAt", note, given_at as "givenAt", by_person as by
       from planned_change where starts_at >= $1 and starts_at < $2 order by starts_at desc, id desc limit 5000`,
    [from, to],
  );
  return rows;
}

async function pulseAnswers(pool: pg.Pool, fromRound: string) {
  const { rows } = await pool.query<PulseAnswer & { round: string; side: Side }>(
    `select round, side, same_outcome as "sameOutcome", told_in_time as "toldInTime"
       from pulse_answer where round >= $1 order by round, id`,
    [fromRound],
  );
  const found = new Map<string, (PulseAnswer & { side: Side })[]>();
  for (const { round, ...answer } of rows) found.set(round, [...(found.get(round) ?? []), answer]);
  return found;
}

async function announce(client: pg.PoolClient, change: Omit<PlannedChange, 'id'>): Promise<string> {
  const { event, side, what, startsAt, endsAt, note, givenAt, by } = change;
  const { rows } = await client.query<{ id: string }>(
    `insert into planned_change (event, side, what, starts_at, ends_at, note, given_at, by_person)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id::text`,
    [event, side, what, startsAt, endsAt, note, givenAt, by],
  );
  const id = rows[0]?.id;
  if (id === undefined) throw new Error('The announcement was not written.');
  const subject = { subjectKind: 'plannedChange', subjectId: id };
  await appendAudit(client, { at: givenAt, actor: by, action: 'announce', ...subject, before: null, after: change });
  await notifyChange(client, { kind: 'configuration', keys: [`plannedChange:${id}`], at: givenAt });
  return id;
}

/** That somebody took part is a row of the trail; what they said is beside nothing that names them. */
async function answerPulse(
  client: pg.PoolClient,
  round: string,
  { side, accountId, actor, answer, now }: Parameters<TalkWriter['answerPulse']>[1],
): Promise<boolean> {
  const taken = await client.query(
    'insert into pulse_participation (round, account_id) values ($1, $2) on conflict do nothing',
    [round, accountId],
  );
  if (!taken.rowCount) return false;
  const values = [round, side, answer.sameOutcome, answer.toldInTime];
  await client.query(
    'insert into pulse_answer (round, side, same_outcome, told_in_time) values ($1, $2, $3, $4)',
    values,
  );
  const subject = { subjectKind: 'pulse', subjectId: round };
  await appendAudit(client, { at: now, actor, action: 'answer', ...subject, before: null, after: null });
  await notifyChange(client, { kind: 'configuration', keys: [`pulse:${round}`], at: now });
  return true;
}
