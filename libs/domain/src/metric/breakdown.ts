import { addsUp, contributions, isQuotient } from './contribution.js';
import { mixAndRate, type MixAndRate } from './mix-and-rate.js';
import type { Observation } from './observation.js';
import type { Period } from './periods.js';
import {
  joinSlices,
  observationOf,
  observationsOf,
  slicesOf,
  underPresentVersion,
  type MetricSeries,
} from './series.js';
import { shownDifference, shownSum } from './shown-value.js';

/** How the change of the whole is made up of its slices, or why it is not. */
export type Decomposition =
  /** Each slice has a contribution, and of it a rate and a mix effect. */
  | 'mixAndRate'
  /** Each slice has a contribution: its own difference. */
  | 'difference'
  /** Percentiles, and latest values that are not added up: the whole is not made of its slices. */
  | 'doesNotAddUp'
  /** One of the windows is not wholly collected: parts are never compared with wholes. */
  | 'partial'
  /** The whole, or a slice, has no value in one of the windows. */
  | 'noValue';

export interface BreakdownRow {
  readonly current: Observation;
  readonly previous: Observation;
  readonly delta: string | null;
  /** Part of the total change; null where `decomposition` says why there is none. */
  readonly contribution: string | null;
  readonly effects: MixAndRate | null;
  /** Too few events in one of the windows for its change to mean much. */
  readonly fewEvents: boolean;
}

export interface BreakdownSlice extends BreakdownRow {
  readonly value: string;
}

export interface Breakdown {
  readonly whole: BreakdownRow;
  readonly decomposition: Decomposition;
  readonly orderedBy: BreakdownOrder;
  readonly slices: readonly BreakdownSlice[];
  /** What `top` left out, taken together; null when nothing was. */
  readonly other: (BreakdownRow & { readonly count: number }) | null;
}

export type BreakdownOrder = 'size' | 'contribution';

export interface BreakdownRequest {
  readonly window: Period;
  readonly before: Period;
  /** Local days of each of the two windows. */
  readonly days: number;
  /** At most so many slices by themselves; all when left out. */
  readonly top?: number | undefined;
  readonly order: BreakdownOrder;
}

/** A usual rule of thumb for shares and means: below it ordinary chance moves them more than anything else. */
export const fewEvents = 30;

/**
 * The change of a metric between two equal windows, split by the dimension of `sliced`. The slices' contributions add up to the printed change
 * wherever the kind of metric adds up. What `top` leaves out is one row, summed over its slices (quotients as sum ÷ sum, percentiles over
 * the pooled items), whose effects are the sums of theirs. Slices without a record in either window are not there.
 *
 * Order: by the events of the present window (then of the one before), or by the size of the contribution whatever its sign; by size where there
 * are no contributions. Ties stand in the order of their names. Both windows are counted by the present version, also where another one was in
 * force in the earlier.
 */
export function breakdown(asked: MetricSeries, askedSliced: MetricSeries, request: BreakdownRequest): Breakdown {
  const [whole, sliced] = [underPresentVersion(asked), underPresentVersion(askedSliced)];
  const current = observationOf(whole, request.window);
  const previous = observationOf(whole, request.before);
  const { definition } = whole;
  const pairs = pairsOf(sliced, request);
  const { decomposition, parts } = decompose(whole, { current, previous }, pairs, request.days);
  const rows = pairs.map(({ value, ...pair }, index): BreakdownSlice => {
    const part = parts?.[index];
    return { value, ...rowOf(whole, pair), contribution: part?.contribution ?? null, effects: part?.effects ?? null };
  });
  const orderedBy = parts === null ? 'size' : request.order;
  const ordered = [...rows].sort(orderedBy === 'size' ? bySize : byContribution);
  const shown = ordered.slice(0, request.top ?? ordered.length);
  const rest = ordered.slice(shown.length);
  const delta = shownDifference(current.value, previous.value, definition.precision);
  return {
    whole: {
      ...rowOf(whole, { current, previous }),
      contribution: parts === null ? null : delta,
      effects: parts === null ? null : sumOfEffects(rows, definition.precision),
    },
    decomposition,
    orderedBy,
    slices: shown,
    other: rest.length > 0 ? otherOf(whole, sliced, rest, request) : null,
  };
}

interface Pair {
  readonly current: Observation;
  readonly previous: Observation;
}

function pairsOf(sliced: MetricSeries, { window, before }: BreakdownRequest): (Pair & { readonly value: string })[] {
  const values = slicesOf(sliced);
  const current = observationsOf(sliced, [window]);
  const previous = observationsOf(sliced, [before]);
  return values.flatMap((value, index) => {
    const [now, then] = [current[index], previous[index]];
    return now && then && (isPresent(now) || isPresent(then)) ? [{ value, current: now, previous: then }] : [];
  });
}

function isPresent({ n, value, numerator, denominator }: Observation): boolean {
  // What is reckoned from other metrics has no parts; its `n` is that of its weakest input.
  const isReckoned = value !== null && numerator === null;
  return n > 0 || isReckoned || [numerator, denominator].some((part) => part !== null && part !== '0');
}

function isComparable({ current, previous }: Pair): boolean {
  return current.state !== 'partial' && previous.state !== 'partial';
}

function rowOf({ definition }: MetricSeries, { current, previous }: Pair) {
  const judgesEvents = isQuotient(definition) || definition.formula.kind === 'percentile';
  return {
    current,
    previous,
    delta: isComparable({ current, previous })
      ? shownDifference(current.value, previous.value, definition.precision)
      : null,
    fewEvents: judgesEvents && Math.min(current.n, previous.n) < fewEvents,
  };
}

interface Part {
  readonly contribution: string;
  readonly effects: MixAndRate | null;
}

function decompose(
  { definition }: MetricSeries,
  whole: Pair,
  pairs: readonly (Pair & { readonly value: string })[],
  days: number,
): { decomposition: Decomposition; parts: readonly Part[] | null } {
  if (!isComparable(whole)) return { decomposition: 'partial', parts: null };
  if (!addsUp(definition)) return { decomposition: 'doesNotAddUp', parts: null };
  const slices = pairs.map(({ value, current, previous }) => ({ key: value, before: previous, after: current }));
  const found = contributions(definition, slices, { periodDays: { before: days, after: days } });
  // A rate over a part of its window has another divisor than the slices would be given here.
  const isWhole = found?.total === shownDifference(whole.current.value, whole.previous.value, definition.precision);
  if (found === null || !isWhole) return { decomposition: 'noValue', parts: null };
  const effects = isQuotient(definition) ? mixAndRate(definition, slices, found.contributions) : null;
  return {
    decomposition: effects === null ? 'difference' : 'mixAndRate',
    parts: found.contributions.map(({ contribution }, index) => ({ contribution, effects: effects?.[index] ?? null })),
  };
}

function otherOf(
  whole: MetricSeries,
  sliced: MetricSeries,
  rest: readonly BreakdownSlice[],
  { window, before }: BreakdownRequest,
) {
  const joined = joinSlices(
    sliced,
    rest.map(({ value }) => value),
  );
  const { precision } = whole.definition;
  const parts = rest.flatMap(({ contribution }) => contribution ?? []);
  return {
    ...rowOf(whole, { current: observationOf(joined, window), previous: observationOf(joined, before) }),
    count: rest.length,
    contribution: parts.length === rest.length ? shownSum(parts, precision) : null,
    effects: sumOfEffects(rest, precision),
  };
}

function sumOfEffects(rows: readonly BreakdownRow[], precision: number): MixAndRate | null {
  const effects = rows.flatMap((row) => row.effects ?? []);
  if (effects.length < rows.length || rows.length === 0) return null;
  return {
    rate: shownSum(
      effects.map(({ rate }) => rate),
      precision,
    ),
    mix: shownSum(
      effects.map(({ mix }) => mix),
      precision,
    ),
  };
}

function bySize(a: BreakdownSlice, b: BreakdownSlice): number {
  return b.current.n - a.current.n || b.previous.n - a.previous.n || byName(a, b);
}

function byContribution(a: BreakdownSlice, b: BreakdownSlice): number {
  const size = ({ contribution }: BreakdownSlice) => Math.abs(Number(contribution ?? 0));
  return size(b) - size(a) || bySize(a, b);
}

function byName(a: BreakdownSlice, b: BreakdownSlice): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
