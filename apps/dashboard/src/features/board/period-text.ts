import type { Board } from '@tandem/contracts/board';
import { localDateText, localDayText } from '../../text/time-text.js';
import { words } from './board-words.js';

/**
 * The time of the board as people call it: a whole quarter or year by its name, anything else by its first and last day. Quarters and years
 * of a fiscal year that does not begin in January are named by the year in which it ends.
 */
export function periodText(period: Pick<Board['period'], 'start' | 'end'>, fiscalYearStartsIn = 1): string {
  const { start, end } = period;
  const name = nameOf(start, end, fiscalYearStartsIn);
  if (name !== null) return name;
  if (start.slice(0, 4) === end.slice(0, 4)) return words.fromTo(localDayText(start), localDateText(end));
  return words.fromTo(localDateText(start), localDateText(end));
}

/** The same, with how far into it the board is. */
export function boardPeriod({ period, organisation }: Pick<Board, 'period' | 'organisation'>): string {
  const name = periodText(period, organisation.fiscalYearStartsIn);
  return period.day === null ? name : words.dayOf(name, period.day, period.days);
}

function nameOf(start: string, end: string, fiscalYearStartsIn: number): string | null {
  const [first, last] = [monthIndex(start), monthIndex(end)];
  const months = last - first + 1;
  if (start.slice(8) !== '01' || end !== lastDayOf(last)) return null;
  const isFiscal = fiscalYearStartsIn !== 1;
  const ofYear = (first - (fiscalYearStartsIn - 1) + 12) % 12;
  const year = Math.floor((first - (fiscalYearStartsIn - 1)) / 12) + (isFiscal ? 1 : 0);
  const named = `${isFiscal ? 'FY' : ''}${year}`;
  if (months === 12 && ofYear === 0) return named;
  return months === 3 && ofYear % 3 === 0 ? `Q${ofYear / 3 + 1} ${named}` : null;
}

function monthIndex(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
}

function lastDayOf(month: number): string {
  return new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10);
}
