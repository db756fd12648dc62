import type { MetricChoices } from '@tandem/contracts/metric-form';
import { useId } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { OPERATORS, type ConditionDraft, type Operator } from './formula-draft.js';
import { fieldLabel, METRIC_FORM, OPERATOR_LABELS } from './metric-form-words.js';

type Fields = MetricChoices['streams'][number]['fields'];

interface ConditionProps {
  readonly number: number;
  readonly condition: ConditionDraft;
  readonly fields: Fields;
  readonly change: (changes: Partial<ConditionDraft>) => void;
  readonly remove: () => void;
  readonly error: ApiError | null;
  /** Path of the conditions in the answers of the API. */
  readonly under: string;
}

function Condition({ number, condition, fields, change, remove, error, under }: ConditionProps) {
  const { field, operator, value } = condition;
  const values = fields.find(({ name }) => name === field)?.values ?? [];
  const needsValue = operator !== 'present' && operator !== 'absent';
  return (
    <div className="grid items-start gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
      <SelectField
        label={`${METRIC_FORM.field} ${number}`}
        name={`${under}.${field}`}
        value={field}
        options={fields.map(({ name }) => ({ value: name, label: fieldLabel(name) }))}
        onChange={(next) => change({ field: next, value: '' })}
        error={error}
      />
      <SelectField
        label={METRIC_FORM.operator}
        name={`${under}.${field}.operator`}
        value={operator}
        options={OPERATORS.map((one) => ({ value: one, label: OPERATOR_LABELS[one] }))}
        onChange={(next) => change({ operator: next as Operator })}
        error={null}
      />
      {needsValue ? (
        <FormField
          label={METRIC_FORM.value}
          name={`${under}.${field}.value`}
          value={value}
          onChange={(next) => change({ value: next })}
          error={null}
          hint={values.length ? values.join(', ') : METRIC_FORM.valueHint}
        />
      ) : (
        <span />
      )}
      <button
        type="button"
        className="btn !h-9 self-start sm:mt-6"
        aria-label={METRIC_FORM.removeCondition(number)}
        onClick={remove}
      >
        {METRIC_FORM.remove}
      </button>
    </div>
  );
}

interface ConditionListProps {
  readonly legend: string;
  readonly conditions: readonly ConditionDraft[];
  readonly fields: Fields;
  readonly onChange: (conditions: readonly ConditionDraft[]) => void;
  readonly error: ApiError | null;
  readonly under: string;
}

/** Conditions that must all hold. */
export function ConditionList({ legend, conditions, fields, onChange, error, under }: ConditionListProps) {
  const id = useId();
  const first = fields.find(({ type }) => type === 'oneOf' || type === 'text') ?? fields[0];
  return (
    <div role="group" aria-labelledby={id} className="space-y-2">
      <p id={id} className="text-sm font-medium">
        {legend}
      </p>
      {conditions.map((condition, index) => (
        <Condition
          key={index}
          number={index + 1}
          condition={condition}
          fields={fields}
          change={(changes) =>
            onChange(conditions.map((one, place) => (place === index ? { ...one, ...changes } : one)))
          }
          remove={() => onChange(conditions.filter((_, place) => place !== index))}
          error={error}
          under={under}
        />
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => onChange([...conditions, { field: first?.name ?? '', operator: 'is', value: '' }])}
      >
        {METRIC_FORM.addCondition}
        <span className="sr">: {legend}</span>
      </button>
    </div>
  );
}
