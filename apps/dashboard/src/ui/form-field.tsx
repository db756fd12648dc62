import { useId, type ReactNode } from 'react';
import type { ApiError } from '../api/api-error.js';

interface FormFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'date';
  /** What a password manager is told about the field. */
  readonly autoComplete?: string;
  readonly hint?: ReactNode;
  /** Name of the field in the answers of the API: its faults are told beside it. */
  readonly name: string;
  readonly error: ApiError | null;
  readonly required?: boolean;
  /** What is wrong with it before anything is asked of the API. */
  readonly fault?: string;
}

/** A labelled input with what is wrong with it. */
export function FormField(props: FormFieldProps) {
  const { label, value, onChange, type = 'text', autoComplete, hint, name, error, required = true, fault = '' } = props;
  const id = useId();
  const told = error?.problem?.issues?.filter(({ field }) => field === name) ?? [];
  const faults = [fault, ...told.map(({ reason }) => reason)].filter((reason) => reason !== '');
  const described = [hint === undefined ? '' : `${id}-hint`, faults.length > 0 ? `${id}-fault` : ''].join(' ').trim();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type={type}
        className="field mt-1 !h-9 w-full"
        value={value}
        required={required}
        autoComplete={autoComplete ?? 'off'}
        aria-invalid={faults.length > 0}
        aria-describedby={described || undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && (
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

/** What went wrong with a form as a whole; faults of single fields stand beside them. */
export function FormError({
  error,
  fields = [],
}: {
  readonly error: ApiError | null;
  readonly fields?: readonly string[];
}) {
  const issues = error?.problem?.issues;
  if (error === null || (issues?.length && issues.every(({ field }) => fields.includes(field)))) return null;
  return (
    <p role="alert" className="text-sm text-bad">
      {error.message}
    </p>
  );
}
