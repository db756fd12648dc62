import type { GoalStatus, GuardrailSummary, KeyResultProgress, StatusReason } from '@tandem/contracts/board';
import type { MetricSummary } from '@tandem/contracts/common';
import { differenceText, numberText, relativeText, valueText } from './number-text.js';

const LABELS: Record<GoalStatus, string> = {
  onTrack: 'On track',
  atRisk: 'At risk',
  offTrack: 'Off track',
  achieved: 'Achieved',
  missed: 'Missed',
  noData: 'No data',
  draft: 'Draft',
};

/** The word beside the mark. Stale data and a goal that has not begun are not "no data". */
export function statusLabel(status: GoalStatus, reason: StatusReason): string {
  if (status !== 'noData') return LABELS[status];
  if (reason === 'metricStale') return 'No verdict';
  return reason === 'notStarted' ? 'Not started' : LABELS.noData;
}

const REASONS: Record<StatusReason, string> = {
  forecastMeetsTarget: 'The forecast meets the target.',
  targetInsideForecastRange: 'The forecast misses the target, which is still inside its 80% range.',
  targetOutsideForecastRange: 'The target is outside the 80% range of the forecast.',
  paceOnPath: 'It is on its agreed path; there is too little history for a forecast.',
  paceBehind: 'It is behind its agreed path; there is too little history for a forecast.',
  paceFarBehind: 'It is far behind its agreed path; there is too little history for a forecast.',
  insideLimits: 'It has stayed inside its limits often enough.',
  outsideLimits: 'It has been outside its limits too often.',
  metricStale: 'The data are older than they should be, so verdict and forecast are withheld.',
  metricAbsent: 'There are no data for it yet.',
  dueReached: 'The target was met at the due date, on settled data.',
  dueMissed: 'The target was not met at the due date, on settled data.',
  notStarted: 'Its time has not begun.',
  ownerMissing: 'An owner is missing: a joint goal needs one on each side.',
  counterMetricMissing: 'No counter-metric is named that the other side owns: what must not get worse meanwhile?',
  signatureMissing: 'It waits for the signatures of both sides.',
  overridden: 'A person has put this status in the place of the reckoned one, until the next settled value.',
  worstKeyResult: 'The worst of its key results decides.',
};

export function reasonSentence(reason: StatusReason): string {
  return REASONS[reason];
}

type Ruled = Pick<GuardrailSummary, 'measure' | 'side' | 'limit'>;

export function limitWord(side: 'floor' | 'ceiling' | null): string {
  return side === 'floor' ? 'floor' : 'ceiling';
}

/** What a limit is a limit of: "floor", "lowest pace". */
export function limitName({ measure, side }: Omit<Ruled, 'limit'>): string {
  const names: Partial<Record<Ruled['measure'], string>> = {
    pace: 'lowest pace',
    odds: 'lowest odds',
    changeRelative: side === 'floor' ? 'lowest change' : 'highest change',
    changeAbsolute: side === 'floor' ? 'lowest change' : 'highest change',
    burnRate: 'burn rate at most',
    hoursWithoutData: 'data no older than',
    specialCause: 'limits',
  };
  return names[measure] ?? limitWord(side);
}

/** The limit in the unit of what is judged; a rule whose limits come from the data says so. */
export function limitValue({ measure, limit }: Omit<Ruled, 'side'>, unit: string): string {
  if (measure === 'specialCause') return limit === null ? 'of ordinary variation' : valueText(limit, unit);
  if (limit === null) return 'its source is expected to be';
  switch (measure) {
    case 'pace':
    case 'odds':
      return numberText(limit);
    case 'changeRelative':
      return relativeText(limit);
    case 'changeAbsolute':
      return differenceText(limit, unit);
    case 'burnRate':
      return `${numberText(limit)}×`;
    case 'hoursWithoutData':
      return `${numberText(limit)} hours`;
    case 'value':
      return valueText(limit, unit);
  }
}

/** "floor 55.0%", "lowest change −10%". */
export function limitText(guardrail: Ruled, unit: string): string {
  return `${limitName(guardrail)} ${limitValue(guardrail, unit)}`;
}

/** A limit that can be drawn on the axis of the metric: only that of its value. */
export function drawnLimit(
  guardrail: Ruled | null | undefined,
): { readonly side: 'floor' | 'ceiling'; readonly limit: number } | null {
  if (!guardrail || guardrail.measure !== 'value' || guardrail.side === null || guardrail.limit === null) return null;
  return { side: guardrail.side, limit: Number(guardrail.limit) };
}

/** Which way is better, or what is to be kept: the first words under the name of a key result. */
export function aimText(keyResult: Pick<KeyResultProgress, 'kind' | 'atLeast' | 'atMost' | 'metric'>): string {
  const { kind, atLeast, atMost, metric } = keyResult;
  if (kind === 'reach') return directionText(metric);
  if (atLeast !== null && atMost !== null) {
    return `Between ${valueText(atLeast, metric.unit)} and ${valueText(atMost, metric.unit)}`;
  }
  if (atLeast !== null) return `At least ${valueText(atLeast, metric.unit)}`;
  return atMost === null ? 'To be held' : `At most ${valueText(atMost, metric.unit)}`;
}

export function directionText(metric: Pick<MetricSummary, 'direction'>): string {
  return metric.direction === 'up' ? 'Higher is better' : 'Lower is better';
}

/** The figure in the target column: the target, or the limit that is to be held. */
export function targetText(
  keyResult: Pick<KeyResultProgress, 'kind' | 'target' | 'atLeast' | 'atMost' | 'metric'>,
): string {
  const { unit } = keyResult.metric;
  if (keyResult.kind === 'reach') return valueText(keyResult.target, unit);
  const { atLeast, atMost } = keyResult;
  if (atLeast !== null && atMost !== null) return `${valueText(atLeast, unit)} to ${valueText(atMost, unit)}`;
  return valueText(atLeast ?? atMost, unit);
}
