import { useId } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { ORGANISATION } from './organisation-words.js';

interface TimeZoneFieldProps {
  readonly name: string;
  readonly value: string;
  readonly onChange: (zone: string) => void;
  readonly error: ApiError | null;
  readonly hint: string;
}

/** A zone by its name, found by typing: the browser knows them all. */
export function TimeZoneField({ name, value, onChange, error, hint }: TimeZoneFieldProps) {
  const id = useId();
  const faults = error?.problem?.issues?.filter(({ field }) => field === name) ?? [];
  return (
    <div className="min-w-0">
      <label htmlFor={id} className="text-sm font-medium">
        {ORGANISATION.timeZone}
      </label>
      <input
        id={id}
        name={name}
        className="field mt-1 !h-9 w-full"
        list={`${id}-zones`}
        value={value}
        required
        autoComplete="off"
        aria-invalid={faults.length > 0}
        aria-describedby={faults.length > 0 ? `${id}-hint ${id}-fault` : `${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <datalist id={`${id}-zones`}>
        {['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
      <p id={`${id}-hint`} className="mt-1 text-xs text-text-3">
        {hint}
      </p>
      {faults.length > 0 && (
        <p id={`${id}-fault`} className="mt-1 text-xs text-bad">
          {faults.map(({ reason }) => reason).join(' ')}
        </p>
      )}
    </div>
  );
}
