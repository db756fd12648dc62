/** A month as the form holds it: texts, also where they are no amounts yet. */
export interface MonthDraft {
  readonly oneOff: string;
  readonly running: string;
  readonly benefit: string;
}

export const MONEY = ['oneOff', 'running', 'benefit'] as const;
export type MoneyField = (typeof MONEY)[number];

const NOTHING: MonthDraft = { oneOff: '', running: '', benefit: '' };
export const MOST_MONTHS = 120;

export function emptyMonths(count: number): readonly MonthDraft[] {
  return Array.from({ length: count }, () => NOTHING);
}

interface WrittenRow {
  readonly month: number;
  readonly oneOff?: string;
  readonly running?: string;
  readonly benefit?: string;
}

/** The rows that say something, by their number; amounts as they stand, for the server to judge. */
export function writtenMonths(months: readonly MonthDraft[]): readonly WrittenRow[] {
  return months.flatMap((month, index) => {
    const said = MONEY.filter((field) => month[field].trim() !== '');
    if (said.length === 0) return [];
    return [{ month: index + 1, ...Object.fromEntries(said.map((field) => [field, month[field].trim()])) }];
  });
}

/** What the server knows of the months, as the form holds it; an amount of 0 is an empty cell. */
export function draftMonths(
  rows: readonly {
    readonly month: number;
    readonly oneOff: string;
    readonly running: string;
    readonly benefit: string;
  }[],
  least: number,
): readonly MonthDraft[] {
  const last = Math.max(least, ...rows.map(({ month }) => month));
  return emptyMonths(last).map((empty, index) => {
    const row = rows.find(({ month }) => month === index + 1);
    const shown = (amount: string) => (amount === '0' ? '' : amount);
    return row ? { oneOff: shown(row.oneOff), running: shown(row.running), benefit: shown(row.benefit) } : empty;
  });
}

/**
 * What was copied from a spreadsheet, put into the table from a cell on: rows by lines, cells by tabs. Thousands that are grouped and signs of
 * currencies are taken away; what lies beyond the table is left out.
 */
export function pasted(
  months: readonly MonthDraft[],
  text: string,
  at: { readonly index: number; readonly field: MoneyField },
): readonly MonthDraft[] {
  const lines = text
    .replace(/\r/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  const first = MONEY.indexOf(at.field);
  const length = Math.min(MOST_MONTHS, Math.max(months.length, at.index + lines.length));
  return Array.from({ length }, (_, index) => {
    const month = months[index] ?? NOTHING;
    const cells = lines[index - at.index];
    if (index < at.index || cells === undefined) return month;
    const changed = MONEY.flatMap((field, place) => {
      const cell = cells[place - first];
      return place < first || cell === undefined ? [] : [[field, amountText(cell)] as const];
    });
    return { ...month, ...Object.fromEntries(changed) };
  });
}

/** `€ 1,250.50` → `1250.50`. What cannot be read stays as it is, so that nothing is lost and the form says so. */
export function amountText(cell: string): string {
  const plain = cell.replace(/[\s\u00a0\u202f€$£]/g, '').replace(/^\u2212/, '-');
  if (/^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(plain)) return plain.replaceAll(',', '');
  if (/^-?\d{1,3}(\.\d{3})+(,\d+)$/.test(plain)) return plain.replaceAll('.', '').replace(',', '.');
  if (/^-?\d+,\d{1,2}$/.test(plain)) return plain.replace(',', '.');
  return plain === '-' || plain === '\u2013' ? '' : plain;
}
