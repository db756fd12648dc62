import { useId } from 'react';
import type { ApiError } from '../api/api-error.js';

interface TickListProps {
  readonly legend: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** Said where there is nothing to choose. */
  readonly none?: string;
  /** Name of the field in the answers of the API: its faults, and those of its entries, are told below. */
  readonly name?: string;
  readonly error?: ApiError | null;
}

function faultsOf(error: ApiError | null, name: string | undefined): readonly string[] {
  const issues = error?.problem?.issues ?? [];
  const own = issues.filter(
    ({ field }) => name !== undefined && (field === name || /^[.[]\d/.test(after(field, name))),
  );
  return own.map(({ reason }) => reason);
}

function after(field: string, name: string): string {
  return field.startsWith(name) ? field.slice(name.length) : '';
}

/** Several of a list, in its order. */
export function TickList({ legend, options, chosen, onChange, none, name, error = null }: TickListProps) {
  const id = useId();
  const faults = faultsOf(error, name);
  const toggle = (value: string, isOn: boolean): void =>
    onChange(options.map((one) => one.value).filter((one) => (one === value ? isOn : chosen.includes(one))));
  return (
    <fieldset className="min-w-0" aria-describedby={faults.length > 0 ? `${id}-fault` : undefined}>
      <legend className="text-sm font-medium">{legend}</legend>
      {options.length === 0 && none && <p className="text-sm text-text-2">{none}</p>}
      <div className="flex flex-wrap gap-x-4">
        {options.map(({ value, label }) => (
          <label key={value} className="flex min-h-[28px] items-center gap-1.5 text-sm">
            <input
              type="checkbox"
              className="h-4 w-4"
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.target.checked)}
            />
            {label}
          </label>
        ))}
      </div>
      {faults.length > 0 && (
        <p id={`${id}-fault`} className="mt-1 text-xs text-bad">
          {faults.join(' ')}
        </p>
      )}
    </fieldset>
  );
}
