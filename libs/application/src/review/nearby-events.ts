import { addDays, elapsedDays, localDateOf, startOfDay } from '@tandem/domain/metric/periods';
import { observationOf, underPresentVersion, type MetricSeries } from '@tandem/domain/metric/series';
import { matchedBaselineEffect, mostWeeksBefore, type MatchedEffect } from '@tandem/domain/review/matched-baseline';
import type { Movement, NearbyEvent } from '@tandem/domain/review/what-moved';
import type { ProductionDeployment } from '../evidence-ports.js';
import { servicesOf } from '../read-metric-events.js';
import { campaignsBetween, type Campaign } from './campaigns.js';
import type { ReviewDependencies, ReviewReading } from './review-reading.js';

const dayMs = 86_400_000;
/** What happened this long before a signal stands beside it. */
const reachDays = 7;
const daysCompared = 7;
const shownAtMost = 3;
const readAtMost = 2_000;

/** For each metric that moved, what was deployed and which campaigns began nearest to its signal, with how the metric went after each. */
export async function nearbyEvents(
  { evidence, talk }: Pick<ReviewDependencies, 'evidence' | 'talk'>,
  moved: readonly Movement[],
  { series, asKnownAt, configuration: { organisation } }: ReviewReading,
): Promise<ReadonlyMap<string, readonly NearbyEvent[]>> {
  const signals = moved.flatMap(({ facts, index }) => {
    const [point, own] = [facts.points[index], series.get(facts.metric.key)];
    return point && own ? [{ key: facts.metric.key, point, own }] : [];
  });
  if (signals.length === 0) return new Map();
  const from = new Date(Math.min(...signals.map(({ point }) => Date.parse(point.start))) - reachDays * dayMs);
  const to = new Date(Math.max(...signals.map(({ point }) => Date.parse(point.end))));
  const { timeZone } = organisation;
  const [deployments, campaigns] = await Promise.all([
    evidence.deployments({ from, to, services: null, asKnownAt, limit: readAtMost }),
    campaignsBetween({ evidence, talk }, { from, to, asKnownAt, timeZone }),
  ]);
  return new Map(
    signals.map(({ key, point, own }) => {
      const start = Date.parse(point.start);
      const services = servicesOf(own);
      const isNear = (at: number) => at >= start - reachDays * dayMs && at < Date.parse(point.end);
      const near = countsStream(own, ['deployment', 'change'])
        ? []
        : deployments.filter(
            ({ at, service }) => isNear(Date.parse(at)) && (services === null || services.includes(service)),
          );
      const begun = countsStream(own, ['campaign']) ? [] : campaigns.filter((one) => isNear(one.from.getTime()));
      const distance = ({ at }: { readonly at: string }) => Math.abs(Date.parse(at) - start);
      const nearest = [...byDay(near, timeZone), ...begun.map(campaignEvent)]
        .sort((a, b) => distance(a) - distance(b))
        .slice(0, shownAtMost)
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
        .map((event) => ({ ...event, effect: effectAfter(own, new Date(event.at)) }));
      return [key, nearest];
    }),
  );
}

/** A metric of deployments moves because there were some: they explain nothing about it. Nor do campaigns about their own number. */
function countsStream({ definition: { formula } }: MetricSeries, streams: readonly string[]): boolean {
  return formula.kind !== 'derived' && streams.includes(formula.stream);
}

function campaignEvent({ what, side, from }: Campaign): Omit<NearbyEvent, 'effect'> {
  return { kind: 'campaign', side, title: `${what} began`, at: from.toISOString() };
}

/** The deployments of a service on one day are one event, for no later figure could tell them apart. */
function byDay(deployments: readonly ProductionDeployment[], timeZone: string): Omit<NearbyEvent, 'effect'>[] {
  const days = new Map<string, ProductionDeployment[]>();
  for (const deployment of deployments) {
    const key = `${localDateOf(new Date(deployment.at), timeZone)} ${deployment.service}`;
    days.set(key, [...(days.get(key) ?? []), deployment]);
  }
  return [...days.values()].flatMap((ofDay) => {
    const [first] = ofDay;
    return first === undefined
      ? []
      : [{ kind: 'deployment' as const, side: 'it' as const, title: titleOf(first, ofDay), at: first.at }];
  });
}

function titleOf({ service, ref }: ProductionDeployment, ofDay: readonly ProductionDeployment[]): string {
  const failed = ofDay.filter(({ outcome }) => outcome === 'failed').length;
  const what =
    ofDay.length === 1
      ? `${service}${ref === '' ? '' : ` ${ref}`} deployed`
      : `${ofDay.length} deployments of ${service}`;
  if (failed === 0) return what;
  return `${what}, ${failed === ofDay.length ? 'failed' : `${failed} of them failed`}`;
}

/** Up to seven whole days after the day of the event, against the same weekdays of weeks that ended before it. */
export function effectAfter(series: MetricSeries, at: Date): MatchedEffect {
  const { calendar, definition, freshness } = series;
  const { timeZone } = calendar;
  const day = startOfDay(at, timeZone);
  const start = addDays(day, 1, timeZone);
  const known = freshness.dataTo === null ? 0 : Math.floor(elapsedDays(start, freshness.dataTo, timeZone));
  const days = Math.max(0, Math.min(daysCompared, known));
  const { precision } = definition;
  if (days === 0) return matchedBaselineEffect({ value: null, settled: false }, [], { days, precision });
  const counted = underPresentVersion(series);
  const after = observationOf(counted, { start, end: addDays(start, days, timeZone) });
  const before: string[] = [];
  for (let week = 1; before.length < mostWeeksBefore && week <= 2 * mostWeeksBefore; week += 1) {
    const from = addDays(start, -7 * week, timeZone);
    const to = addDays(from, days, timeZone);
    if (to > day) continue;
    if (freshness.dataFrom === null || from < freshness.dataFrom) break;
    const { value } = observationOf(counted, { start: from, end: to });
    if (value !== null) before.push(value);
  }
  return matchedBaselineEffect({ value: after.value, settled: after.state === 'settled' }, before, { days, precision });
}
