import type { GoalGap } from './goal-gaps.js';
import type { GoalStatus } from './goal.js';

/** Why a status is what it is; sentences are written where people read them. */
export type StatusReason =
  | 'forecastMeetsTarget'
  | 'targetInsideForecastRange'
  | 'targetOutsideForecastRange'
  | 'paceOnPath'
  | 'paceBehind'
  | 'paceFarBehind'
  | 'insideLimits'
  | 'outsideLimits'
  | 'metricStale'
  | 'metricAbsent'
  | 'dueReached'
  | 'dueMissed'
  | 'notStarted'
  | 'ownerMissing'
  | 'counterMetricMissing'
  | 'signatureMissing'
  | 'overridden'
  | 'worstKeyResult';

export interface Status {
  readonly status: GoalStatus;
  readonly reason: StatusReason;
}

/** At or above the first of each pair is on track, at or above the second at risk, else off track. */
export interface StatusCutOffs {
  readonly onTrackProbability: number;
  readonly atRiskProbability: number;
  readonly onTrackPace: number;
  readonly atRiskPace: number;
}

/** Those of an organisation; what is left out is as by default. */
export function cutOffsWith(set: Partial<StatusCutOffs> | undefined): StatusCutOffs {
  return { ...defaultCutOffs, ...set };
}

export const defaultCutOffs: StatusCutOffs = {
  onTrackProbability: 0.5,
  atRiskProbability: 0.1,
  onTrackPace: 0.95,
  atRiskPace: 0.75,
};

export interface CutOffReason {
  readonly code: 'cutOffsCrossed';
  readonly onTrack: number;
  readonly atRisk: number;
}

/** What is on track reaches more than what is at risk: the faults, each with the path from the organisation. */
export function checkCutOffs(cutOffs: StatusCutOffs): { path: readonly string[]; reason: CutOffReason }[] {
  return (['Probability', 'Pace'] as const).flatMap((of) => {
    const [onTrack, atRisk] = [cutOffs[`onTrack${of}`], cutOffs[`atRisk${of}`]];
    if (onTrack >= atRisk) return [];
    return [{ path: ['statusCutOffs', `atRisk${of}`], reason: { code: 'cutOffsCrossed', onTrack, atRisk } }];
  });
}

interface EvidenceBase {
  /** `stale`: the metric is late. `absent`: it has no value at all. Neither is judged. */
  readonly availability: 'known' | 'stale' | 'absent';
  /** Whether the goal's time has begun and data of it is there. */
  readonly started: boolean;
}

export interface ReachEvidence extends EvidenceBase {
  /** Whether the settled value at the due date hit the target; `null` before, and until that value is settled. */
  readonly hitAtDue: boolean | null;
  /** Probability of the hit by forecast; `null` without one. */
  readonly probability: number | null;
  readonly pace: number | null;
  readonly paceSide: 'ahead' | 'behind' | null;
}

export interface StayEvidence extends EvidenceBase {
  /** Whether the due date has passed and its data is settled. */
  readonly dueSettled: boolean;
  /** Share of settled weeks inside the limits so far; `null` before the first. */
  readonly shareInside: number | null;
  /** The same share at the due date, if every week to come were inside. */
  readonly reachableShare: number;
  readonly requiredShare: number;
  /** Whether the current value is inside; stands in until the first week is settled. */
  readonly currentInside: boolean | null;
}

/** A quotient such as 0.57 ÷ 0.6 is not 0.95 in binary; equal counts as reached. */
const equalWithin = 1e-9;
const reaches = (value: number, cutOff: number) => value >= cutOff - equalWithin;

/**
 * Status of a reach key result (semantics §6), by the first of these that applies: settled at the due date → achieved or missed; before the
 * start; no data; the forecast's probability; the pace. While the path has not left the baseline there is no pace: then ahead of or on the
 * path is on track and behind it at risk.
 *
 * A goal that has not started is `noData` with the reason `notStarted`: there is no trajectory to judge yet, and it is counted
 * neither as on track nor as a warning.
 */
export function reachStatus(evidence: ReachEvidence, cutOffs: StatusCutOffs = defaultCutOffs): Status {
  if (evidence.hitAtDue !== null) return atDue(evidence.hitAtDue);
  const unjudged = withoutJudgement(evidence);
  if (unjudged !== null) return unjudged;
  const { probability, pace, paceSide } = evidence;
  if (probability !== null) {
    if (reaches(probability, cutOffs.onTrackProbability)) return { status: 'onTrack', reason: 'forecastMeetsTarget' };
    if (reaches(probability, cutOffs.atRiskProbability))
      return { status: 'atRisk', reason: 'targetInsideForecastRange' };
    return { status: 'offTrack', reason: 'targetOutsideForecastRange' };
  }
  if (pace === null) {
    if (paceSide === null) return { status: 'noData', reason: 'metricAbsent' };
    return paceSide === 'ahead'
      ? { status: 'onTrack', reason: 'paceOnPath' }
      : { status: 'atRisk', reason: 'paceBehind' };
  }
  if (reaches(pace, cutOffs.onTrackPace)) return { status: 'onTrack', reason: 'paceOnPath' };
  if (reaches(pace, cutOffs.atRiskPace)) return { status: 'atRisk', reason: 'paceBehind' };
  return { status: 'offTrack', reason: 'paceFarBehind' };
}

/**
 * Status of a stay key result, judged by the share of weeks inside its limits: on track while the share is at least the required one; at
 * risk when it is not, but still can be if all weeks to come are inside; off track when it no longer can.
 */
export function stayStatus(evidence: StayEvidence): Status {
  const { shareInside: share, requiredShare } = evidence;
  if (evidence.dueSettled && share !== null) return atDue(reaches(share, requiredShare));
  const unjudged = withoutJudgement(evidence);
  if (unjudged !== null) return unjudged;
  const inside = share === null ? evidence.currentInside === true : reaches(share, requiredShare);
  if (inside) return { status: 'onTrack', reason: 'insideLimits' };
  const reachable = reaches(evidence.reachableShare, requiredShare);
  return { status: reachable ? 'atRisk' : 'offTrack', reason: 'outsideLimits' };
}

/** Worst first. What is unknown weighs more than what goes well, and less than what is known to go badly. */
const worstFirst: readonly GoalStatus[] = ['missed', 'offTrack', 'atRisk', 'noData', 'draft', 'onTrack', 'achieved'];

/** Why a goal is a draft: what it lacks, or the signature that it waits for. Null for a published one. */
export type DraftReason = GoalGap['code'] | 'signatureMissing';

/**
 * Status of a goal: `draft` with its reason while it is one; else the worst of its key results, `noData` when it has none. The reason is
 * `worstKeyResult`, or `notStarted` where that is why the worst is not judged.
 */
export function goalStatus(draft: DraftReason | null, keyResults: readonly Status[]): Status {
  if (draft !== null) return { status: 'draft', reason: draft };
  const worst = worstFirst
    .map((status) => keyResults.find((keyResult) => keyResult.status === status))
    .find((keyResult) => keyResult !== undefined);
  if (worst === undefined) return { status: 'noData', reason: 'metricAbsent' };
  return { status: worst.status, reason: worst.reason === 'notStarted' ? 'notStarted' : 'worstKeyResult' };
}

/**
 * Why a goal is a draft. Without its owners it always is one; a counter-metric and the signatures are asked for until it is published, and
 * what is published stays so.
 */
export function draftReason(
  gaps: readonly GoalGap[],
  { published, signed }: { readonly published: boolean; readonly signed: boolean },
): DraftReason | null {
  if (gaps.some(({ code }) => code === 'ownerMissing')) return 'ownerMissing';
  if (published) return null;
  return gaps[0]?.code ?? (signed ? null : 'signatureMissing');
}

/** Mean of the known progresses, by weight (1 when left out); `null` when none is known or no known one has weight. */
export function goalProgress(
  keyResults: readonly { readonly progress: number | null; readonly weight?: number }[],
): number | null {
  let total = 0;
  let weights = 0;
  for (const { progress, weight = 1 } of keyResults) {
    if (progress === null) continue;
    total += progress * weight;
    weights += weight;
  }
  return weights > 0 ? total / weights : null;
}

function atDue(hit: boolean): Status {
  return hit ? { status: 'achieved', reason: 'dueReached' } : { status: 'missed', reason: 'dueMissed' };
}

function withoutJudgement({ availability, started }: EvidenceBase): Status | null {
  if (!started) return { status: 'noData', reason: 'notStarted' };
  if (availability === 'absent') return { status: 'noData', reason: 'metricAbsent' };
  if (availability === 'stale') return { status: 'noData', reason: 'metricStale' };
  return null;
}
