import { differenceText, rangeText, valueText } from '../../text/number-text.js';
import { lastWeekdayText, localDateText, weekdayText } from '../../text/time-text.js';
import { lineName, type ChartContext } from './chart-context.js';
import type { ChartPoint } from './chart-model.js';

export interface PointFact {
  readonly name: string;
  readonly value: string;
}

/** A place that the crosshair can stand on: a day of the past, or the due date. */
export type Place =
  { readonly kind: 'point'; readonly point: ChartPoint } | { readonly kind: 'due'; readonly atMs: number };

export function placesOf(context: ChartContext): readonly Place[] {
  const { model, keyResult } = context;
  const past: Place[] = model.points.map((point) => ({ kind: 'point', point }));
  const last = model.points.at(-1)?.endMs ?? 0;
  const { dueMs } = model;
  return dueMs !== null && dueMs > last && keyResult !== null ? [...past, { kind: 'due', atMs: dueMs }] : past;
}

export function placeMs(place: Place): number {
  return place.kind === 'due' ? place.atMs : place.point.endMs;
}

export function placeTitle(place: Place, context: ChartContext): string {
  if (place.kind === 'due') {
    const date = new Date(place.atMs - 1).toISOString().slice(0, 10);
    return `${localDateText(date)}, due date`;
  }
  const last = lastWeekdayText(place.point.end, context.timeZone);
  return context.grain === 'day' ? last : `${context.grain === 'week' ? 'Week' : 'Month'} to ${last}`;
}

export function placeFacts(place: Place, context: ChartContext): readonly PointFact[] {
  const { unit } = context.metric;
  const facts: PointFact[] = [];
  const add = (name: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) facts.push({ name, value: valueText(value, unit) });
  };
  if (place.kind === 'due') {
    const { keyResult } = context;
    add('Target', keyResult?.target);
    add('Forecast', keyResult?.forecast?.value);
    const forecast = keyResult?.forecast;
    if (forecast) {
      facts.push({ name: '50% range', value: rangeText(forecast.low50, forecast.high50, unit) });
      facts.push({ name: '80% range', value: rangeText(forecast.low80, forecast.high80, unit) });
    }
    return facts;
  }
  const { point } = place;
  const singleName = point.partial ? 'So far, not complete' : 'That day';
  add(lineName(context), point.value);
  add(singleName, point.single);
  if (point.foreign) {
    facts.push({ name: lineName(context), value: valueText(point.foreign.value, point.foreign.unit) });
    if (point.foreign.single !== null) {
      facts.push({ name: singleName, value: valueText(point.foreign.single, point.foreign.unit) });
    }
  }
  if (point.provisional) facts.push({ name: 'State', value: 'provisional' });
  add('Pace', point.expected);
  add('Previous period', point.previous);
  const version = versionText(point, context);
  if (version !== null) facts.push({ name: 'Definition', value: version });
  return facts;
}

/** Which version of the definition answers, where the shown time has several. */
export function versionText(point: ChartPoint, { model }: Pick<ChartContext, 'model'>): string | null {
  if (model.versionChanges.length === 0) return null;
  return point.beginsVersion ? `version ${point.version} from here on` : `version ${point.version}`;
}

/** "3 deployments: shop v1.2, shop v1.3 (failed)". Long days name the first few only. */
export function eventsText(place: Place): string | null {
  if (place.kind === 'due' || place.point.deployments.length === 0) return null;
  const events = place.point.deployments;
  const named = events.slice(0, 3).map((event) => {
    const failed = event.outcome === 'succeeded' ? '' : ` (${event.outcome})`;
    return `${event.service} ${event.ref}${failed}`;
  });
  const more = events.length > named.length ? ` and ${events.length - named.length} more` : '';
  return `IT: ${events.length === 1 ? 'deployment' : `${events.length} deployments`}, ${named.join(', ')}${more}`;
}

/** The sentence that the live region reads. */
export function placeSentence(place: Place, context: ChartContext): string {
  const facts = placeFacts(place, context).map((fact) => `${fact.name} ${fact.value}`);
  return [placeTitle(place, context), ...facts, eventsText(place)].filter((part) => part !== null).join('. ');
}

/** Change of the whole shown time, for the description of the chart. */
export function chartSummary(context: ChartContext): string {
  const values = context.model.points.filter((point) => point.value !== null);
  const first = values[0];
  const last = values.at(-1);
  if (!first || !last) return 'There are no values in this time.';
  const { unit } = context.metric;
  const days = (point: ChartPoint): string => lastWeekdayText(point.end, context.timeZone);
  const parts = [
    `From ${valueText(first.value, unit)} on ${days(first)} to ${valueText(last.value, unit)} on ${days(last)}.`,
  ];
  for (const breach of context.model.breaches.slice(-3)) {
    parts.push(
      `Beyond the guardrail for ${breach.days} days until ${lastWeekdayText(new Date(breach.toMs).toISOString(), context.timeZone)}.`,
    );
  }
  for (const { atMs, version } of context.model.versionChanges) {
    const day = weekdayText(atMs, context.timeZone);
    parts.push(`Version ${version} of the definition answers from ${day}.`);
  }
  const { keyResult } = context;
  const forecast = keyResult?.forecast;
  if (forecast) {
    parts.push(
      `Forecast for ${localDateText(forecast.at)} ${valueText(forecast.value, unit)}, 80% range ${rangeText(forecast.low80, forecast.high80, unit)}, ` +
        `target ${valueText(keyResult.target, unit)}.`,
    );
  }
  const change = keyResult?.change;
  if (change) parts.push(`Change in ${change.days} days ${differenceText(change.delta, unit)}.`);
  return parts.join(' ');
}
