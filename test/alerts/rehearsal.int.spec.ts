import { rehearseGuardrails } from '@tandem/application/rehearse-guardrail';
import type { Goal } from '@tandem/domain/goal/goal';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { createCollectedHistory } from '@tandem/kpi-store/repositories/collected-history';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { exampleGuardrail, exampleMetric } from '@tandem/testing/alert-examples';
import { AlertStage } from './alert-stage.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** A zone without clock changes in that time; days are those of UTC. */
const begin = Date.parse('2026-06-01T00:00:00.000Z');
const days = 84;
const midnight = (index: number) => new Date(begin + index * dayMs);

const base = { ...exampleGuardrail, atLeast: undefined, routes: [], minimumEvents: 5 };
const plain = Object.fromEntries(Object.entries(base).filter(([, value]) => value !== undefined)) as Omit<
  typeof base,
  'atLeast'
>;
const goal: Goal = {
  id: 'helped',
  title: 'Helped in time',
  outcome: 'People stay.',
  start: '2026-06-01',
  due: '2026-08-31',
  owners: { marketing: 'head-of-marketing', it: 'head-of-service' },
  keyResults: [{ id: 'attainment', kind: 'reach', metric: exampleMetric.key, baseline: '60', target: '90' }],
};

/** One of each kind, with holds, recoveries and clear limits that end between two days. */
const guardrails: readonly Guardrail[] = [
  {
    ...plain,
    id: 'threshold',
    kind: 'threshold',
    atLeast: '70',
    clearAt: '74',
    windowDays: 3,
    forMs: 30 * hourMs,
    keepFiringForMs: 18 * hourMs,
  },
  {
    ...plain,
    id: 'threshold-day',
    kind: 'threshold',
    atMost: '80',
    equal: 'outside',
    windowDays: 1,
    forMs: 0,
    keepFiringForMs: 6 * hourMs,
  },
  {
    ...plain,
    id: 'change',
    kind: 'change',
    of: 'relative',
    atLeast: '-8',
    windowDays: 7,
    forMs: 12 * hourMs,
    keepFiringForMs: 0,
  },
  {
    ...plain,
    id: 'absolute',
    kind: 'change',
    of: 'absolute',
    atMost: '4',
    clearAt: '2',
    windowDays: 7,
    forMs: 0,
    keepFiringForMs: 36 * hourMs,
  },
  { ...plain, id: 'burn', kind: 'burn', objective: '80', budgetDays: 30, forMs: 6 * hourMs, keepFiringForMs: 0 },
  {
    ...plain,
    id: 'special',
    kind: 'specialCause',
    baselineFrom: '2026-06-01',
    baselinePoints: 6,
    windowDays: 3,
    forMs: 0,
    keepFiringForMs: 0,
  },
  {
    ...plain,
    id: 'pace',
    kind: 'pace',
    goal: goal.id,
    keyResult: 'attainment',
    of: 'pace',
    atLeast: '0.9',
    forMs: 18 * hourMs,
    keepFiringForMs: 0,
  },
  {
    ...plain,
    id: 'sliced',
    kind: 'threshold',
    atLeast: '70',
    by: 'priority',
    windowDays: 2,
    forMs: 12 * hourMs,
    keepFiringForMs: 12 * hourMs,
  },
];

/** Met of twenty due, day by day: it falls, comes back, jumps and drifts. */
function met(day: number, priority: 'high' | 'low'): number {
  const wave = Math.sin(day / 5 + (priority === 'high' ? 0 : 2)) * 3 + Math.sin(day / 2.3) * 1.5;
  const dip = day >= 40 && day < 48 ? -5 : 0;
  return Math.max(0, Math.min(20, Math.round(15 + wave + dip + day / 40)));
}

describe('a rehearsal over history', () => {
  let stage: AlertStage;
  beforeEach(async () => {
    stage = await AlertStage.open(guardrails);
    const { pool, owner } = stage.database;
    await pool.query(`update organisation set time_zone = 'UTC'`);
    await pool.query(
      `update metric_version set valid_from = $1, definition = definition || '{"formula": ${JSON.stringify({
        ...exampleMetric.formula,
        dimensions: ['priority'],
      })}}'`,
      [midnight(-400)],
    );
    await pool.query('insert into goal (id, definition, position) values ($1, $2, 0)', [goal.id, JSON.stringify(goal)]);
    await owner.query('delete from stream_coverage_revision');
    await pool.query('update stream_coverage set covered_from = $1, covered_to = $2', [midnight(-15), midnight(0)]);
  });
  afterEach(() => stage.close());

  /** A day is delivered when it has ended, and judged then; the clock looks every six hours in between. */
  async function live(until: number): Promise<void> {
    for (let day = -15; day < until; day += 1) {
      for (const priority of ['high', 'low'] as const) {
        await stage.database.pool.query(
          `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at)
           select id, $1, array[$2::text], $3, 20, 20, $4 from metric_version`,
          [midnight(day).toISOString().slice(0, 10), priority, met(day, priority), midnight(day + 1)],
        );
      }
      if (day < 0) continue;
      stage.now = midnight(day + 1);
      await stage.coverTo(midnight(day + 1).toISOString());
      await stage.evaluate();
      for (let look = 1; look < 4; look += 1) {
        stage.now = new Date(midnight(day + 1).getTime() + look * 6 * hourMs);
        await stage.evaluate(null);
      }
    }
  }

  const happened = () =>
    stage.rows<{ guardrail: string; slice: string; at: Date; to: string }>(
      `select a.guardrail_id as guardrail, coalesce(a.dimensions ->> 'priority', '') as slice, t.at, t.to_state as "to"
         from alert_transition t join alert a on a.id = t.alert_id
        where (t.from_state = 'pending' and t.to_state = 'firing') or t.to_state = 'resolved' order by t.at, t.id`,
    );

  const rehearsal = (id: string) =>
    rehearseGuardrails({
      configuration: createConfigurationStore(stage.database),
      observations: createObservationReader(stage.database),
      collected: createCollectedHistory(stage.database),
      clock: () => stage.now,
    }).ofStored({ id, from: midnight(0).toISOString(), to: stage.now.toISOString() });

  it('fires at the same instants as the live evaluation of the same data did, whatever the kind', async () => {
    await live(days);
    const rows = await happened();
    const seen: Record<string, number> = {};
    for (const { id } of guardrails) {
      const { slices } = await rehearsal(id);
      const rehearsed = slices.flatMap(({ slice, episodes }) =>
        episodes.flatMap(({ firedAt, endedAt }) => [
          `${slice} firing ${firedAt}`,
          ...(endedAt === null ? [] : [`${slice} resolved ${endedAt}`]),
        ]),
      );
      const lived = rows
        .filter(({ guardrail }) => guardrail === id)
        .map(({ slice, to, at }) => `${slice} ${to} ${at.toISOString()}`);
      expect([id, rehearsed.sort()]).toEqual([id, lived.sort()]);
      seen[id] = lived.length;
    }
    // The data makes every kind fire: nothing agrees by silence.
    for (const { id } of guardrails) expect([id, (seen[id] ?? 0) > 0]).toEqual([id, true]);
  }, 240_000);

  it('tells of a silent source when it would have been missed, from what had been delivered at each time', async () => {
    const within = 36 * hourMs;
    const silent = {
      ...plain,
      id: 'silent',
      kind: 'freshness' as const,
      withinMs: within,
      forMs: 0,
      keepFiringForMs: 0,
    };
    const { pool } = stage.database;
    await pool.query('insert into guardrail (id, metric_key, definition, position) values ($1, $2, $3, 9)', [
      silent.id,
      silent.metric,
      JSON.stringify(silent),
    ]);
    for (let day = 0; day < 12; day += 1) {
      stage.now = midnight(day + 1);
      // Nothing is delivered for three days, and then all of it.
      if (day < 5 || day > 7) {
        await stage.coverTo(stage.now.toISOString());
        await pool.query(
          `insert into stream_coverage_revision (connection_id, stream, covered_from, covered_to, known_from, recorded_at)
           select connection_id, stream, covered_from, covered_to, $1, $1 from stream_coverage`,
          [stage.now],
        );
        await stage.evaluate();
      }
      for (const later of [6 * hourMs, 12 * hourMs + 1, 18 * hourMs]) {
        stage.now = new Date(midnight(day + 1).getTime() + later);
        await stage.evaluate(null);
      }
    }
    const lived = (await happened()).filter(({ guardrail }) => guardrail === 'silent');
    expect(lived.map(({ at, to }) => `${to} ${at.toISOString()}`)).toEqual([
      `firing ${new Date(midnight(5).getTime() + within + 1).toISOString()}`,
      `resolved ${midnight(9).toISOString()}`,
    ]);
    const { slices } = await rehearsal('silent');
    expect(slices[0]?.episodes).toMatchObject([
      { firedAt: lived[0]?.at.toISOString(), endedAt: lived[1]?.at.toISOString(), flap: false },
    ]);
  });
});
