import type { Board } from '@tandem/contracts/board';
import { localDateText, localDayText } from '../../text/time-text.js';

const QUARTER_ENDS: Readonly<Record<string, string>> = {
  '01-01': '03-31',
  '04-01': '06-30',
  '07-01': '09-30',
  '10-01': '12-31',
};

/** The time of the board as people call it: a whole quarter or year by its name, anything else by its first and last day. */
export function periodText(period: Pick<Board['period'], 'start' | 'end'>): string {
  const { start, end } = period;
  const year = start.slice(0, 4);
  if (year === end.slice(0, 4)) {
    const [first, last] = [start.slice(5), end.slice(5)];
    if (first === '01-01' && last === '12-31') return year;
    if (QUARTER_ENDS[first] === last) return `Q${Math.ceil(Number(first.slice(0, 2)) / 3)} ${year}`;
    return `${localDayText(start)} to ${localDateText(end)}`;
  }
  return `${localDateText(start)} to ${localDateText(end)}`;
}
