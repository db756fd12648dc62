import type { GoalStatus } from './goal.js';
import {
  type ReachEvidence,
  type StayEvidence,
  cutOffsWith,
  draftReason,
  goalProgress,
  goalStatus,
  reachStatus,
  stayStatus,
} from './status.js';

const reach = (over: Partial<ReachEvidence>): ReachEvidence => ({
  availability: 'known',
  started: true,
  hitAtDue: null,
  probability: null,
  pace: null,
  paceSide: null,
  ...over,
});
const stay = (over: Partial<StayEvidence>): StayEvidence => ({
  availability: 'known',
  started: true,
  dueSettled: false,
  shareInside: 1,
  reachableShare: 1,
  requiredShare: 0.9,
  currentInside: true,
  ...over,
});

describe('reachStatus', () => {
  it.each([
    [0.5, 'onTrack', 'forecastMeetsTarget'],
    [0.49, 'atRisk', 'targetInsideForecastRange'],
    [0.1, 'atRisk', 'targetInsideForecastRange'],
    [0.09, 'offTrack', 'targetOutsideForecastRange'],
  ])('goes by the probability %s of the forecast, whatever the pace', (probability, status, reason) => {
    expect(reachStatus(reach({ probability, pace: 2, paceSide: 'ahead' }))).toEqual({ status, reason });
  });

  it.each([
    [0.57 / 0.6, 'onTrack', 'paceOnPath'],
    [0.949, 'atRisk', 'paceBehind'],
    [0.75, 'atRisk', 'paceBehind'],
    [0.749, 'offTrack', 'paceFarBehind'],
    [-1, 'offTrack', 'paceFarBehind'],
  ])('goes by the pace %s without a forecast', (pace, status, reason) => {
    expect(reachStatus(reach({ pace, paceSide: 'behind' }))).toEqual({ status, reason });
  });

  it('goes by the side of the path while the path has not left the baseline', () => {
    expect(reachStatus(reach({ paceSide: 'ahead' }))).toEqual({ status: 'onTrack', reason: 'paceOnPath' });
    expect(reachStatus(reach({ paceSide: 'behind' }))).toEqual({ status: 'atRisk', reason: 'paceBehind' });
  });

  it('takes its cut-offs from settings', () => {
    const cutOffs = { onTrackProbability: 0.8, atRiskProbability: 0.4, onTrackPace: 1, atRiskPace: 0.9 };
    expect(reachStatus(reach({ probability: 0.79 }), cutOffs).status).toBe('atRisk');
    expect(reachStatus(reach({ probability: 0.39 }), cutOffs).status).toBe('offTrack');
    expect(reachStatus(reach({ pace: 0.95 }), cutOffs).status).toBe('atRisk');
  });

  it('judges nothing on stale, absent or not yet begun data', () => {
    const good = { probability: 0.9, pace: 1, paceSide: 'ahead' as const };
    expect(reachStatus(reach({ ...good, availability: 'stale' }))).toEqual({ status: 'noData', reason: 'metricStale' });
    expect(reachStatus(reach({ ...good, availability: 'absent' }))).toEqual({
      status: 'noData',
      reason: 'metricAbsent',
    });
    expect(reachStatus(reach({ ...good, started: false }))).toEqual({ status: 'noData', reason: 'notStarted' });
    expect(reachStatus(reach({}))).toEqual({ status: 'noData', reason: 'metricAbsent' });
  });

  it('ends with the settled value at the due date, which later staleness does not change', () => {
    expect(reachStatus(reach({ hitAtDue: true, availability: 'stale' }))).toEqual({
      status: 'achieved',
      reason: 'dueReached',
    });
    expect(reachStatus(reach({ hitAtDue: false, probability: 0.9 }))).toEqual({
      status: 'missed',
      reason: 'dueMissed',
    });
  });
});

describe('stayStatus', () => {
  it('is on track while the share inside is at least the required one, equal included', () => {
    expect(stayStatus(stay({ shareInside: 0.9 }))).toEqual({ status: 'onTrack', reason: 'insideLimits' });
  });

  it('is at risk while the required share can still be reached, and off track after', () => {
    expect(stayStatus(stay({ shareInside: 0.8, reachableShare: 0.92 }))).toEqual({
      status: 'atRisk',
      reason: 'outsideLimits',
    });
    expect(stayStatus(stay({ shareInside: 0.8, reachableShare: 0.89 }))).toEqual({
      status: 'offTrack',
      reason: 'outsideLimits',
    });
  });

  it('goes by the current value until the first week is settled', () => {
    expect(stayStatus(stay({ shareInside: null }))).toEqual({ status: 'onTrack', reason: 'insideLimits' });
    expect(stayStatus(stay({ shareInside: null, currentInside: false }))).toEqual({
      status: 'atRisk',
      reason: 'outsideLimits',
    });
  });

  it('ends on settled data at the due date', () => {
    expect(stayStatus(stay({ dueSettled: true, shareInside: 0.9 })).status).toBe('achieved');
    expect(stayStatus(stay({ dueSettled: true, shareInside: 0.89 })).status).toBe('missed');
  });

  it('judges nothing on stale or absent data', () => {
    expect(stayStatus(stay({ availability: 'stale' })).reason).toBe('metricStale');
    expect(stayStatus(stay({ availability: 'absent', shareInside: null })).reason).toBe('metricAbsent');
    expect(stayStatus(stay({ started: false })).reason).toBe('notStarted');
  });
});

describe('goalStatus', () => {
  const of = (...statuses: GoalStatus[]) =>
    goalStatus(
      null,
      statuses.map((status) => ({ status, reason: 'paceOnPath' as const })),
    ).status;

  it('is the worst of its key results', () => {
    expect(of('achieved', 'onTrack')).toBe('onTrack');
    expect(of('onTrack', 'noData')).toBe('noData');
    expect(of('noData', 'atRisk', 'onTrack')).toBe('atRisk');
    expect(of('atRisk', 'offTrack')).toBe('offTrack');
    expect(of('offTrack', 'missed', 'achieved')).toBe('missed');
    expect(of('achieved', 'achieved')).toBe('achieved');
  });

  it('names the worst key result as its reason, and a start that is still to come', () => {
    expect(goalStatus(null, [{ status: 'atRisk', reason: 'paceBehind' }])).toEqual({
      status: 'atRisk',
      reason: 'worstKeyResult',
    });
    expect(goalStatus(null, [{ status: 'noData', reason: 'notStarted' }])).toEqual({
      status: 'noData',
      reason: 'notStarted',
    });
  });

  it('is a draft with its reason, however its key results stand', () => {
    expect(goalStatus('counterMetricMissing', [{ status: 'onTrack', reason: 'paceOnPath' }])).toEqual({
      status: 'draft',
      reason: 'counterMetricMissing',
    });
  });

  it('has no data without key results', () => {
    expect(goalStatus(null, [])).toEqual({ status: 'noData', reason: 'metricAbsent' });
  });
});

describe('draftReason', () => {
  const ownerMissing = { code: 'ownerMissing', side: 'it' } as const;
  const counterMetricMissing = { code: 'counterMetricMissing', side: 'it' } as const;

  it('asks for owners first, then for a counter-metric, then for the signatures', () => {
    const draft = { published: false, signed: false };
    expect(draftReason([counterMetricMissing, ownerMissing], draft)).toBe('ownerMissing');
    expect(draftReason([counterMetricMissing], draft)).toBe('counterMetricMissing');
    expect(draftReason([], draft)).toBe('signatureMissing');
    expect(draftReason([], { published: false, signed: true })).toBeNull();
  });

  it('leaves published what is published, but for its owners', () => {
    const published = { published: true, signed: false };
    expect(draftReason([counterMetricMissing], published)).toBeNull();
    expect(draftReason([ownerMissing], published)).toBe('ownerMissing');
  });
});

describe('cutOffsWith', () => {
  it('judges by what the organisation set, and by default for the rest', () => {
    const cutOffs = cutOffsWith({ onTrackProbability: 0.7 });
    expect(cutOffs).toMatchObject({ onTrackProbability: 0.7, atRiskProbability: 0.1, onTrackPace: 0.95 });
    expect(reachStatus(reach({ probability: 0.6 }), cutOffs).status).toBe('atRisk');
    expect(reachStatus(reach({ probability: 0.6 })).status).toBe('onTrack');
  });
});

describe('goalProgress', () => {
  it('is the weighted mean of what is known', () => {
    expect(goalProgress([{ progress: 0.5 }, { progress: 1 }])).toBe(0.75);
    expect(goalProgress([{ progress: 0.5, weight: 3 }, { progress: 1 }, { progress: null, weight: 9 }])).toBe(0.625);
    expect(goalProgress([{ progress: -0.5 }, { progress: 1.5 }])).toBe(0.5);
  });

  it('is unknown when nothing is known or nothing known has weight', () => {
    expect(goalProgress([])).toBeNull();
    expect(goalProgress([{ progress: null }])).toBeNull();
    expect(goalProgress([{ progress: 1, weight: 0 }])).toBeNull();
  });
});
