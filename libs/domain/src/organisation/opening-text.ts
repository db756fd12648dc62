import { hoursByWeekday, type OpeningTimes } from './business-calendar.js';

const weekdayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** When it is open, on one line: `Mon–Thu 08:00–18:00, Fri 08:00–16:00, Europe/Berlin, closed on 2 dates`; with the dates themselves if asked. */
export function openingText(
  opening: OpeningTimes,
  { withDates = false }: { readonly withDates?: boolean } = {},
): string {
  const dates = [...new Set(opening.holidays)].sort();
  const count = dates.length === 1 ? '1 date' : `${dates.length} dates`;
  return [
    ...weekText(opening),
    opening.timeZone,
    ...(dates.length === 0 ? [] : [`closed on ${withDates ? dates.join(' ') : count}`]),
  ].join(', ');
}

/** Neighbouring days with the same hours are told together. */
function weekText(opening: OpeningTimes): string[] {
  const days = hoursByWeekday(opening).map((hours) =>
    hours.map(({ from, to }) => `${clockText(from)}–${clockText(to)}`).join(' and '),
  );
  const runs: { first: number; last: number; hours: string }[] = [];
  days.forEach((hours, index) => {
    const run = runs.at(-1);
    if (run?.hours === hours) run.last = index;
    else runs.push({ first: index, last: index, hours });
  });
  return runs
    .filter(({ hours }) => hours !== '')
    .map(({ first, last, hours }) => {
      const [from = '', to = ''] = [weekdayNames[first], weekdayNames[last]];
      return `${first === last ? from : `${from}–${to}`} ${hours}`;
    });
}

function clockText(minutes: number): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}
