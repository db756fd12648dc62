import type { GoalStatus, GuardrailSummary, KeyResultProgress, StatusReason } from '@tandem/contracts/board';
import type { MetricSummary } from '@tandem/contracts/common';
import { catalogue } from './catalogue.js';
import { differenceText, numberText, relativeText, valueText } from './number-text.js';

const LABELS: Record<GoalStatus | 'noVerdict' | 'notStarted', string> = catalogue('statuses', {
  noVerdict: 'No verdict',
  notStarted: 'Not started',
  onTrack: 'On track',
  atRisk: 'At risk',
  offTrack: 'Off track',
  achieved: 'Achieved',
  missed: 'Missed',
  noData: 'No data',
  draft: 'Draft',
});

/** The word beside the mark. Stale data and a goal that has not begun are not "no data". */
export function statusLabel(status: GoalStatus, reason: StatusReason): string {
  if (status !== 'noData') return LABELS[status];
  if (reason === 'metricStale') return LABELS.noVerdict;
  return reason === 'notStarted' ? LABELS.notStarted : LABELS.noData;
}

const REASONS: Record<StatusReason, string> = catalogue('reasons', {
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
});

export function reasonSentence(reason: StatusReason): string {
  return REASONS[reason];
}

const limits = catalogue('limits', {
  floor: 'floor',
  ceiling: 'ceiling',
  pace: 'lowest pace',
  odds: 'lowest odds',
  lowestChange: 'lowest change',
  highestChange: 'highest change',
  burnRate: 'burn rate at most',
  dataAge: 'data no older than',
  specialCause: 'limits',
  ordinary: 'of ordinary variation',
  asExpected: 'its source is expected to be',
  hours: (count: string) => `${count} hours`,
});

const aims = catalogue('aims', {
  between: (low: string, high: string) => `Between ${low} and ${high}`,
  atLeast: (low: string) => `At least ${low}`,
  atMost: (high: string) => `At most ${high}`,
  held: 'To be held',
  higher: 'Higher is better',
  lower: 'Lower is better',
  range: (low: string, high: string) => `${low} to ${high}`,
});

type Ruled = Pick<GuardrailSummary, 'measure' | 'side' | 'limit'>;

export function limitWord(side: 'floor' | 'ceiling' | null): string {
  return side === 'floor' ? limits.floor : limits.ceiling;
}

/** What a limit is a limit of: "floor", "lowest pace". */
export function limitName({ measure, side }: Omit<Ruled, 'limit'>): string {
  const names: Partial<Record<Ruled['measure'], string>> = {
    pace: limits.pace,
    odds: limits.odds,
    changeRelative: side === 'floor' ? limits.lowestChange : limits.highestChange,
    changeAbsolute: side === 'floor' ? limits.lowestChange : limits.highestChange,
    burnRate: limits.burnRate,
    hoursWithoutData: limits.dataAge,
    specialCause: limits.specialCause,
  };
  return names[measure] ?? limitWord(side);
}

/** The limit in the unit of what is judged; a rule whose limits come from the data says so. */
export function limitValue({ measure, limit }: Omit<Ruled, 'side'>, unit: string): string {
  if (measure === 'specialCause') return limit === null ? limits.ordinary : valueText(limit, unit);
  if (limit === null) return limits.asExpected;
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
      return limits.hours(numberText(limit));
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
    return aims.between(valueText(atLeast, metric.unit), valueText(atMost, metric.unit));
  }
  if (atLeast !== null) return aims.atLeast(valueText(atLeast, metric.unit));
  return atMost === null ? aims.held : aims.atMost(valueText(atMost, metric.unit));
}

export function directionText(metric: Pick<MetricSummary, 'direction'>): string {
  return metric.direction === 'up' ? aims.higher : aims.lower;
}

/** The figure in the target column: the target, or the limit that is to be held. */
export function targetText(
  keyResult: Pick<KeyResultProgress, 'kind' | 'target' | 'atLeast' | 'atMost'> & {
    readonly metric: Pick<MetricSummary, 'unit'>;
  },
): string {
  const { unit } = keyResult.metric;
  if (keyResult.kind === 'reach') return valueText(keyResult.target, unit);
  const { atLeast, atMost } = keyResult;
  if (atLeast !== null && atMost !== null) return aims.range(valueText(atLeast, unit), valueText(atMost, unit));
  return valueText(atLeast ?? atMost, unit);
}
