import type { Guardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import {
  breachAt,
  lateDaysAtMost,
  lateRunsOf,
  touchedEnds,
  type BrokenRun,
} from '@tandem/domain/guardrail/late-periods';
import { judgedSlices } from '@tandem/domain/guardrail/judged-slices';
import { changedDays, countedBy, dayPrints } from '@tandem/domain/metric/day-prints';
import { addDays, endOfDate, localDateOf, periodsBetween } from '@tandem/domain/metric/periods';
import { seriesAsOf } from '@tandem/domain/metric/series-as-of';
import { currentWindow, type MetricSeries } from '@tandem/domain/metric/series';
import type { JudgedGuardrail, JudgedPast, LateFinding, ReadDays } from './guardrail-ports.js';
import type { Judging } from './judge-guardrails.js';
import { trackKeyResultOf } from './key-result-evidence.js';
import { notificationContent } from './notification-content.js';
import type { AlertIdentity } from './ports.js';

export interface SeriesRead {
  readonly metricKey: string;
  readonly by: string | null;
  readonly series: MetricSeries;
}

/** What was found about the past of alerts whose breach goes on. */
export interface Lateness {
  /** Whether there is something to deliver. */
  readonly told: boolean;
  /** The end of the first period of the breach that goes on, where late data brought a part of it to light; else undefined. */
  beganOf(guardrailId: string, dimensions: AlertIdentity['dimensions']): string | undefined;
  /** To be kept when everything has been judged: what was not kept is found again. */
  readonly read: readonly ReadDays[];
}

/**
 * Judges again the periods that late or corrected data touched, and no others (semantics §7): the days that hold something else than when they
 * were last read name the windows that reach them. What was found is on record; a breach that is over is told once, with when it began and
 * when it was learnt, and one that goes on is told with its firing. Metrics whose counting is not whole, or was begun anew, are only read.
 */
export async function judgeLatePeriods(
  judging: Judging & { readonly past: JudgedPast },
  series: readonly SeriesRead[],
): Promise<Lateness> {
  const { past, now } = judging;
  const whole = series.filter(({ series: { freshness } }) => freshness.dataTo !== null && !freshness.backfillRunning);
  const known = await past.readDaysOf([...new Set(whole.map(({ metricKey }) => metricKey))], now);
  const changes = whole.map((read) => changeOf(read, known));
  const touched = changes.filter(({ dates }) => dates.length > 0);
  const began = new Map<string, string>();
  let told = false;
  if (touched.length > 0) {
    const judged = await past.judgedOf([...new Set(touched.map(({ metricKey }) => metricKey))]);
    for (const one of judged) {
      const change = touched.find((c) => c.metricKey === one.guardrail.metric && c.by === (one.guardrail.by ?? null));
      if (change === undefined) continue;
      for (const slice of slicesToJudge(one, change)) {
        const found = await judgeSlice(judging, one, change, slice);
        told ||= found.told;
        if (found.began !== null) began.set(nameOf(one.guardrail.id, found.dimensions), found.began);
      }
    }
  }
  return {
    told,
    beganOf: (id, dimensions) => began.get(nameOf(id, dimensions)),
    read: changes.flatMap(({ read, isNew }) => (isNew ? [read] : [])),
  };
}

function nameOf(id: string, dimensions: AlertIdentity['dimensions']): string {
  return JSON.stringify([id, Object.entries(dimensions).sort()]);
}

interface Change extends SeriesRead {
  readonly read: ReadDays;
  /** Local dates before the last complete day whose values are other ones than when they were last read. */
  readonly dates: readonly string[];
  /** Ends of periods that nobody had judged when they ended, because data came for several days at once. */
  readonly skipped: readonly string[];
  readonly isNew: boolean;
}

function changeOf(of: SeriesRead, known: readonly ReadDays[]): Change {
  const { metricKey, by, series } = of;
  const { timeZone } = series.calendar;
  const { end } = currentWindow(series);
  const first = localDateOf(addDays(end, -lateDaysAtMost, timeZone), timeZone);
  const read = { metricKey, by, countedBy: countedBy(series), dataTo: end, prints: dayPrints(series, first) };
  const before = known.find((one) => one.metricKey === metricKey && one.by === by);
  if (before?.countedBy !== read.countedBy || before.dataTo > end)
    return { ...of, read, dates: [], skipped: [], isNew: true };
  const earlier = new Map([...before.prints].filter(([date]) => date >= first));
  const changed = changedDays(earlier, read.prints).filter((date) => endOfDate(date, timeZone) < end);
  const between = periodsBetween(before.dataTo, end, 'day', series.calendar).slice(0, -1);
  const added = between.map(({ start }) => localDateOf(start, timeZone));
  return {
    ...of,
    read,
    dates: [...new Set([...changed, ...added])].sort(),
    skipped: between.map(({ end: skippedEnd }) => skippedEnd.toISOString()),
    isNew: before.dataTo.getTime() !== end.getTime() || changedDays(before.prints, read.prints).length > 0,
  };
}

function endsOf({ guardrail, judgedFrom }: JudgedGuardrail, { series, dates }: Change): Date[] {
  return touchedEnds(guardrail, series, dates, { from: judgedFrom, before: currentWindow(series).end });
}

/** Those that were judged by then, and those that are on record. */
function slicesToJudge(one: JudgedGuardrail, change: Change): readonly string[] {
  const { guardrail, broken } = one;
  const { by } = guardrail;
  if (by === undefined) return [''];
  const of = (end: Date) => judgedSlices(guardrail, seriesAsOf(change.series, end), []).judged;
  const known = broken.flatMap(({ dimensions }) => dimensions[by] ?? []);
  return [...new Set([...known, ...endsOf(one, change).flatMap(of)])].sort();
}

async function judgeSlice(
  judging: Judging & { readonly past: JudgedPast },
  one: JudgedGuardrail,
  change: Change,
  slice: string,
): Promise<{
  readonly dimensions: AlertIdentity['dimensions'];
  readonly told: boolean;
  readonly began: string | null;
}> {
  const { guardrail } = one;
  const { series } = change;
  const track = trackKeyResultOf(judging.configuration.goals);
  const dimensions = guardrail.by === undefined ? {} : { [guardrail.by]: slice };
  const broken = one.broken.filter((period) => nameOf('', period.dimensions) === nameOf('', dimensions));
  const onRecord = new Set(broken.map(({ end }) => end));
  const [added, withdrawn]: [Verdict[], string[]] = [[], []];
  const isLate = lateness(change, judging.now);
  for (const end of endsOf(one, change)) {
    const verdict = breachAt(guardrail, { series, slice, track }, end);
    const at = end.toISOString();
    if (verdict !== null && !onRecord.has(at)) added.push(isLate(at) ? { ...verdict, late: true } : verdict);
    if (verdict === null && onRecord.has(at)) withdrawn.push(at);
  }
  const { end: present } = currentWindow(series);
  const isBrokenNow = breachAt(guardrail, { series, slice, track }, present) !== null;
  const left = [
    ...broken.filter(({ end }) => !withdrawn.includes(end)),
    ...added.flatMap(({ end, late }) => (late ? [] : [{ end, late: false }])),
  ];
  const addedLate = added.filter(({ late }) => late);
  const { past, presentFrom } = lateRunsOf(
    {
      known: left.filter(({ late }) => !late).map(({ end }) => end),
      late: left.filter(({ late }) => late).map(({ end }) => end),
      added: addedLate.map(({ end }) => end),
    },
    {
      forMs: guardrail.forMs,
      present: isBrokenNow ? present.toISOString() : null,
      timeZone: series.calendar.timeZone,
    },
  );
  const told =
    added.length + withdrawn.length > 0 &&
    (await judging.past.record(
      { guardrailId: guardrail.id, dimensions },
      { added, withdrawn, past: pastFinding(judging, guardrail, change, addedLate, past) },
      judging.now,
    ));
  return { dimensions, told, began: presentFrom };
}

/** What came in the ordinary course of its source is no news, though it came for several days at once. */
function lateness({ series, skipped }: Change, now: Date): (end: string) => boolean {
  const lateAfterMs = 2 * series.freshness.expectedEveryMs;
  return (end) => !skipped.includes(end) || now.getTime() - Date.parse(end) > lateAfterMs;
}

/** One message for all runs of an alert: from the first to the last. */
function pastFinding(
  { now, configuration, publicUrl }: Judging,
  guardrail: Guardrail,
  { series }: Change,
  added: readonly Verdict[],
  runs: readonly BrokenRun[],
): LateFinding['past'] {
  const [first, last] = [runs[0], runs.at(-1)];
  const shown = added.find(({ end }) => first !== undefined && end >= first.from && end <= first.to);
  if (first === undefined || last === undefined || shown === undefined) return null;
  const verdict: Verdict = { ...shown, began: first.from };
  const told = {
    kind: 'detectedLate' as const,
    guardrail,
    metric: series.definition,
    configuration,
    verdict,
    publicUrl,
  };
  return {
    from: first.from,
    to: last.to,
    contentOf: (alert) => ({ ...notificationContent({ ...told, alert, at: now.toISOString() }), until: last.to }),
  };
}
