import type { MetricDefinition } from '../metric/definition.js';
import { addDays, startOfDate, startOfDay } from '../metric/periods.js';
import { seriesAsOf } from '../metric/series-as-of.js';
import type { MetricSeries } from '../metric/series.js';
import { comparableDays } from './evaluate-change.js';
import { evaluateGuardrail, type TrackKeyResult } from './evaluate-guardrail.js';
import { burnWindowsOf } from './guardrail-rule.js';
import type { Guardrail, Verdict } from './guardrail.js';

/** Periods that ended longer ago are not judged again. */
export const lateDaysAtMost = 400;

/**
 * The ends of the judged periods that a change of these local dates can have moved, oldest first: those in [from, before) whose window reaches
 * one of them. What is open at an end, forecasts and baselines are moved for all time after the day.
 *
 * @param from local midnight
 * @param before end of the current window, which is judged by itself
 */
export function touchedEnds(
  guardrail: Guardrail,
  series: MetricSeries,
  dates: readonly string[],
  { from, before }: { readonly from: Date; readonly before: Date },
): Date[] {
  const reach = reachOf(guardrail, series);
  if (reach === 0) return [];
  const { timeZone } = series.calendar;
  const first = later(startOfDay(from, timeZone), addDays(before, -lateDaysAtMost, timeZone));
  const ends = new Set<number>();
  for (const date of dates) {
    const day = startOfDate(date, timeZone);
    let end = later(addDays(day, 1, timeZone), first);
    const last = reach === Infinity ? before : addDays(day, reach, timeZone);
    while (end <= last && end < before) {
      ends.add(end.getTime());
      end = addDays(end, 1, timeZone);
    }
  }
  return [...ends].sort((a, b) => a - b).map((end) => new Date(end));
}

/** How many days before its end a period of this guardrail looks at; 0 for one that looks at no values. */
function reachOf(guardrail: Guardrail, series: MetricSeries): number {
  if (guardrail.kind === 'freshness') return 0;
  if (guardrail.kind === 'pace' || guardrail.kind === 'specialCause' || looksAtAllTime(series)) return Infinity;
  const days = guardrail.windowDays ?? Math.max(...series.versions.map(({ definition }) => definition.windowDays));
  if (guardrail.kind === 'change') return days + comparableDays(guardrail, days);
  if (guardrail.kind === 'burn') return Math.max(...burnWindowsOf(guardrail).map(({ longDays }) => longDays));
  return days;
}

function looksAtAllTime({ versions }: MetricSeries): boolean {
  const isOpen = ({ formula }: MetricDefinition) => formula.kind === 'open';
  return versions.some(
    ({ definition, inputs }) => isOpen(definition) || [...(inputs?.values() ?? [])].some(looksAtAllTime),
  );
}

/**
 * The verdict of the period that ends at a local midnight, by the values as they stand now and the limit that a calm alert fires at; null when
 * it was not broken.
 */
export function breachAt(
  guardrail: Guardrail,
  { series, slice, track }: { readonly series: MetricSeries; readonly slice: string; readonly track: TrackKeyResult },
  end: Date,
): Verdict | null {
  const calm = { state: 'inactive' as const, resumeState: null };
  const verdict = evaluateGuardrail(guardrail, {
    series: seriesAsOf(series, end),
    slice,
    alert: calm,
    now: end,
    track,
  });
  return isBroken(verdict) ? verdict : null;
}

/** Whether a verdict says that its period was broken; a firing alert that is not calm enough to clear yet is judged by another limit. */
export function isBroken({ kind, reason }: Pick<Verdict, 'kind' | 'reason'>): boolean {
  return kind === 'breached' && reason !== 'betweenFireAndClear';
}

/** Periods in a row that were broken; ISO instants of their ends. */
export interface BrokenRun {
  readonly from: string;
  readonly to: string;
}

export interface LateRuns {
  /** Over by now, and only now known to have lasted long enough to fire. */
  readonly past: readonly BrokenRun[];
  /** Where the run that goes on began, when late data brought a part of it to light; else null. */
  readonly presentFrom: string | null;
}

/**
 * What late data brought to light, from the ends of all broken periods: those that were known in time, and those that were found late (of
 * them `added` just now). A past run is told when it holds an added period, would have fired (`forMs`, as a rehearsal finds it), and had not
 * fired by what was known in time. `present` is the end of the current window when that is broken, else null.
 */
export function lateRunsOf(
  ends: { readonly known: readonly string[]; readonly late: readonly string[]; readonly added: readonly string[] },
  { forMs, present, timeZone }: { readonly forMs: number; readonly present: string | null; readonly timeZone: string },
): LateRuns {
  const [late, added] = [new Set(ends.late), new Set(ends.added)];
  const before = [...ends.known, ...ends.late].filter((end) => !added.has(end));
  const all = [...before, ...ends.added, ...(present === null ? [] : [present])];
  const runs = runsOf(all, timeZone);
  const last = present === null ? null : (runs.find(({ to }) => to === present) ?? null);
  const told = runsOf(ends.known, timeZone).filter((run) => hasFired(run, forMs, timeZone));
  const past = runs.filter(
    (run) =>
      run !== last &&
      [...added].some((end) => isWithin(end, run)) &&
      hasFired(run, forMs, timeZone) &&
      !told.some(({ from }) => isWithin(from, run)),
  );
  const foundLate = last !== null && [...late, ...added].some((end) => isWithin(end, last));
  return { past, presentFrom: foundLate ? last.from : null };
}

function runsOf(ends: readonly string[], timeZone: string): BrokenRun[] {
  const runs: { from: string; to: string }[] = [];
  for (const end of [...new Set(ends)].sort()) {
    const open = runs.at(-1);
    if (open && nextEnd(open.to, timeZone) === end) open.to = end;
    else runs.push({ from: end, to: end });
  }
  return runs;
}

function hasFired({ from, to }: BrokenRun, forMs: number, timeZone: string): boolean {
  return forMs === 0 || Date.parse(nextEnd(to, timeZone)) - Date.parse(from) > forMs;
}

function nextEnd(end: string, timeZone: string): string {
  return addDays(new Date(end), 1, timeZone).toISOString();
}

function isWithin(end: string, { from, to }: BrokenRun): boolean {
  return end >= from && end <= to;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
