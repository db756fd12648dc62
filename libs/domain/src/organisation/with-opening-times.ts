import { clockOf, type MetricDefinition } from '../metric/definition.js';
import { canonicalOpening, type BusinessCalendar, type OpeningTimes } from './business-calendar.js';
import { canonicalJson } from './canonical-json.js';
import type { ConfigurationPart } from './configuration-part.js';
import { mergeConfiguration } from './merge-configuration.js';
import type { Configuration } from './organisation.js';

/**
 * A file with all that it says about metrics: those that it names with the opening times of their calendars, and behind them the stored ones
 * whose calendar it changes, for when a business is open is part of what they count. A calendar that does not exist is left for
 * `checkConfiguration` to refuse.
 */
export function withOpeningTimes(current: Configuration, part: ConfigurationPart): ConfigurationPart {
  const { calendars } = mergeConfiguration(current, part);
  const changed = calendars.filter((calendar) => {
    const before = current.calendars.find(({ id }) => id === calendar.id);
    return before !== undefined && !isSameOpening(before, calendar);
  });
  const named = new Set((part.metrics ?? []).map(({ key }) => key));
  const moved = current.metrics.filter(({ key, formula }) => {
    const calendar = clockOf(formula)?.calendar;
    return !named.has(key) && changed.some(({ id }) => id === calendar);
  });
  if (part.metrics === undefined && moved.length === 0) return part;
  return { ...part, metrics: [...(part.metrics ?? []), ...moved].map((metric) => withClockSet(metric, calendars)) };
}

/** A definition whose clock carries the opening times of its calendar as they are now. */
export function withClockSet(definition: MetricDefinition, calendars: readonly BusinessCalendar[]): MetricDefinition {
  const { formula } = definition;
  if (formula.kind !== 'duration' && formula.kind !== 'percentile') return definition;
  const calendar = calendars.find(({ id }) => id === formula.clock?.calendar);
  if (calendar === undefined) return definition;
  const { id, ...opening } = calendar;
  return { ...definition, formula: { ...formula, clock: { calendar: id, opening } } };
}

function isSameOpening(a: OpeningTimes, b: OpeningTimes): boolean {
  return canonicalJson(canonicalOpening(a)) === canonicalJson(canonicalOpening(b));
}
