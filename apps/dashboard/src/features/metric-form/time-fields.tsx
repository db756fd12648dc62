import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { instantsOf, numbersOf, type FormulaDraft } from './formula-draft.js';
import { labelled, type PartProps } from './formula-fields.js';
import { METRIC_FORM } from './metric-form-words.js';
import { optionsOf } from '../../ui/options-of.js';

/** The time between two instants, and by which clock it is measured. */
export function TimeFields({ draft, edit, choices, stream, error }: PartProps) {
  const instants = labelled(instantsOf(stream));
  const clocks = [
    { value: '', label: METRIC_FORM.allTime },
    ...choices.calendars.map((id) => ({ value: id, label: METRIC_FORM.calendar(id) })),
  ];
  return (
    <div className="grid items-start gap-3 sm:grid-cols-3">
      <SelectField
        label={METRIC_FORM.from}
        name="formula.from"
        value={draft.from}
        options={instants}
        onChange={(from) => edit({ from })}
        error={error}
      />
      <SelectField
        label={METRIC_FORM.to}
        name="formula.to"
        value={draft.to}
        options={instants}
        onChange={(to) => edit({ to })}
        error={error}
      />
      <SelectField
        label={METRIC_FORM.clock}
        name="formula.clock"
        value={draft.clock}
        options={clocks}
        onChange={(clock) => edit({ clock })}
        error={error}
      />
    </div>
  );
}

export function PercentileFields(props: PartProps) {
  const { draft, edit, stream, error } = props;
  return (
    <div className="space-y-3">
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <FormField
          label={METRIC_FORM.percentile}
          name="formula.percentile"
          type="number"
          value={draft.percentile}
          onChange={(percentile) => edit({ percentile })}
          error={error}
          hint={METRIC_FORM.percentileHint}
        />
        <SelectField
          label={METRIC_FORM.pools}
          name="formula.pools"
          value={draft.pools}
          options={optionsOf(METRIC_FORM.poolings)}
          onChange={(pools) => edit({ pools: pools as FormulaDraft['pools'] })}
          error={null}
        />
      </div>
      {draft.pools === 'duration' ? (
        <TimeFields {...props} />
      ) : (
        <SelectField
          label={METRIC_FORM.field}
          name="formula.field"
          value={draft.field}
          options={labelled(numbersOf(stream))}
          onChange={(field) => edit({ field })}
          error={error}
        />
      )}
    </div>
  );
}
