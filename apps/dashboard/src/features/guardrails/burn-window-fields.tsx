import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { mostBurnPairs, type GuardrailDraft } from './guardrail-draft.js';
import { WORDS } from './guardrail-words.js';

interface BurnWindowFieldsProps {
  readonly draft: GuardrailDraft;
  readonly edit: (field: string, value: string) => void;
  readonly error: ApiError | null;
}

const PARTS = ['budgetShare', 'long', 'short'] as const;

/** Pairs of windows in which the error budget may not burn faster than its share. */
export function BurnWindowFields({ draft, edit, error }: BurnWindowFieldsProps) {
  const pairs = Array.from({ length: mostBurnPairs }, (_, index) => index);
  const filled = pairs.filter((pair) => PARTS.some((part) => (draft.fields[`windows[${pair}].${part}`] ?? '') !== ''));
  // One empty pair more than there are: so the next can be written.
  const shown = pairs.slice(0, filled.length + 1);
  return (
    <fieldset className="grid gap-2">
      <legend className="text-sm font-semibold">{WORDS.windows}</legend>
      {shown.map((pair) => (
        <div key={pair} className="grid grid-cols-3 gap-2">
          {PARTS.map((part) => (
            <FormField
              key={part}
              label={WORDS[part]}
              name={`guardrails[0].windows[${pair}].${part}`}
              value={draft.fields[`windows[${pair}].${part}`] ?? ''}
              required={false}
              onChange={(next) => edit(`windows[${pair}].${part}`, next)}
              error={error}
            />
          ))}
        </div>
      ))}
      <p className="text-xs text-text-3">{WORDS.windowsHint}</p>
    </fieldset>
  );
}
