import Big from 'big.js';
import type { MetricDefinition } from './definition.js';
import { exactValue, type Fraction, type ValueParts } from './exact-value.js';
import type { MetricFreshness } from './freshness.js';
import type { MetricVersion } from './metric-version.js';
import type { Observation, ObservationState, ValueAbsence } from './observation.js';
import { activeDays } from './active-days.js';
import { percentile } from './percentile.js';
import { readsLinks } from '../record/linked-fields.js';
import { instantText } from './local-day.js';
import { elapsedDays, localDateOf, periodContaining, startOfDay, type Period } from './periods.js';
import { runningSums } from './running-sums.js';
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
  /** Metrics of the latest value: the last one of the day for each combination of the metric's dimensions. */
  readonly readings?: readonly Reading[];
  /** Items left out by rule, for instance changes without a positive lead time. */
  readonly excluded: number;
}

export interface Reading {
  /** Names the combination of dimension values. */
  readonly series: string;
  readonly value: string;
}

/** An observation with its value before rounding, which formulas over metrics reckon with. */
export interface ExactObservation extends Observation {
  readonly exact: () => Fraction | null;
}

export interface FoldContext {
  readonly timeZone: string;
  /** Half-open time that the sources cover completely; null when nothing was collected. */
  readonly covered: { readonly from: Date; readonly to: Date } | null;
  /** The moment that the answer is given for: now, or the time it is asked as known at. */
  readonly asOf: Date;
  /** ISO day of week that a week starts on, for what is counted by the week; Monday when left out. */
  readonly weekStartsOn?: number;
  /** What has been removed; nothing when left out. */
  readonly kept?: MetricFreshness['kept'];
}

/**
 * Observations of one slice over any periods by one version of the definition, from its days: sums of numerators and denominators, or
 * percentiles over all items of a period — never a mean of ratios or of daily medians (semantics §2). What is open at the end of a period is the sum of all entries and
 * leavings until then, of an unfinished one until the end of the collected time. `days` are all days of one slice, in order; periods start
 * and end at local midnights. Counts and sums of collected time without events are 0; ratios, percentiles and latest values then have no
 * value; time that was not collected is absent. So is, for a formula that reads links, time in which the other stream was not collected.
 */
export function foldObservations(
  version: Pick<MetricVersion, 'definition' | 'version'>,
  days: readonly DayOfObservations[],
  periods: readonly Period[],
  context: FoldContext,
  dimensions: Readonly<Record<string, string>> = {},
): ExactObservation[] {
  const { definition } = version;
  const sums = runningSums(days);
  const isOpen = definition.formula.kind === 'open';
  const isRate = 'per' in definition.formula && definition.formula.per !== undefined;
  const onlyPast = 'onlyPast' in definition.formula && definition.formula.onlyPast === true;
  // A deployment without an incident is a good one only where incidents were collected: its record alone is no answer.
  const recordsAnswer = !readsLinks(definition.formula);
  const today = startOfDay(context.asOf, context.timeZone);
  return periods.map((period) => {
    const counted = isOpen
      ? lastKnown(period, context.covered?.to ?? null, context.asOf)
      : onlyPast
        ? earlier(period.end, today)
        : period.end;
    const first = firstAtOrAfter(days, localDateOf(period.start, context.timeZone));
    const end = firstAtOrAfter(days, localDateOf(counted, context.timeZone));
    const from = isOpen ? 0 : first;
    const observed: Observed = {
      numerator: sums.numerator(from, end),
      denominator: sums.denominator(from, end),
      n: sums.n(from, end),
      days: () => days.slice(from, end),
      weeks: () => activeDays(days, period, context),
    };
    const removed = removedOf(period, context);
    const state = removed ? 'absent' : stateOf(definition, period, context, recordsAnswer && end > first);
    const parts = refuseUnique(definition, observed.n, partsOf(definition, observed, state), { period, context });
    const length = isRate ? { periodDays: elapsed(period, context) } : wholeLength;
    const observation = {
      start: instantText(period.start),
      end: instantText(period.end),
      dimensions,
      exact: () => exactValue(definition, parts, length),
      value: shownValue(definition, parts, length),
      numerator: parts.numerator,
      denominator: parts.denominator,
      n: state === 'absent' ? 0 : observed.n,
      state,
      version: version.version,
    };
    const { absence } = parts;
    return removed ? { ...observation, ...removed } : absence ? { ...observation, absence } : observation;
  });
}

const wholeLength = {};

/** What is not kept any more has no value, whatever is left of it, and says from when on there is one. */
function removedOf(
  period: Period,
  { kept, asOf }: FoldContext,
): { absence: 'notKept' | 'pastNotKept'; keptFrom: string } | null {
  if (!kept) return null;
  const { pastFrom, valuesFrom, collectedFrom } = kept;
  if (collectedFrom && period.end <= collectedFrom) return null;
  if (pastFrom && asOf < pastFrom) return { absence: 'pastNotKept', keptFrom: pastFrom.toISOString() };
  if (valuesFrom && period.start < valuesFrom) return { absence: 'notKept', keptFrom: valuesFrom.toISOString() };
  return null;
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
  // In milliseconds: comparing dates themselves takes many times as long, and an answer folds thousands of periods.
  const [start, end, now] = [period.start.getTime(), period.end.getTime(), asOf.getTime()];
  const [from, to] = covered ? [covered.from.getTime(), covered.to.getTime()] : [Infinity, -Infinity];
  if (!hasDays && !(start < to && from < end && start < now)) return 'absent';
  if (end > to || start < from || end > now) return 'partial';
  return now < end + definition.settlingDays * 86_400_000 ? 'provisional' : 'settled';
}

interface Observed {
  readonly numerator: string;
  readonly denominator: string;
  readonly n: number;
  readonly days: () => readonly DayOfObservations[];
  /** Of each whole collected week that ends in the period, on how many days there was a record. */
  readonly weeks: () => readonly number[];
}

interface Parts extends ValueParts {
  readonly absence?: ValueAbsence;
}

const noParts: Parts = { numerator: null, denominator: null };

function partsOf(definition: MetricDefinition, observed: Observed, state: ObservationState): Parts {
  if (state === 'absent') return noParts;
  const { formula } = definition;
  switch (formula.kind) {
    case 'ratio':
    case 'duration':
      return { numerator: observed.numerator, denominator: observed.denominator };
    case 'count':
    case 'sum':
    case 'open':
      return { numerator: observed.numerator, denominator: null };
    case 'percentile': {
      const items = observed.days().flatMap((day) => day.items ?? []);
      const value = percentile(items, formula.percentile);
      // A tiny double would write itself with an exponent, which is no decimal number.
      return { numerator: value === null ? null : new Big(value).toFixed(), denominator: null };
    }
    case 'activeDays': {
      const median = percentile(observed.weeks(), 50);
      return median === null
        ? { ...noParts, absence: 'noWholeWeek' }
        : { numerator: new Big(median).toFixed(), denominator: null };
    }
    case 'latest':
      return latestParts(observed.days(), formula.across);
    case 'derived':
      throw new Error(`${definition.key} has no days of its own: it is folded from its inputs.`);
  }
}

/** Unique users add up neither over time nor over slices: one count of one time of the delivered length, or nothing. */
function refuseUnique(
  { formula }: MetricDefinition,
  n: number,
  parts: Parts,
  { period, context }: { readonly period: Period; readonly context: FoldContext },
): Parts {
  const unique = 'unique' in formula ? formula.unique : undefined;
  if (unique === undefined || parts.numerator === null) return parts;
  const { timeZone, weekStartsOn = 1 } = context;
  const bucket = periodContaining(period.start, unique, { timeZone, weekStartsOn });
  const isOneBucket =
    bucket.start.getTime() === period.start.getTime() && bucket.end.getTime() === period.end.getTime();
  return isOneBucket && n <= 1 ? parts : { ...noParts, absence: 'uniqueDoNotAdd' };
}

/** The last reading of each series; they are added up only where the metric says that this means something. */
function latestParts(days: readonly DayOfObservations[], across: 'sum' | undefined): Parts {
  const last = new Map<string, string>();
  for (const { readings } of days) for (const { series, value } of readings ?? []) last.set(series, value);
  if (last.size === 0) return noParts;
  if (last.size > 1 && across === undefined) return { ...noParts, absence: 'seriesDoNotAdd' };
  const total = [...last.values()].reduce((sum, value) => sum.plus(value), new Big(0));
  return { numerator: total.toFixed(), denominator: null };
}

function earlier(a: Date, b: Date): Date {
  return a.getTime() < b.getTime() ? a : b;
}

/** Where the counting of what is open ends: with the period, or of an unfinished one with the collected time. */
export function lastKnown(period: Period, coveredTo: Date | null, asOf: Date): Date {
  return earlier(period.end, coveredTo ? earlier(coveredTo, asOf) : asOf);
}

/** A rate is taken over the time that has passed and was collected, not over the whole of an unfinished period. */
function elapsed(period: Period, context: FoldContext): number {
  const limits = [period.end, context.asOf, ...(context.covered ? [context.covered.to] : [])];
  const end = new Date(Math.min(...limits.map((limit) => limit.getTime())));
  const start = context.covered && context.covered.from > period.start ? context.covered.from : period.start;
  return Math.max(0, elapsedDays(start, end, context.timeZone));
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
