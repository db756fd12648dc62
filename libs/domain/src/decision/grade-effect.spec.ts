import fc from 'fast-check';
import type { ExpectedEffect } from './decision.js';
import {
  gradeEffect,
  nextGrade,
  waitForDataDays,
  type EffectGrade,
  type EffectReading,
  type Grading,
} from './grade-effect.js';

const due = new Date('2026-11-30T00:00:00Z');
const later = new Date('2026-12-02T08:00:00Z');
const when = { due, now: later };

function promised(direction: 'up' | 'down', amount: string, value: string | null = '60.0'): ExpectedEffect {
  const period = { start: '2026-10-01T00:00:00Z', end: '2026-10-08T00:00:00Z', knownAt: '2026-10-08T08:00:00Z' };
  return {
    metric: 'attainment',
    direction,
    amount,
    by: '2026-11-29',
    baseline: { value, version: 1, state: 'settled', ...period },
  };
}
function reading(value: string | null, more: Partial<EffectReading> = {}): EffectReading {
  const period = { start: '2026-11-23T00:00:00Z', end: due.toISOString() };
  return { value, version: 1, state: 'settled', sameDefinition: true, ...period, ...more };
}
function graded(grading: Grading): EffectGrade {
  if (grading.state !== 'graded') throw new Error(`It waits: ${grading.because}.`);
  return grading.grade;
}

describe('the grade of a decision by the metric that it promised to move', () => {
  it.each([
    ['up', '70.0', 'hit', 'reached', '10', 1],
    ['up', '72.5', 'hit', 'reached', '12.5', 1.25],
    ['up', '65.0', 'partly', 'halfWay', '5', 0.5],
    ['up', '69.9', 'partly', 'halfWay', '9.9', 0.99],
    ['up', '64.9', 'missed', 'tooLittle', '4.9', 0.49],
    ['up', '60.0', 'missed', 'unmoved', '0', 0],
    ['up', '58.0', 'missed', 'otherWay', '-2', -0.2],
    ['down', '50.0', 'hit', 'reached', '-10', 1],
    ['down', '55.0', 'partly', 'halfWay', '-5', 0.5],
    ['down', '61.0', 'missed', 'otherWay', '1', -0.1],
  ] as const)('%s by 10 from 60.0 to %s is %s (%s)', (direction, value, grade, reason, moved, share) => {
    const outcome = graded(gradeEffect(promised(direction, '10'), reading(value), when));
    expect(outcome).toEqual({ grade, reason, value, version: 1, moved, share });
  });

  it('waits for the date, for data and until they are settled', () => {
    const effect = promised('up', '10');
    const waiting = (own: EffectReading, now = later) => gradeEffect(effect, own, { due, now });
    expect(waiting(reading('70.0'), new Date(due.getTime() - 1))).toEqual({ state: 'waiting', because: 'dateToCome' });
    expect(waiting(reading(null, { state: 'absent' }))).toEqual({ state: 'waiting', because: 'notCollected' });
    expect(waiting(reading('70.0', { state: 'partial' }))).toEqual({ state: 'waiting', because: 'notCollected' });
    expect(waiting(reading('70.0', { state: 'provisional' }))).toEqual({ state: 'waiting', because: 'provisional' });
  });

  it('cannot tell where a number is missing or means something else, and says why', () => {
    const tooLate = { due, now: new Date(due.getTime() + waitForDataDays * 86_400_000) };
    const reasonOf = (grading: Grading) => [graded(grading).grade, graded(grading).reason];
    const effect = promised('up', '10');
    expect(reasonOf(gradeEffect(effect, null, when))).toEqual(['cannotTell', 'noMetric']);
    expect(reasonOf(gradeEffect(promised('up', '10', null), reading('70.0'), when))).toEqual([
      'cannotTell',
      'noBaseline',
    ]);
    expect(reasonOf(gradeEffect({ ...effect, baseline: null }, reading('70.0'), when))).toEqual([
      'cannotTell',
      'noBaseline',
    ]);
    expect(reasonOf(gradeEffect(effect, reading(null), when))).toEqual(['cannotTell', 'noValue']);
    expect(reasonOf(gradeEffect(effect, reading(null, { state: 'absent' }), tooLate))).toEqual([
      'cannotTell',
      'noValue',
    ]);
    const other = gradeEffect(effect, reading('70.0', { version: 2, sameDefinition: false }), when);
    expect(graded(other)).toMatchObject({
      grade: 'cannotTell',
      reason: 'definitionChanged',
      version: 2,
      value: '70.0',
    });
  });

  const cents = fc.integer({ min: -100_000, max: 100_000 });
  const amount = fc.integer({ min: 1, max: 100_000 });
  const text = (value: number) => (value / 100).toFixed(2);

  it('is hit exactly when the movement is at least as promised, and the same up as down in a mirror', () => {
    fc.assert(
      fc.property(cents, cents, amount, (from, to, far) => {
        const up = graded(gradeEffect(promised('up', text(far), text(from)), reading(text(to)), when));
        const down = graded(gradeEffect(promised('down', text(far), text(-from)), reading(text(-to)), when));
        expect(up.grade === 'hit').toBe(to - from >= far);
        expect(up.grade === 'missed').toBe((to - from) * 2 < far);
        expect([down.grade, down.reason, down.share]).toEqual([up.grade, up.reason, up.share]);
      }),
      { endOnFailure: true },
    );
  });

  it('is never better for less movement', () => {
    const rank = { hit: 2, partly: 1, missed: 0, cannotTell: -1 };
    fc.assert(
      fc.property(cents, cents, cents, amount, (from, one, other, far) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)].map(
          (to) => graded(gradeEffect(promised('up', text(far), text(from)), reading(text(to)), when)).grade,
        );
        expect(rank[less ?? 'hit']).toBeLessThanOrEqual(rank[more ?? 'cannotTell']);
      }),
      { endOnFailure: true },
    );
  });

  it('is given once, and again only for another number', () => {
    const effect = promised('up', '10');
    const first = nextGrade(null, gradeEffect(effect, reading('70.0'), when));
    expect(first?.grade).toBe('hit');
    expect(nextGrade(first, gradeEffect(effect, reading('70.0'), when))).toBeNull();
    expect(nextGrade(first, gradeEffect(effect, reading('69.0'), when))).toMatchObject({
      grade: 'partly',
      value: '69.0',
    });
    expect(nextGrade(first, gradeEffect(effect, reading('71.0'), when))).toMatchObject({ grade: 'hit', value: '71.0' });
    expect(nextGrade(first, gradeEffect(effect, reading('50.0', { state: 'provisional' }), when))).toBeNull();
    expect(nextGrade(first, gradeEffect(effect, null, when))).toBeNull();
  });

  it('can tell later what it could not tell at first', () => {
    const effect = promised('up', '10');
    const unknown = nextGrade(null, gradeEffect(effect, reading(null), when));
    expect(unknown?.grade).toBe('cannotTell');
    expect(nextGrade(unknown, gradeEffect(effect, reading('70.0'), when))?.grade).toBe('hit');
  });

  it('leaves one row for each number that settled, whatever the order of looks', () => {
    const looks = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.constantFrom('settled', 'provisional')), {
      maxLength: 20,
    });
    fc.assert(
      fc.property(looks, (seen) => {
        const effect = promised('up', '10');
        const history: EffectGrade[] = [];
        let expected: string | null = null;
        let rows = 0;
        for (const [step, state] of seen) {
          const value = `${60 + step * 5}.0`;
          const next = nextGrade(
            history.at(-1) ?? null,
            gradeEffect(effect, reading(value, { state: state as 'settled' }), when),
          );
          if (next) history.push(next);
          if (state === 'settled' && value !== expected) {
            expected = value;
            rows += 1;
          }
        }
        expect(history.length).toBe(rows);
        expect(history.at(-1)?.value ?? null).toBe(expected);
      }),
      { endOnFailure: true },
    );
  });
});
