import { useState } from 'react';
import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import {
  emptyTexts,
  keyColumns,
  rowFilter,
  textOf,
  withEmptyTexts,
  withRowFilter,
  withSetting,
  type MappingJson,
  type RowCondition,
} from './mapping-edit.js';
import { numbersOf, withNumbers } from './mapping-numbers.js';
import { MAPPING } from './mapping-words.js';
import { optionsOf } from '../../ui/options-of.js';

interface RulesProps {
  readonly mapping: MappingJson;
  readonly change: (mapping: MappingJson) => void;
  readonly columns: readonly string[];
}

interface ConditionRowProps {
  readonly number: number;
  readonly condition: RowCondition;
  /** Columns that no condition is about yet. */
  readonly free: readonly string[];
  readonly edit: (changes: Partial<RowCondition>) => void;
  readonly remove: () => void;
}

function ConditionRow({ number, condition, free, edit, remove }: ConditionRowProps) {
  const { column, operator, value } = condition;
  return (
    <div className="grid items-end gap-2 sm:grid-cols-[1fr_1fr_1fr_auto]">
      <SelectField
        label={`${MAPPING.sources.column} ${number}`}
        name={`where-${number}`}
        value={column}
        options={[column, ...free].map((one) => ({ value: one, label: one }))}
        onChange={(next) => edit({ column: next })}
        error={null}
      />
      <SelectField
        label={MAPPING.condition}
        name={`where-${number}-operator`}
        value={operator}
        options={optionsOf(MAPPING.operators)}
        onChange={(next) => edit({ operator: next as RowCondition['operator'] })}
        error={null}
      />
      {operator === 'is' || operator === 'not' ? (
        <FormField
          label={MAPPING.value}
          name={`where-${number}-value`}
          value={value}
          onChange={(next) => edit({ value: next })}
          error={null}
        />
      ) : (
        <span />
      )}
      <button type="button" className="btn !h-9" onClick={remove}>
        {MAPPING.remove}
        <span className="sr"> {MAPPING.conditionOn(column)}</span>
      </button>
    </div>
  );
}

function Filter({ mapping, change, columns }: RulesProps) {
  const conditions = rowFilter(mapping);
  const [first, ...others] = columns.filter((column) => !conditions.some((one) => one.column === column));
  const set = (next: readonly RowCondition[]): void => change(withRowFilter(mapping, next));
  return (
    <fieldset className="min-w-0 space-y-2">
      <legend className="text-sm font-semibold">{MAPPING.filter}</legend>
      {conditions.map((condition, index) => (
        <ConditionRow
          key={condition.column}
          number={index + 1}
          condition={condition}
          free={first === undefined ? [] : [first, ...others]}
          edit={(changes) => set(conditions.map((one, place) => (place === index ? { ...one, ...changes } : one)))}
          remove={() => set(conditions.filter((_, place) => place !== index))}
        />
      ))}
      {first !== undefined && (
        <button
          type="button"
          className="btn"
          onClick={() => set([...conditions, { column: first, operator: 'present', value: '' }])}
        >
          {MAPPING.addFilter}
        </button>
      )}
    </fieldset>
  );
}

/** Nothing is guessed of a number: what fits no rule is refused. */
function Numbers({ mapping, change }: RulesProps) {
  const { decimal, group, currency, minorDigits } = numbersOf(mapping);
  // As it is typed: the blank behind a sign is not in the mapping, and another sign may follow it.
  const [typed, setTyped] = useState(currency);
  const choices = {
    ...MAPPING.minorDigitsOf,
    ...(minorDigits in MAPPING.minorDigitsOf ? {} : { [minorDigits]: minorDigits }),
  };
  return (
    <fieldset className="min-w-0">
      <legend className="text-sm font-semibold">{MAPPING.numbers}</legend>
      <div className="grid items-start gap-2 sm:grid-cols-2">
        <SelectField
          label={MAPPING.decimal}
          name="mapping-decimal"
          value={decimal}
          options={optionsOf(MAPPING.decimals)}
          onChange={(next) => change(withNumbers(mapping, { decimal: next }))}
          error={null}
        />
        <SelectField
          label={MAPPING.group}
          name="mapping-group"
          value={group}
          options={optionsOf(MAPPING.groups)}
          onChange={(next) => change(withNumbers(mapping, { group: next }))}
          error={null}
        />
        <FormField
          label={MAPPING.currency}
          name="mapping-currency"
          value={numbersOf(withNumbers({}, { currency: typed })).currency === currency ? typed : currency}
          onChange={(next) => {
            setTyped(next);
            change(withNumbers(mapping, { currency: next }));
          }}
          error={null}
          required={false}
          hint={MAPPING.currencyHint}
        />
        <SelectField
          label={MAPPING.minorDigits}
          name="mapping-minor-digits"
          value={minorDigits}
          options={optionsOf(choices)}
          onChange={(next) => change(withNumbers(mapping, { minorDigits: next }))}
          error={null}
        />
      </div>
    </fieldset>
  );
}

/** Dates, numbers, empty cells, which rows count, and what tells one row from all others. */
export function MappingRules(props: RulesProps) {
  const { mapping, change } = props;
  const keys = keyColumns(mapping);
  const [empty, setEmpty] = useState(emptyTexts(mapping));
  return (
    <>
      <fieldset className="min-w-0">
        <legend className="text-sm font-semibold">{MAPPING.dates}</legend>
        <div className="grid items-start gap-2 sm:grid-cols-3">
          <FormField
            label={MAPPING.dateFormat}
            name="mapping-dates"
            value={textOf(mapping['dateFormat'])}
            onChange={(text) => change(withSetting(mapping, 'dateFormat', text))}
            error={null}
            required={false}
            hint={MAPPING.formatHint}
          />
          <FormField
            label={MAPPING.zone}
            name="mapping-zone"
            value={textOf(mapping['zone'])}
            onChange={(text) => change(withSetting(mapping, 'zone', text))}
            error={null}
            required={false}
            hint={MAPPING.zoneHint}
          />
          <FormField
            label={MAPPING.empty}
            name="mapping-empty"
            value={emptyTexts(withEmptyTexts({}, empty)) === emptyTexts(mapping) ? empty : emptyTexts(mapping)}
            onChange={(text) => {
              setEmpty(text);
              change(withEmptyTexts(mapping, text));
            }}
            error={null}
            required={false}
            hint={MAPPING.emptyHint}
          />
        </div>
      </fieldset>
      <Numbers {...props} />
      <Filter {...props} />
      <p className="text-sm">
        <b className="font-semibold">{MAPPING.keyTitle}: </b>
        {keys.length ? keys.join(', ') : MAPPING.byContent}
      </p>
    </>
  );
}
