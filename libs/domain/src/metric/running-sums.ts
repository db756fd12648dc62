import Big from 'big.js';
import type { DayOfObservations } from './fold-observations.js';

/** Sums over the days from the index `first` up to the index `end`, exclusive; exact decimal texts, so nothing drifts. */
export interface RunningSums {
  numerator(first: number, end: number): string;
  denominator(first: number, end: number): string;
  n(first: number, end: number): number;
}

/**
 * Sums up to each day, which let any period be answered by one subtraction. An answer asks for many periods of the same days, so they are
 * added up once for each list of days; the list may not change afterwards. Absent parts count 0.
 */
export function runningSums(days: readonly DayOfObservations[]): RunningSums {
  const known = sumsOfDays.get(days);
  if (known) return known;
  const n = [0];
  for (const [index, day] of days.entries()) n.push((n[index] ?? 0) + day.n);
  const sums = {
    numerator: sumsOf(days.map(({ numerator }) => numerator ?? '0')),
    denominator: sumsOf(days.map(({ denominator }) => denominator ?? '0')),
    n: (first: number, end: number) => (n[end] ?? 0) - (n[first] ?? 0),
  };
  sumsOfDays.set(days, sums);
  return sums;
}

const sumsOfDays = new WeakMap<readonly DayOfObservations[], RunningSums>();

function sumsOf(texts: readonly string[]): (first: number, end: number) => string {
  const whole = wholeSums(texts);
  if (whole) return (first, end) => String((whole[end] ?? 0) - (whole[first] ?? 0));
  const sums = [new Big(0)];
  for (const [index, text] of texts.entries()) sums.push((sums[index] ?? new Big(0)).plus(text));
  return (first, end) => (sums[end] ?? new Big(0)).minus(sums[first] ?? new Big(0)).toFixed();
}

const isWhole = /^-?\d{1,15}$/;
/** Any two such sums have an exact difference. */
const largestSum = Number.MAX_SAFE_INTEGER / 2;

/** Most parts are counts, and plain numbers add up whole ones exactly as long as they stay small; null where they do not. */
function wholeSums(texts: readonly string[]): readonly number[] | null {
  const sums = [0];
  let sum = 0;
  for (const text of texts) {
    if (!isWhole.test(text)) return null;
    sum += Number(text);
    if (Math.abs(sum) > largestSum) return null;
    sums.push(sum);
  }
  return sums;
}
