import { CalendarError } from '@tandem/domain/metric/local-day';
import {
  elapsedDays,
  endOfDate,
  localDateOf,
  parseBoardPeriod,
  periodContaining,
  startOfDate,
} from '@tandem/domain/metric/periods';
import type { Goal } from '@tandem/domain/goal/goal';
import { goalLevel } from '@tandem/domain/goal/goal-level';
import type { Organisation } from '@tandem/domain/organisation/organisation';
import { InvalidInput } from './input-errors.js';
import type { ReadingDependencies } from './metric-reading.js';
import type { AlertReader } from './ports.js';
import { noticesOf } from './source-notices.js';
import type { SourceReader } from './sources/source-ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import { trackGoals, type TrackedGoal } from './track-goals.js';

export interface ReadBoardDependencies extends ReadingDependencies {
  readonly alerts: AlertReader;
  readonly sources: SourceReader;
}

/** Will we hit our joint goals? Everything the board prints, for both departments alike. */
export function readBoard(dependencies: ReadBoardDependencies) {
  return async (request: { readonly period?: string | undefined; readonly asKnownAt?: string | undefined }) => {
    const now = dependencies.clock();
    const asKnownAt = readAsKnownAt(request.asKnownAt, now);
    const [configuration, alerts, sources] = await Promise.all([
      dependencies.configuration.known({ now, asKnownAt }),
      dependencies.alerts.states(asKnownAt),
      // What sources do is told of the present alone: nobody knows any more what an import said of itself at that time.
      asKnownAt === null ? dependencies.sources.list() : [],
    ]);
    const { organisation } = configuration;
    const asOf = asKnownAt ?? now;
    const { goals, period } = choose(jointGoals(configuration.goals), request.period, organisation, asOf);
    const { observations } = dependencies;
    const tracked = await trackGoals(goals, { configuration, observations, alerts, now, asKnownAt });
    return {
      generatedAt: asOf.toISOString(),
      asKnownAt: asKnownAt?.toISOString() ?? null,
      organisation: {
        name: organisation.name,
        timeZone: organisation.timeZone,
        fiscalYearStartsIn: organisation.fiscalYearStartsIn ?? 1,
      },
      period,
      dataTo: earliestDataTo(tracked),
      notices: sources.flatMap(noticesOf),
      counts: countsOf(tracked),
      goals: tracked,
    };
  };
}

/** Goals of departments and teams stand on the pages of the joint goals above them. */
function jointGoals(goals: readonly Goal[]): readonly Goal[] {
  return goals.filter((goal) => goalLevel(goal) === 'joint');
}

/** The goals whose time overlaps the period asked for; without one, those that run at the moment, or all when none does. */
function choose(goals: readonly Goal[], period: string | undefined, organisation: Organisation, asOf: Date) {
  const { timeZone } = organisation;
  if (period !== undefined) {
    const asked = readPeriod(period, organisation);
    const overlapping = goals.filter(({ start, due }) => start <= asked.lastDate && asked.firstDate <= due);
    return { goals: overlapping, period: describePeriod(asked.label, asked.firstDate, asked.lastDate, timeZone, asOf) };
  }
  const today = localDateOf(asOf, timeZone);
  const running = goals.filter(({ start, due }) => start <= today && today <= due);
  const shown = running.length ? running : goals;
  const [start, due] = [
    shown.map((goal) => goal.start).sort()[0],
    shown
      .map((goal) => goal.due)
      .sort()
      .at(-1),
  ];
  if (start !== undefined && due !== undefined) {
    return { goals: shown, period: describePeriod(`${start} to ${due}`, start, due, timeZone, asOf) };
  }
  const quarter = periodContaining(asOf, 'quarter', organisation);
  const [first, last] = [quarter.start, new Date(quarter.end.getTime() - 1)].map((instant) =>
    localDateOf(instant, timeZone),
  );
  return { goals: shown, period: describePeriod(`${first} to ${last}`, first ?? today, last ?? today, timeZone, asOf) };
}

function readPeriod(period: string, organisation: Organisation) {
  try {
    return parseBoardPeriod(period, organisation);
  } catch (error) {
    if (error instanceof CalendarError) throw new InvalidInput([{ field: 'period', reason: error.message }]);
    throw error;
  }
}

function describePeriod(label: string, start: string, end: string, timeZone: string, asOf: Date) {
  const [from, to] = [startOfDate(start, timeZone), endOfDate(end, timeZone)];
  const inside = from <= asOf && asOf < to;
  return {
    label,
    start,
    end,
    day: inside ? Math.floor(elapsedDays(from, asOf, timeZone)) + 1 : null,
    days: Math.round(elapsedDays(from, to, timeZone)),
  };
}

function earliestDataTo(goals: readonly TrackedGoal[]): string | null {
  const ends = goals.flatMap((goal) => goal.keyResults.flatMap(({ freshness }) => freshness.dataTo ?? []));
  return ends.sort()[0] ?? null;
}

function countsOf(goals: readonly TrackedGoal[]) {
  const keyResults = goals.flatMap((goal) => goal.keyResults);
  const withStatus = (...statuses: TrackedGoal['status'][]) =>
    goals.filter(({ status }) => statuses.includes(status)).length;
  return {
    onTrack: withStatus('onTrack', 'achieved'),
    atRisk: withStatus('atRisk'),
    offTrack: withStatus('offTrack', 'missed'),
    inBreach: keyResults.filter(({ guardrail }) => guardrail?.state === 'breached').length,
    stale: keyResults.filter(({ freshness }) => freshness.stale).length,
  };
}
