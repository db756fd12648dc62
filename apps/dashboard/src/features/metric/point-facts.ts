import { differenceText, rangeText, valueText } from '../../text/number-text.js';
import { lastWeekdayText, localDateText, weekdayText } from '../../text/time-text.js';
import { lineName, type ChartContext } from './chart-context.js';
import { eventsAhead, eventsBetween } from './chart-events.js';
import type { ChartPoint } from './chart-model.js';
import { PACE_WORDS } from './chart-words.js';
import { againstPace, dueFacts, type PointFact } from './pace-facts.js';
import { TREND_WORDS } from './trend-words.js';

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
    return TREND_WORDS.due(localDateText(date));
  }
  const last = lastWeekdayText(place.point.end, context.timeZone);
  return context.grain === 'day' ? last : TREND_WORDS.wholeTo(context.grain, last);
}

export function placeFacts(place: Place, context: ChartContext): readonly PointFact[] {
  const { unit } = context.metric;
  if (place.kind === 'due') return dueFacts(context.keyResult, unit);
  const facts: PointFact[] = [];
  const add = (name: string, value: string | null | undefined): void => {
    if (value !== null && value !== undefined) facts.push({ name, value: valueText(value, unit) });
  };
  const { point } = place;
  const singleName = point.partial ? TREND_WORDS.notComplete : TREND_WORDS.thatDay;
  add(lineName(context), point.value);
  add(singleName, point.single);
  if (point.foreign) {
    facts.push({ name: lineName(context), value: valueText(point.foreign.value, point.foreign.unit) });
    if (point.foreign.single !== null) {
      facts.push({ name: singleName, value: valueText(point.foreign.single, point.foreign.unit) });
    }
  }
  if (context.model.signals.has(point.endMs)) facts.push({ name: TREND_WORDS.signal, value: TREND_WORDS.realChange });
  if (point.provisional) facts.push({ name: TREND_WORDS.state, value: TREND_WORDS.provisional });
  add(PACE_WORDS.pace, point.expected);
  const against = againstPace(point, context.keyResult);
  if (against !== null) facts.push({ name: PACE_WORDS.against, value: against });
  add(TREND_WORDS.previous, point.previous);
  const version = versionText(point, context);
  if (version !== null) facts.push({ name: TREND_WORDS.definition, value: version });
  return facts;
}

/** Which version of the definition answers, where the shown time has several. */
export function versionText(point: ChartPoint, { model }: Pick<ChartContext, 'model'>): string | null {
  if (model.versionChanges.length === 0) return null;
  return point.beginsVersion ? TREND_WORDS.versionFromHere(point.version) : TREND_WORDS.version(point.version);
}

/** What happened in the time of a place: a day, a week, or what lies ahead until the due date. */
export function placeEvents(
  place: Place,
  { model, events }: Pick<ChartContext, 'model' | 'events'>,
): readonly string[] {
  if (place.kind === 'due') return eventsAhead(events, model.points.at(-1)?.endMs ?? place.atMs);
  return eventsBetween(events, Date.parse(place.point.start), place.point.endMs);
}

/** The sentence that the live region reads. */
export function placeSentence(place: Place, context: ChartContext): string {
  const facts = placeFacts(place, context).map((fact) => `${fact.name} ${fact.value}`);
  return [placeTitle(place, context), ...facts, ...placeEvents(place, context)].join('. ');
}

/** Change of the whole shown time, for the description of the chart. */
export function chartSummary(context: ChartContext): string {
  const values = context.model.points.filter((point) => point.value !== null);
  const first = values[0];
  const last = values.at(-1);
  if (!first || !last) return TREND_WORDS.noValues;
  const { unit } = context.metric;
  const days = (point: ChartPoint): string => lastWeekdayText(point.end, context.timeZone);
  const parts = [
    TREND_WORDS.fromTo(valueText(first.value, unit), days(first), valueText(last.value, unit), days(last)),
  ];
  for (const breach of context.model.breaches.slice(-3)) {
    parts.push(
      TREND_WORDS.beyondFor(breach.days, lastWeekdayText(new Date(breach.toMs).toISOString(), context.timeZone)),
    );
  }
  for (const { atMs, version } of context.model.versionChanges) {
    const day = weekdayText(atMs, context.timeZone);
    parts.push(TREND_WORDS.versionFrom(version, day));
  }
  const { keyResult } = context;
  const forecast = keyResult?.forecast;
  if (forecast) {
    parts.push(
      TREND_WORDS.forecastFor(
        localDateText(forecast.at),
        valueText(forecast.value, unit),
        rangeText(forecast.low80, forecast.high80, unit),
        valueText(keyResult.target, unit),
      ),
    );
  }
  const change = keyResult?.change;
  if (change) parts.push(TREND_WORDS.changeIn(change.days, differenceText(change.delta, unit)));
  return parts.join(' ');
}
