import { breachAt } from '@tandem/domain/guardrail/late-periods';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { exampleGuardrail, exampleMetric } from '@tandem/testing/alert-examples';
import fc from 'fast-check';
import { AlertStage } from './alert-stage.js';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** A zone without clock changes; days are those of UTC. */
const begin = Date.parse('2026-06-01T00:00:00.000Z');
const midnight = (index: number) => new Date(begin + index * dayMs);

const base: Guardrail = {
  ...{ ...exampleGuardrail, kind: 'threshold' as const },
  ...{ atLeast: '60', windowDays: 2, minimumEvents: 1, forMs: 0, keepFiringForMs: 0, routes: ['hook'] },
};
const slow: Guardrail = { ...base, id: 'slow', forMs: 60 * hourMs, routes: [] };
const sliced: Guardrail = { ...base, id: 'sliced', by: 'priority', windowDays: 1, routes: [] };
const fall: Guardrail = {
  ...{
    id: 'fall',
    title: 'It does not fall',
    kind: 'change',
    metric: exampleMetric.key,
    of: 'absolute',
    atLeast: '-10',
  },
  ...{ windowDays: 1, againstDays: 3, minimumEvents: 1, forMs: 0, keepFiringForMs: 0, severity: 'warning' },
  ...{ onNoData: 'keepLast', owners: {}, routes: [] },
};

describe('data of periods that had been judged', () => {
  let stage: AlertStage;
  let isOpen = false;
  const open = async (guardrails: readonly Guardrail[]) => {
    stage = await AlertStage.open(guardrails);
    isOpen = true;
    const { pool } = stage.database;
    await pool.query(`update organisation set time_zone = 'UTC'`);
    await pool.query(
      `update metric_version set valid_from = $1, definition = definition || '{"formula": ${JSON.stringify({
        ...exampleMetric.formula,
        dimensions: ['priority'],
      })}}'`,
      [midnight(-400)],
    );
    await pool.query('update stream_coverage set covered_from = $1, covered_to = $2', [midnight(-10), midnight(0)]);
    for (let day = -10; day < 0; day += 1) await collect(day, 80);
    stage.now = new Date(midnight(0).getTime() + hourMs);
    await stage.evaluate();
  };
  const close = async () => {
    if (isOpen) await stage.close();
    isOpen = false;
  };
  afterEach(close);

  const collect = (day: number, met: number, priority = 'high') =>
    stage.database.pool.query(
      `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at)
       select id, $1, array[$2::text], $3, 100, 100, $4 from metric_version
       on conflict (metric_version_id, day, slice) do update set numerator = excluded.numerator`,
      [midnight(day).toISOString().slice(0, 10), priority, met, stage.now],
    );
  /** A day ends, its values are delivered, and its guardrails judged. */
  const day = async (index: number, met: number) => {
    await collect(index, met);
    stage.now = new Date(midnight(index + 1).getTime() + hourMs);
    await stage.coverTo(midnight(index + 1).toISOString());
    await stage.evaluate();
  };
  const told = () =>
    stage.rows<{ kind: string; route: string; since: string; until: string | null; at: string; late: boolean | null }>(
      `select kind, route_id as route, content ->> 'since' as since, content ->> 'until' as until, content ->> 'at' as at,
              (content #>> '{verdict,late}')::boolean as late from outbox order by sequence`,
    );
  const brokenEnds = async (guardrail: string) =>
    (
      await stage.rows<{ slice: string | null; end: Date }>(
        `select a.dimensions ->> 'priority' as slice, p.period_end as end from broken_period p join alert a on a.id = p.alert_id
          where a.guardrail_id = '${guardrail}' and p.withdrawn_at is null order by 1 nulls first, 2`,
      )
    ).map(({ slice, end }) => `${slice ?? ''} ${end.toISOString()}`);

  it('tells once of a breach that is over, with when it began and when it was learnt, and does not fire it', async () => {
    await open([base]);
    for (let index = 0; index < 6; index += 1) await day(index, 80);
    expect(await told()).toEqual([]);
    await collect(1, 20);
    await collect(2, 20);
    stage.wait(hourMs);
    await stage.evaluate();
    await stage.evaluate(null);
    expect(await told()).toEqual([
      {
        kind: 'detectedLate',
        route: 'hook',
        since: midnight(2).toISOString(),
        until: midnight(4).toISOString(),
        at: stage.now.toISOString(),
        late: true,
      },
    ]);
    expect(await stage.rows('select state from alert')).toEqual([{ state: 'inactive' }]);
    expect(await stage.rows('select 1 as one from alert_transition')).toEqual([]);
    expect(
      await stage.rows(`select fired_at = resolved_at as over, late_from, late_to, closed_at from alert_episode`),
    ).toEqual([{ over: true, late_from: midnight(2), late_to: midnight(4), closed_at: null }]);
    await stage.deliver();
    const [hook] = stage.hooks;
    expect(hook?.type).toBe('alert.detected_late');
    expect(JSON.parse(hook?.body ?? '')).toMatchObject({ data: { detectedLate: true } });
    // An import that goes on finds more: it belongs to the same episode, and nobody hears of it twice.
    await collect(0, 20);
    stage.wait(hourMs);
    await stage.evaluate();
    expect(await told()).toHaveLength(1);
    expect(await stage.rows(`select late_from, late_to from alert_episode`)).toEqual([
      { late_from: midnight(1), late_to: midnight(4) },
    ]);
  });

  it('says of a breach that goes on that it was detected late, and counts its hold from its beginning', async () => {
    await open([base, slow]);
    for (let index = 0; index < 6; index += 1) await day(index, 80);
    for (const index of [2, 3, 4]) await collect(index, 20);
    await day(6, 20);
    expect(await told()).toMatchObject([
      { kind: 'fired', since: midnight(3).toISOString(), until: null, late: true, at: stage.now.toISOString() },
    ]);
    expect(await stage.rows(`select state, breached_since from alert order by guardrail_id desc`)).toEqual([
      { state: 'firing', breached_since: midnight(3) },
      { state: 'firing', breached_since: midnight(3) },
    ]);
    await day(7, 90);
    await day(8, 90);
    expect((await told()).map(({ kind, late }) => [kind, late])).toEqual([
      ['fired', true],
      ['resolved', null],
    ]);
  });

  it('withdraws a past breach that a correction undoes, and tells nobody of it', async () => {
    await open([base]);
    await day(0, 20);
    await day(1, 90);
    await day(2, 90);
    expect(await brokenEnds(base.id)).toEqual([` ${midnight(1).toISOString()}`, ` ${midnight(2).toISOString()}`]);
    const before = await told();
    await collect(0, 90);
    await stage.evaluate();
    expect(await brokenEnds(base.id)).toEqual([]);
    expect(await told()).toEqual(before);
    await collect(0, 20);
    await stage.evaluate();
    expect(await brokenEnds(base.id)).toHaveLength(2);
  });

  it('judges nothing late by a rule that is new, and nothing of the time before it', async () => {
    await open([base]);
    for (let index = 0; index < 4; index += 1) await day(index, 70);
    await stage.database.pool.query(`update guardrail set definition = definition || '{"atLeast": "75"}'`);
    await stage.evaluate();
    await collect(1, 65);
    await stage.evaluate();
    expect((await told()).map(({ kind }) => kind)).toEqual(['fired']);
    expect(await brokenEnds(base.id)).toEqual([` ${midnight(4).toISOString()}`]);
  });

  it('finds the same broken periods in whatever order the data arrives', async () => {
    const guardrails = [base, slow, sliced, fall];
    const days = 8;
    const value = fc.constantFrom(20, 55, 65, 90);
    const arrival = fc.record({
      final: fc.array(fc.tuple(value, value), { minLength: days, maxLength: days }),
      // What is known of a day when it ends, and in which order the rest comes later.
      first: fc.array(fc.option(fc.tuple(value, value)), { minLength: days, maxLength: days }),
      late: fc.shuffledSubarray([...Array(days).keys()], { minLength: days, maxLength: days }),
      pages: fc.integer({ min: 1, max: 3 }),
    });
    const property = fc.asyncProperty(arrival, async ({ final, first, late, pages }) => {
      await open(guardrails);
      try {
        for (let index = 0; index < days; index += 1) {
          for (const [place, priority] of ['high', 'low'].entries()) {
            const known = first[index]?.[place];
            if (known !== undefined) await collect(index, known, priority);
          }
          stage.now = new Date(midnight(index + 1).getTime() + hourMs);
          await stage.coverTo(midnight(index + 1).toISOString());
          await stage.evaluate();
        }
        for (const [place, index] of late.entries()) {
          await collect(index, final[index]?.[0] ?? 0, 'high');
          await collect(index, final[index]?.[1] ?? 0, 'low');
          stage.wait(60_000);
          if (place % pages === 0) await stage.evaluate();
        }
        await stage.evaluate();
        const found = Object.fromEntries(
          await Promise.all(guardrails.map(async ({ id }) => [id, await brokenEnds(id)] as const)),
        );
        expect(found).toEqual(await inOrder(guardrails, days));
        expect(
          await stage.rows(
            `select alert_id, route_id, count(*) from outbox where kind = 'detectedLate' group by 1, 2 having count(*) > 1`,
          ),
        ).toEqual([]);
      } finally {
        await close();
      }
    });
    await fc.assert(property, { numRuns: 12, endOnFailure: true });
  }, 240_000);

  /** By the functions themselves, over the data as it stands in the end. */
  async function inOrder(guardrails: readonly Guardrail[], days: number): Promise<Record<string, string[]>> {
    const known = await createConfigurationStore(stage.database).known({ now: stage.now, asKnownAt: null });
    const reader = createObservationReader(stage.database);
    const found: Record<string, string[]> = {};
    for (const guardrail of guardrails) {
      const series = await reader.series({
        versions: known.versions.get(exampleMetric.key) ?? [],
        metrics: known.versions,
        organisation: known.organisation,
        asKnownAt: null,
        now: stage.now,
        ...(guardrail.by === undefined ? {} : { by: guardrail.by }),
      });
      const own: string[] = [];
      for (const slice of guardrail.by === undefined ? [''] : ['high', 'low']) {
        for (let index = 0; index <= days; index += 1) {
          const breach = breachAt(guardrail, { series, slice, track: () => null }, midnight(index));
          if (breach !== null) own.push(`${slice} ${midnight(index).toISOString()}`);
        }
      }
      found[guardrail.id] = own;
    }
    return found;
  }
});
