import { trackedColumns } from '@tandem/contracts/initiative-columns';
import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { emptyField, type FieldDraft } from './initiative-terms-draft.js';
import type { TermsPartProps } from './initiative-terms-fields.js';
import { TERMS } from './initiative-terms-words.js';

const COLUMNS = trackedColumns.map((column) => ({ value: column, label: column }));

interface RowProps extends Pick<TermsPartProps, 'error'> {
  readonly row: FieldDraft;
  readonly number: number;
  readonly onChange: (row: FieldDraft) => void;
  readonly onRemove: () => void;
}

function Row({ row, number, error, onChange, onRemove }: RowProps) {
  const text = (name: 'field' | 'values' | 'as' | 'otherwise') => ({
    name: `initiatives.jira.fields.${row.column}.${name}`,
    value: row[name],
    onChange: (value: string) => onChange({ ...row, [name]: value }),
    error,
    required: false,
  });
  return (
    <fieldset className="mt-3 min-w-0 rounded border border-line px-3 py-2">
      <legend className="px-1 text-sm font-medium">{TERMS.fieldNumber(number)}</legend>
      <div className="grid items-start gap-3 sm:grid-cols-2 xl:grid-cols-3">
        <SelectField
          label={TERMS.column}
          name={`initiatives.jira.fields.${row.column}`}
          value={row.column}
          options={COLUMNS}
          onChange={(column) => onChange({ ...row, column })}
          error={error}
        />
        <FormField label={TERMS.field} {...text('field')} />
        <FormField label={TERMS.values} hint={TERMS.valuesHint} {...text('values')} />
        <FormField label={TERMS.as} hint={TERMS.asHint} {...text('as')} />
        <FormField label={TERMS.otherwise} {...text('otherwise')} />
      </div>
      <button type="button" className="lnk mt-2 min-h-[24px] text-sm" onClick={onRemove}>
        {TERMS.removeField(number)}
      </button>
    </fieldset>
  );
}

/** Column by column, what an issue says of it. */
export function TrackedFields({ draft: { fields }, edit, error }: TermsPartProps) {
  const free = trackedColumns.find((column) => !fields.some((row) => row.column === column));
  return (
    <div>
      {fields.map((row, index) => (
        <Row
          key={index}
          row={row}
          number={index + 1}
          error={error}
          onChange={(next) => edit({ fields: fields.map((one, place) => (place === index ? next : one)) })}
          onRemove={() => edit({ fields: fields.filter((_, place) => place !== index) })}
        />
      ))}
      {free !== undefined && (
        <button
          type="button"
          className="btn mt-3"
          onClick={() => edit({ fields: [...fields, { ...emptyField, column: free }] })}
        >
          {TERMS.addField}
        </button>
      )}
    </div>
  );
}
