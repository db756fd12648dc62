import { localDateText, plusDays } from '../../text/time-text.js';
import { TREND_WORDS } from './trend-words.js';

const WEEKS = [13, 26, 52, 104, 261, 522] as const;
const CUSTOM = 'custom';

export interface ChartRange {
  /** Local dates, half-open; null leaves the bounds to the server: 13 weeks to the end of complete data. */
  readonly from: string | null;
  readonly to: string | null;
}

export interface RangeChoice {
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

function lengthText(weeks: number): string {
  return weeks > 104 ? TREND_WORDS.years(Math.round(weeks / 52.18)) : TREND_WORDS.weeks(weeks);
}

/** Which of the offered lengths the address asks for; any other time keeps its own name. */
export function rangeChoice(range: ChartRange, dataTo: string): RangeChoice {
  const options = WEEKS.map((weeks) => ({ value: String(weeks), label: lengthText(weeks) }));
  if (range.from === null && range.to === null) return { value: '13', options };
  const to = range.to ?? dataTo;
  const from = range.from ?? plusDays(to, -91);
  const weeks = WEEKS.find((length) => to === dataTo && daysBetween(from, to) === length * 7);
  if (weeks !== undefined) return { value: String(weeks), options };
  const label = TREND_WORDS.range(localDateText(from), localDateText(plusDays(to, -1)));
  return { value: CUSTOM, options: [...options, { value: CUSTOM, label }] };
}

/** What goes into the address: both days, so that the link shows the same time tomorrow. The usual 13 weeks need none. */
export function rangeOf(choice: string, dataTo: string): ChartRange | null {
  const weeks = WEEKS.find((length) => String(length) === choice);
  if (weeks === undefined) return null;
  return weeks === 13 ? { from: null, to: null } : { from: plusDays(dataTo, -7 * weeks), to: dataTo };
}
