import { longestCase } from '@tandem/domain/initiative/business-case';
import type { MonthRow } from '@tandem/domain/initiative/initiative';

/** A cell that cannot be read, with what to write instead. */
export class UnreadableCell extends Error {
  constructor(
    readonly column: string,
    message: string,
  ) {
    super(message);
    this.name = 'UnreadableCell';
  }
}

const moneyColumns = { one_off: 'oneOff', running: 'running', benefit: 'benefit' } as const;
type MoneyColumn = keyof typeof moneyColumns;

/** `web; brand` → two ids. */
export function listCell(cell: string): string[] {
  return cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** `web: 12.5; brand: 3` → team-weeks of each. */
export function teamsCell(cell: string): { readonly team: string; readonly weeks: number }[] {
  return listCell(cell).map((part) => {
    const [, team, weeks] = /^([^:]+?)\s*:\s*(\d+(?:\.\d+)?)$/.exec(part) ?? [];
    if (team === undefined || weeks === undefined)
      throw new UnreadableCell('teams', `"${part}" is no team with its weeks: write "web: 12.5; brand: 3".`);
    return { team, weeks: Number(weeks) };
  });
}

/** A whole number or a decimal one; what is neither is left as it stands for the schema to refuse. */
export function numberCell(cell: string): number | string {
  return /^-?\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell;
}

/**
 * Three cells of money, such as `1: 40000` and `4-24: 1200`, as rows of a month table: months that say the same stand together.
 */
export function monthCells(cells: Readonly<Record<MoneyColumn, string>>): MonthRow[] | undefined {
  const months = new Map<number, Record<string, string>>();
  for (const column of Object.keys(moneyColumns) as MoneyColumn[]) {
    for (const { from, through, amount } of runsOf(column, cells[column])) {
      for (let month = from; month <= through; month += 1) {
        const row = months.get(month) ?? {};
        const field = moneyColumns[column];
        if (field in row) throw new UnreadableCell(column, `Month ${month} stands there twice: write it once.`);
        months.set(month, { ...row, [field]: amount });
      }
    }
  }
  return months.size === 0 ? undefined : together(months);
}

function runsOf(column: MoneyColumn, cell: string) {
  return listCell(cell).map((part) => {
    const [, from = '', through = from, amount] =
      /^(\d{1,3})(?:\s*-\s*(\d{1,3}))?\s*:\s*(-?\d+(?:\.\d+)?)$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(through)];
    if (amount === undefined || first < 1 || last < first || last > longestCase)
      throw new UnreadableCell(
        column,
        `"${part}" is no amount of a month: write "1: 40000; 4-24: 1200", months from 1 to ${longestCase}, a point before decimals.`,
      );
    return { from: first, through: last, amount };
  });
}

function together(months: ReadonlyMap<number, Readonly<Record<string, string>>>): MonthRow[] {
  const rows: { month: number; through: number; money: Readonly<Record<string, string>> }[] = [];
  for (const [month, money] of [...months].sort(([a], [b]) => a - b)) {
    const last = rows.at(-1);
    if (last !== undefined && last.through === month - 1 && JSON.stringify(last.money) === JSON.stringify(money))
      last.through = month;
    else rows.push({ month, through: month, money });
  }
  return rows.map(({ month, through, money }) => ({ month, ...(through > month ? { through } : {}), ...money }));
}
