import type { ApiError } from '../../api/api-error.js';
import type { ClipboardEvent } from 'react';
import { MONEY, MOST_MONTHS, pasted, type MoneyField, type MonthDraft } from './month-rows.js';
import { MONTHS } from './initiative-form-words.js';

const YEAR = 12;

interface MonthTableProps {
  readonly months: readonly MonthDraft[];
  readonly onChange: (months: readonly MonthDraft[]) => void;
  readonly currency: string;
  readonly error: ApiError | null;
}

interface MonthLineProps {
  readonly month: MonthDraft;
  readonly index: number;
  readonly edit: (index: number, field: MoneyField, value: string) => void;
  readonly paste: (index: number, field: MoneyField, event: ClipboardEvent) => void;
}

function MonthLine({ month, index, edit, paste }: MonthLineProps) {
  return (
    <tr>
      <th scope="row" className="num px-2 font-normal text-text-2">
        {index + 1}
      </th>
      {MONEY.map((field) => (
        <td key={field} className="px-1 py-0.5">
          <input
            className="field num !h-7 w-full min-w-[64px] text-right"
            aria-label={MONTHS.cell(MONTHS.titles[field], index + 1)}
            inputMode="decimal"
            autoComplete="off"
            value={month[field]}
            onChange={(event) => edit(index, field, event.target.value)}
            onPaste={(event) => paste(index, field, event)}
          />
        </td>
      ))}
    </tr>
  );
}

function MonthFaults({ months, error }: Pick<MonthTableProps, 'months' | 'error'>) {
  const faults = (error?.problem?.issues ?? []).filter(({ field }) => field.startsWith('months'));
  if (faults.length === 0) return null;
  return (
    <p role="alert" className="mt-1 text-xs text-bad">
      {faults.map(({ field, reason }) => `${placeOf(field, months)}: ${reason}`).join(' ')}
    </p>
  );
}

/** Cost and benefit month by month; what is copied from a spreadsheet goes into any cell. */
export function MonthTable({ months, onChange, currency, error }: MonthTableProps) {
  const edit = (index: number, field: MoneyField, value: string): void =>
    onChange(months.map((month, place) => (place === index ? { ...month, [field]: value } : month)));
  const paste = (index: number, field: MoneyField, event: ClipboardEvent): void => {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    onChange(pasted(months, text, { index, field }));
  };
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-medium">{MONTHS.legend(currency)}</legend>
      <p className="mt-1 text-xs text-text-3" id="months-hint">
        {MONTHS.hint}
      </p>
      <div
        className="mt-1 max-h-[420px] overflow-auto rounded border border-line"
        role="region"
        aria-label={MONTHS.label}
        tabIndex={0}
      >
        <table className="w-full text-sm" aria-describedby="months-hint">
          <thead className="sticky top-0 bg-surface">
            <tr className="text-left text-xs text-text-3">
              <th scope="col" className="px-2 py-1 font-medium">
                {MONTHS.month}
              </th>
              {MONEY.map((field) => (
                <th key={field} scope="col" className="px-1 py-1 font-medium">
                  {MONTHS.titles[field]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {months.map((month, index) => (
              <MonthLine key={index} month={month} index={index} edit={edit} paste={paste} />
            ))}
          </tbody>
        </table>
      </div>
      <MonthFaults months={months} error={error} />
      {months.length < MOST_MONTHS && (
        <button
          type="button"
          className="btn mt-2"
          onClick={() => onChange([...months, ...Array.from({ length: YEAR }, () => EMPTY)].slice(0, MOST_MONTHS))}
        >
          {MONTHS.yearMore}
        </button>
      )}
    </fieldset>
  );
}

const EMPTY: MonthDraft = { oneOff: '', running: '', benefit: '' };

/** `months.2.benefit` counts the rows that say something. */
function placeOf(field: string, months: readonly MonthDraft[]): string {
  const [, row, part] = field.split('.');
  const said = months.flatMap((month, index) => (MONEY.some((one) => month[one].trim() !== '') ? [index + 1] : []));
  const title = MONEY.find((one) => one === part);
  const month = String(said[Number(row)] ?? '?');
  return title === undefined ? MONTHS.place(month) : MONTHS.placeOf(month, MONTHS.titles[title].toLowerCase());
}
