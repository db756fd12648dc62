import type { MetricFormula } from '../metric/definition.js';
import { shownDifference } from '../metric/shown-value.js';
import type { ReachKeyResult, StayKeyResult } from './goal.js';
import { type KeyResultEvidence, trackGoal } from './track-goal.js';

const weekMs = 7 * 86_400_000;
const timeZone = 'Europe/Berlin';
const goal = { start: '2026-10-01', due: '2026-12-31' };
const share: MetricFormula = {
  stream: 'slaCycle',
  at: ['dueAt'],
  dimensions: [],
  kind: 'ratio',
  numerator: { where: { state: 'met' } },
  denominator: {},
};
const reach: ReachKeyResult = { id: 'kr1', metric: 'kept', kind: 'reach', baseline: '60', target: '70' };
const stay: StayKeyResult = { id: 'kr2', metric: 'sla', kind: 'stay', atLeast: '60', share: 0.9 };
const now = new Date('2026-11-17T08:00:00Z');
/** Weeks that end with the week of 15 November. */
const weeksTo = (values: readonly number[], lastEnd = Date.UTC(2026, 10, 15, 23)) =>
  values.map((value, index) => ({ t: lastEnd - (values.length - 1 - index) * weekMs, value }));
const evidence = (over: Partial<KeyResultEvidence> = {}): KeyResultEvidence => ({
  keyResult: reach,
  metric: { formula: share, unit: '%', precision: 2, direction: 'up' },
  current: { value: '64.00', end: '2026-11-15T23:00:00.000Z', state: 'settled' },
  atDue: null,
  settledWeeks: [],
  stale: false,
  ...over,
});
const track = (over: Partial<KeyResultEvidence> = {}, at = now) => {
  const tracked = trackGoal(goal, [evidence(over)], { now: at, timeZone, draft: null });
  const keyResult = tracked.keyResults[0];
  if (!keyResult) throw new Error('one key result in, one out');
  return { ...tracked, keyResult };
};
const rising = weeksTo(Array.from({ length: 20 }, (_, index) => 55 + index * 0.6 + (index % 2) * 0.4));

describe('trackGoal', () => {
  it('reads the path where the data ends and goes by pace without a forecast', () => {
    expect(track().keyResult).toEqual({
      id: 'kr1',
      kind: 'reach',
      expected: '65.00',
      paceGap: '1.00',
      paceSide: 'behind',
      pace: 0.8,
      progress: 0.4,
      progressAbsence: null,
      shareInside: null,
      forecast: null,
      status: 'atRisk',
      statusReason: 'paceBehind',
      override: null,
    });
  });

  it('goes by the forecast once there are eight settled weeks, and prints numbers that add up', () => {
    const { keyResult } = track({ settledWeeks: rising });
    const { forecast } = keyResult;
    expect(keyResult).toMatchObject({ status: 'onTrack', statusReason: 'forecastMeetsTarget', paceSide: 'behind' });
    expect(forecast).toMatchObject({ at: '2026-12-31', meetsTarget: true, points: 20 });
    expect(Number(forecast?.probability)).toBeGreaterThanOrEqual(0.5);
    expect(forecast?.gap).toBe(shownDifference(String(forecast?.value), '70', 2));
    for (const shown of [
      forecast?.value,
      forecast?.low80,
      forecast?.high80,
      forecast?.low50,
      forecast?.high50,
      forecast?.error,
    ]) {
      expect(shown).toMatch(/^\d+\.\d\d$/);
    }
  });

  it('never prints a probability that contradicts the forecast beside it', () => {
    for (let target = 62; target <= 78; target += 0.25) {
      const { keyResult } = track({ settledWeeks: rising, keyResult: { ...reach, target: target.toFixed(2) } });
      const probability = Number(keyResult.forecast?.probability);
      expect(probability >= 0.5).toBe(keyResult.forecast?.meetsTarget);
      expect(keyResult.status === 'onTrack').toBe(keyResult.forecast?.meetsTarget);
      expect(probability).toBeGreaterThanOrEqual(0.01);
      expect(probability).toBeLessThanOrEqual(0.99);
    }
  });

  it('treats a target below the baseline alike', () => {
    const lower = { ...reach, baseline: '70', target: '60' };
    const { keyResult } = track({
      keyResult: lower,
      current: { value: '64.00', end: '2026-11-15T23:00:00.000Z', state: 'settled' },
    });
    expect(keyResult).toMatchObject({
      expected: '65.00',
      paceGap: '1.00',
      paceSide: 'ahead',
      pace: 1.2,
      progress: 0.6,
      status: 'onTrack',
    });
  });

  it('judges nothing before the start, nor before data of the goal is there', () => {
    const before = track({ settledWeeks: rising }, new Date('2026-09-20T00:00:00Z'));
    expect(before.keyResult).toMatchObject({
      expected: null,
      pace: null,
      paceGap: null,
      status: 'noData',
      statusReason: 'notStarted',
    });
    expect(before).toMatchObject({ status: 'noData', statusReason: 'notStarted' });
    const current = { value: '61.00', end: '2026-09-29T22:00:00.000Z', state: 'settled' as const };
    expect(track({ current }, new Date('2026-10-01T08:00:00Z')).keyResult.statusReason).toBe('notStarted');
  });

  it('withholds pace and forecast of a stale metric, and keeps its last progress', () => {
    expect(track({ stale: true, settledWeeks: rising }).keyResult).toMatchObject({
      pace: null,
      paceGap: null,
      paceSide: null,
      forecast: null,
      progress: 0.4,
      status: 'noData',
      statusReason: 'metricStale',
    });
  });

  it('has no data for an absent value, which is not a value of 0', () => {
    const absent = track({ current: { value: null, end: '2026-11-15T23:00:00.000Z', state: 'absent' } }).keyResult;
    expect(absent).toMatchObject({
      progress: null,
      progressAbsence: 'valueAbsent',
      status: 'noData',
      statusReason: 'metricAbsent',
    });
    const zero = track({ current: { value: '0.00', end: '2026-11-15T23:00:00.000Z', state: 'settled' } }).keyResult;
    expect(zero).toMatchObject({ progress: -6, status: 'offTrack', statusReason: 'paceFarBehind' });
  });

  it('ends only on settled data at the due date, equal counting as hit', () => {
    const after = new Date('2027-01-20T00:00:00Z');
    const current = { value: '50.00', end: '2027-01-19T23:00:00.000Z', state: 'provisional' as const };
    const at = (value: string, state: 'settled' | 'provisional', when = after) =>
      track({ current, atDue: { value, state } }, when).keyResult.status;
    expect(at('70.00', 'settled')).toBe('achieved');
    expect(at('69.99', 'settled')).toBe('missed');
    expect(at('70.00', 'provisional')).toBe('offTrack');
    expect(at('70.00', 'settled', new Date('2026-12-31T22:59:59Z'))).not.toBe('achieved');
    expect(track({ current, atDue: { value: '70.00', state: 'settled' }, stale: true }, after).keyResult.status).toBe(
      'achieved',
    );
  });

  it('says why a key result without a way to go has no progress', () => {
    const { keyResult } = track({ keyResult: { ...reach, target: '60' } });
    expect(keyResult).toMatchObject({
      progress: null,
      progressAbsence: 'targetEqualsBaseline',
      paceSide: 'ahead',
      status: 'onTrack',
    });
  });

  it('judges a stay by its settled weeks within the time of the goal', () => {
    // Weeks end on Sundays, the first whole one of the goal on 11 October: six weeks, with one outside its limit.
    const weeks = weeksTo([10, 10, 10, 61, 60, 59.99, 65, 66, 67]);
    const { keyResult } = track({ keyResult: stay, settledWeeks: weeks });
    expect(keyResult).toMatchObject({
      kind: 'stay',
      progress: null,
      forecast: null,
      shareInside: 0.833,
      status: 'atRisk',
      statusReason: 'outsideLimits',
    });
    const strict = track({ keyResult: { ...stay, share: undefined }, settledWeeks: weeks }).keyResult;
    expect(strict.status).toBe('offTrack');
    const loose = track({ keyResult: { ...stay, share: 0.8 }, settledWeeks: weeks }).keyResult;
    expect(loose).toMatchObject({ status: 'onTrack', statusReason: 'insideLimits' });
  });

  it('shows a goal as the worst of its key results, with counts and weighted progress', () => {
    const tracked = trackGoal(
      goal,
      [
        evidence({ current: { value: '70.00', end: '2026-11-15T23:00:00.000Z', state: 'settled' } }),
        evidence({ keyResult: { ...reach, id: 'heavy', weight: 3 } }),
        evidence({ keyResult: stay, settledWeeks: weeksTo([61, 62, 63]) }),
      ],
      { now, timeZone, draft: null },
    );
    expect(tracked).toMatchObject({
      status: 'atRisk',
      statusReason: 'worstKeyResult',
      progress: 0.55,
      onTrackCount: 2,
      keyResultCount: 3,
      measuredCount: 2,
    });
  });

  it('still judges the key results of a draft', () => {
    const tracked = trackGoal(goal, [evidence()], { now, timeZone, draft: 'ownerMissing' });
    expect(tracked).toMatchObject({ status: 'draft', statusReason: 'ownerMissing' });
    expect(tracked.keyResults[0]?.status).toBe('atRisk');
  });

  describe('an override', () => {
    const override = {
      keyResult: 'kr1',
      status: 'onTrack' as const,
      reason: 'The campaign starts on Monday.',
      by: 'lead',
      side: 'marketing' as const,
      at: now,
      settledTo: new Date(rising.at(-1)?.t ?? 0),
    };
    const with_ = (over: Partial<KeyResultEvidence>, at = now) =>
      trackGoal(goal, [evidence(over)], { now: at, timeZone, draft: null, overrides: [override] });

    it('stands in the place of the reckoned status, which stays readable, and counts for the goal', () => {
      const tracked = with_({ settledWeeks: rising.map(({ t }) => ({ t, value: 60 })) });
      expect(tracked).toMatchObject({ status: 'onTrack', onTrackCount: 1 });
      expect(tracked.keyResults[0]).toMatchObject({
        status: 'onTrack',
        statusReason: 'overridden',
        override: { reason: 'The campaign starts on Monday.', reckoned: { status: 'offTrack' } },
      });
    });

    it('ends with the next settled value', () => {
      const next = { t: (rising.at(-1)?.t ?? 0) + weekMs, value: 60 };
      const tracked = with_({ settledWeeks: [...rising, next] });
      expect(tracked.keyResults[0]).toMatchObject({ override: null });
      expect(tracked.keyResults[0]?.statusReason).not.toBe('overridden');
    });

    it('changes nothing about what settled data has decided', () => {
      const over = { atDue: { value: '61.00', state: 'settled' as const }, settledWeeks: rising };
      expect(with_(over, new Date('2027-01-02T08:00:00Z')).keyResults[0]).toMatchObject({
        status: 'missed',
        override: null,
      });
    });
  });
});
