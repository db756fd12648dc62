import { words } from './board-words.js';

export interface PeriodOption {
  /** What stands in the address; empty for "all current goals". */
  readonly value: string;
  readonly label: string;
}

/**
 * The quarters around today, and the years; plus whatever the address asks for, so that a shared link shows its own choice. Where the fiscal
 * year does not begin in January they are its own, named by the year in which it ends.
 */
export function periodOptions(today: string, chosen: string, fiscalYearStartsIn = 1): readonly PeriodOption[] {
  const fiscal = fiscalYearStartsIn === 1 ? '' : 'FY';
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))];
  // Months since the beginning of the year named 0; a fiscal year that begins later in the calendar ends in the next one.
  const monthIndex = year * 12 + month - fiscalYearStartsIn + (fiscal === '' ? 0 : 12);
  const quarter = (index: number): PeriodOption => {
    const name = `Q${(((index % 4) + 4) % 4) + 1}`;
    const ofYear = `${fiscal}${Math.floor(index / 4)}`;
    return { value: `${ofYear}-${name}`, label: `${name} ${ofYear}` };
  };
  const present = Math.floor(monthIndex / 12);
  const whole = (one: number): PeriodOption => ({ value: `${fiscal}${one}`, label: words.year(`${fiscal}${one}`) });
  const options: PeriodOption[] = [
    { value: '', label: words.currentGoals },
    ...[1, 0, -1, -2, -3].map((step) => quarter(Math.floor(monthIndex / 3) + step)),
    whole(present),
    whole(present - 1),
  ];
  return options.some((option) => option.value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}
