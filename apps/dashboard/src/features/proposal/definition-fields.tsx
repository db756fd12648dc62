import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import type { DefinitionDraft } from './definition-draft.js';
import { words } from './proposal-words.js';

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
        label={words.unit}
        name="definition.unit"
        value={draft.unit}
        onChange={(unit) => edit({ unit })}
        error={error}
        hint={words.unitHint}
      />
      <FormField
        label={words.decimals}
        name="definition.precision"
        type="number"
        value={draft.precision}
        onChange={(precision) => edit({ precision })}
        error={error}
        hint={words.decimalsHint}
      />
      <FormField
        label={words.window}
        name="definition.windowDays"
        type="number"
        value={draft.windowDays}
        onChange={(windowDays) => edit({ windowDays })}
        error={error}
        hint={words.windowHint}
      />
      <FormField
        label={words.settles}
        name="definition.settlingDays"
        type="number"
        value={draft.settlingDays}
        onChange={(settlingDays) => edit({ settlingDays })}
        error={error}
        hint={words.settlesHint}
      />
      <label className="text-sm font-medium">
        {words.better}
        <select
          name="definition.direction"
          className="field mt-1 block !h-9 w-full font-normal"
          value={draft.direction}
          onChange={(event) => edit({ direction: event.target.value })}
        >
          <option value="up">{words.higher}</option>
          <option value="down">{words.lower}</option>
        </select>
      </label>
    </div>
  );
}
