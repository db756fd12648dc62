import Big from 'big.js';
import type { MetricDefinition } from './definition.js';
import type { MetricVersion } from './metric-version.js';
import type { Observation, ObservationState } from './observation.js';
import { percentile } from './percentile.js';
import { elapsedDays, localDateOf, type Period } from './periods.js';
import { shownValue } from './shown-value.js';

/** The parts of one local day and slice; additive kinds carry sums, percentiles the pooled items. */
export interface DayOfObservations {
  /** `YYYY-MM-DD` in the organisation's zone. */
  readonly day: string;
  /** Value of the dimension asked for; '' for the whole, or for records without one. */
  readonly slice: string;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly n: number;
  readonly items: readonly number[] | null;
  /** Items left out by rule, for instance changes without a positive lead time. */
  readonly excluded: number;
}

export interface FoldContext {
  readonly timeZone: string;
  /** Half-open time that the sources cover completely; null when nothing was collected. */
  readonly covered: { readonly from: Date; readonly to: Date } | null;
  /** The moment that the answer is given for: now, or the time it is asked as known at. */
  readonly asOf: Date;
}

/**
 * Observations of one slice over any periods by one version of the definition, from its days: sums of numerators and denominators, or percentiles over all items of a
 * period — never a mean of ratios or of daily medians (semantics §2). `days` are in order and of one slice; periods start and end at
 * local midnights. Counts and sums of collected time without events are 0; ratios and percentiles then have no value; time that was not
 * collected is absent.
 */
export function foldObservations(
  { definition, version }: Pick<MetricVersion, 'definition' | 'version'>,
  days: readonly DayOfObservations[],
  periods: readonly Period[],
  context: FoldContext,
  dimensions: Readonly<Record<string, string>> = {},
): Observation[] {
  const sums = runningSums(days);
  return periods.map((period) => {
    const first = firstAtOrAfter(days, localDateOf(period.start, context.timeZone));
    const end = firstAtOrAfter(days, localDateOf(period.end, context.timeZone));
    const observed = {
      numerator: difference(sums.numerator, first, end),
      denominator: difference(sums.denominator, first, end),
      n: (sums.n[end] ?? 0) - (sums.n[first] ?? 0),
    };
    const state = stateOf(definition, period, context, end > first);
    const parts = partsOf(definition, observed, () => days.slice(first, end).flatMap((day) => day.items ?? []), state);
    return {
      start: period.start.toISOString(),
      end: period.end.toISOString(),
      dimensions,
      value: state === 'absent' ? null : shownValue(definition, parts, { periodDays: elapsed(period, context) }),
      numerator: parts.numerator,
      denominator: parts.denominator,
      n: observed.n,
      state,
      version,
    };
  });
}

/**
 * `absent` without data outside the collected time; `partial` while the period or its collection has not ended (or began before the
 * collection did); then `provisional` for the settling days; then `settled`.
 */
function stateOf(
  definition: MetricDefinition,
  period: Period,
  context: FoldContext,
  hasDays: boolean,
): ObservationState {
  const { covered, asOf } = context;
  const overlaps = covered !== null && period.start < covered.to && covered.from < period.end && period.start < asOf;
  if (!hasDays && !overlaps) return 'absent';
  if (covered === null || period.end > covered.to || period.start < covered.from || period.end > asOf) return 'partial';
  const settledAt = period.end.getTime() + definition.settlingDays * 86_400_000;
  return asOf.getTime() < settledAt ? 'provisional' : 'settled';
}

function partsOf(
  definition: MetricDefinition,
  observed: { readonly numerator: string; readonly denominator: string; readonly n: number },
  items: () => number[],
  state: ObservationState,
): { readonly numerator: string | null; readonly denominator: string | null } {
  if (state === 'absent') return { numerator: null, denominator: null };
  switch (definition.formula.kind) {
    case 'ratio':
      return { numerator: observed.numerator, denominator: observed.denominator };
    case 'count':
    case 'sum':
      return { numerator: observed.numerator, denominator: null };
    case 'percentile': {
      const value = percentile(items(), definition.formula.percentile);
      return { numerator: value === null ? null : String(value), denominator: null };
    }
  }
}

/** A rate is taken over the time that has passed and was collected, not over the whole of an unfinished period. */
function elapsed(period: Period, context: FoldContext): number {
  const limits = [period.end, context.asOf, ...(context.covered ? [context.covered.to] : [])];
  const end = new Date(Math.min(...limits.map((limit) => limit.getTime())));
  const start = context.covered && context.covered.from > period.start ? context.covered.from : period.start;
  return Math.max(0, elapsedDays(start, end, context.timeZone));
}

// Sums up to each day let any period be answered by one subtraction; exact decimals, so nothing drifts.
function runningSums(days: readonly DayOfObservations[]) {
  const numerator = [new Big(0)];
  const denominator = [new Big(0)];
  const n = [0];
  for (const [index, day] of days.entries()) {
    numerator.push((numerator[index] ?? new Big(0)).plus(day.numerator ?? 0));
    denominator.push((denominator[index] ?? new Big(0)).plus(day.denominator ?? 0));
    n.push((n[index] ?? 0) + day.n);
  }
  return { numerator, denominator, n };
}

function difference(sums: readonly Big[], first: number, end: number): string {
  return (sums[end] ?? new Big(0)).minus(sums[first] ?? new Big(0)).toFixed();
}

function firstAtOrAfter(days: readonly DayOfObservations[], date: string): number {
  let low = 0;
  let high = days.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.day ?? '') < date) low = middle + 1;
    else high = middle;
  }
  return low;
}
