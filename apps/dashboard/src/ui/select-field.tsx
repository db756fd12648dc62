import { useId } from 'react';
import type { ApiError } from '../api/api-error.js';

interface SelectFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly error: ApiError | null;
  readonly hint?: string;
  /** What is wrong with the choice before anything is asked of the API. */
  readonly fault?: string;
}

/** A labelled choice with what is wrong with it. */
export function SelectField({ label, name, value, options, onChange, error, hint, fault = '' }: SelectFieldProps) {
  const id = useId();
  const told = error?.problem?.issues?.filter(({ field }) => field === name) ?? [];
  const faults = [fault, ...told.map(({ reason }) => reason)].filter((reason) => reason !== '');
  const described = [hint ? `${id}-hint` : '', faults.length ? `${id}-fault` : ''].join(' ').trim();
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <select
        id={id}
        name={name}
        className="field mt-1 !h-9 w-full"
        value={value}
        aria-invalid={faults.length > 0}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="mt-1 text-xs text-text-3">
          {hint}
        </p>
      )}
      {faults.length > 0 && (
        <p id={`${id}-fault`} className="mt-1 text-xs text-bad">
          {faults.join(' ')}
        </p>
      )}
    </div>
  );
}
