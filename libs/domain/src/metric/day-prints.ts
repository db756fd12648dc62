import { localDateOf } from './periods.js';
import type { MetricSeries } from './series.js';

/** A short print of what each local day holds, by its date; a day without observations has none. */
export type DayPrints = ReadonlyMap<string, string>;

/**
 * Prints of the days of a series from a local date on, in order. Two readings have the same print of a day when all versions of the definition,
 * and all inputs of a formula over metrics, hold the same parts of it. 32 bits: made to find what changed, not to prove that nothing did.
 */
export function dayPrints(series: MetricSeries, from: string): DayPrints {
  const texts = new Map<string, string>();
  addDays(series, from, texts);
  const dates = [...texts.keys()].sort();
  return new Map(dates.map((day) => [day, printOf(texts.get(day) ?? '')]));
}

/** What the days of a series are counted by: other versions or another zone hold other days, though no data has changed. */
export function countedBy({ versions, calendar }: MetricSeries): string {
  const own = versions.map(({ version, validFrom, inputs }) => {
    const of = [...(inputs ?? [])].map(([key, input]) => `${key}(${countedBy(input)})`);
    return `${version}@${localDateOf(validFrom, calendar.timeZone)}${of.join('')}`;
  });
  return [calendar.timeZone, ...own].join(' ');
}

/** Local dates that hold something else than before, in order. */
export function changedDays(before: DayPrints, after: DayPrints): string[] {
  const dates = new Set([...before.keys(), ...after.keys()]);
  return [...dates].filter((day) => before.get(day) !== after.get(day)).sort();
}

function addDays({ versions }: MetricSeries, from: string, texts: Map<string, string>): void {
  for (const { days, inputs } of versions) {
    for (const [slice, own] of days ?? []) {
      for (const day of own) {
        if (day.day < from) continue;
        const { numerator, denominator, n, items, readings, excluded } = day;
        const parts = JSON.stringify([slice, numerator, denominator, n, items, readings ?? null, excluded]);
        texts.set(day.day, (texts.get(day.day) ?? '') + parts);
      }
    }
    for (const input of inputs?.values() ?? []) addDays(input, from, texts);
  }
}

/** FNV-1a over the code units, as eight hexadecimal digits. */
function printOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash ^= text.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
