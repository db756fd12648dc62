export interface PeriodOption {
  /** What stands in the address; empty for "all current goals". */
  readonly value: string;
  readonly label: string;
}

const quarterOf = (localDate: string): number => Math.floor((Number(localDate.slice(5, 7)) - 1) / 3);

function quarter(index: number): PeriodOption {
  const year = Math.floor(index / 4);
  const name = `Q${(((index % 4) + 4) % 4) + 1}`;
  return { value: `${year}-${name}`, label: `${name} ${year}` };
}

/** The quarters around today, and the years; plus whatever the address asks for, so that a shared link shows its own choice. */
export function periodOptions(today: string, chosen: string): readonly PeriodOption[] {
  const year = Number(today.slice(0, 4));
  const now = year * 4 + quarterOf(today);
  const options: PeriodOption[] = [
    { value: '', label: 'Current goals' },
    ...[1, 0, -1, -2, -3].map((step) => quarter(now + step)),
    { value: String(year), label: `Year ${year}` },
    { value: String(year - 1), label: `Year ${year - 1}` },
  ];
  return options.some((option) => option.value === chosen) ? options : [...options, { value: chosen, label: chosen }];
}
