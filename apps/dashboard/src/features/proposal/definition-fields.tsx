import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import type { DefinitionDraft } from './definition-draft.js';

interface DefinitionFieldsProps {
  readonly draft: DefinitionDraft;
  readonly edit: (changes: Partial<DefinitionDraft>) => void;
  readonly error: ApiError | null;
}

/** Everything but the formula that decides which number is shown and how it is judged. */
export function DefinitionFields({ draft, edit, error }: DefinitionFieldsProps) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <FormField
        label="Unit"
        name="definition.unit"
        value={draft.unit}
        onChange={(unit) => edit({ unit })}
        error={error}
        hint="%, count, ms, s, min, h, d, /d, /wk, /mo or a currency such as EUR"
      />
      <FormField
        label="Decimals"
        name="definition.precision"
        type="number"
        value={draft.precision}
        onChange={(precision) => edit({ precision })}
        error={error}
        hint="What is shown is rounded to these."
      />
      <FormField
        label="Window, in days"
        name="definition.windowDays"
        type="number"
        value={draft.windowDays}
        onChange={(windowDays) => edit({ windowDays })}
        error={error}
        hint="Behind “now”; a multiple of 7 keeps weekdays comparable."
      />
      <FormField
        label="Settles after, in days"
        name="definition.settlingDays"
        type="number"
        value={draft.settlingDays}
        onChange={(settlingDays) => edit({ settlingDays })}
        error={error}
        hint="Until then a period is provisional."
      />
      <label className="text-sm font-medium">
        Better is
        <select
          name="definition.direction"
          className="field mt-1 block !h-9 w-full font-normal"
          value={draft.direction}
          onChange={(event) => edit({ direction: event.target.value })}
        >
          <option value="up">higher</option>
          <option value="down">lower</option>
        </select>
      </label>
    </div>
  );
}
