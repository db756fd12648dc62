/** Calendar arithmetic by the platform's own time zones, beside the library that the product reckons with. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** The local date `YYYY-MM-DD` of an instant. */
export function localDateOf(instantMs: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(instantMs);
}

const starts = new Map<string, number>();

/** The first instant of a local date: the earliest whose date is that one or a later one. */
export function startOfDate(date: string, timeZone: string): number {
  const key = `${timeZone} ${date}`;
  const known = starts.get(key);
  if (known !== undefined) return known;
  const utc = Date.parse(`${date}T00:00:00Z`);
  let [before, from] = [utc - 30 * 3_600_000, utc + 30 * 3_600_000];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (localDateOf(middle, timeZone) >= date) from = middle;
    else before = middle;
  }
  starts.set(key, from);
  return from;
}

export function plusDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year';

/** Local dates [from, to) of the period of a grain that a date falls into. `weekStartsOn` is 1 for Monday to 7 for Sunday. */
export function periodOfDate(date: string, grain: Grain, weekStartsOn: number): { from: string; to: string } {
  const [year, month] = date.split('-').map(Number) as [number, number, number];
  const first = (months: number) => new Date(Date.UTC(year, months, 1)).toISOString().slice(0, 10);
  switch (grain) {
    case 'day':
      return { from: date, to: plusDays(date, 1) };
    case 'week': {
      const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
      const from = plusDays(date, -((weekday - weekStartsOn + 7) % 7));
      return { from, to: plusDays(from, 7) };
    }
    case 'month':
      return { from: first(month - 1), to: first(month) };
    case 'quarter': {
      const quarter = Math.floor((month - 1) / 3) * 3;
      return { from: first(quarter), to: first(quarter + 3) };
    }
    case 'year':
      return { from: first(0), to: first(12) };
  }
}
