import type { StandardMetric } from '@tandem/contracts/catalogue';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { CATALOGUE } from './catalogue-words.js';

interface ParameterFieldProps {
  readonly parameter: StandardMetric['parameters'][number];
  readonly value: string;
  readonly error: ApiError | null;
  readonly onChange: (value: string) => void;
}

const SHOWN_CHOICES = 12;

/** What the catalogue leaves open, with what arrived as a hint of what it can be. */
export function ParameterField({ parameter, value, error, onChange }: ParameterFieldProps) {
  const { name, description, choices } = parameter;
  const shown = choices.slice(0, SHOWN_CHOICES);
  const more = choices.length - shown.length;
  return (
    <FormField
      label={`${name.charAt(0).toUpperCase()}${name.slice(1)}`}
      name={`metrics[0].parameters.${name}`}
      value={value}
      error={error}
      onChange={onChange}
      hint={
        <>
          {description}
          {shown.length > 0 && <> {CATALOGUE.choices(shown, more)}</>}
        </>
      }
    />
  );
}
