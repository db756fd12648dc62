import type { MetricChoices } from '@tandem/contracts/metric-form';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { SelectField } from '../../ui/select-field.js';
import { TickList } from '../../ui/tick-list.js';
import { ConditionList } from './condition-fields.js';
import {
  instantsOf,
  KINDS,
  numbersOf,
  onStream,
  slicesOf,
  type ConditionDraft,
  type FormulaDraft,
  type Kind,
} from './formula-draft.js';
import { PercentileFields, TimeFields } from './time-fields.js';
import { fieldLabel, KIND_LABELS, METRIC_FORM, STREAM_LABELS } from './metric-form-words.js';
import { optionsOf } from '../../ui/options-of.js';

type Stream = MetricChoices['streams'][number];

export interface FormulaFieldsProps {
  readonly draft: FormulaDraft;
  readonly edit: (changes: Partial<FormulaDraft>) => void;
  readonly choices: MetricChoices;
  readonly error: ApiError | null;
}

export interface PartProps extends FormulaFieldsProps {
  readonly stream: Stream;
}

export const labelled = (names: readonly string[]) => names.map((name) => ({ value: name, label: fieldLabel(name) }));

function WhatFields({ draft, edit, choices, error }: FormulaFieldsProps) {
  const streams = choices.streams.map(({ name, sources }) => ({
    value: name,
    label: `${STREAM_LABELS[name] ?? name}${sources.length ? '' : ` ${METRIC_FORM.notArrived}`}`,
  }));
  const choose = (name: string): void =>
    edit(
      onStream(
        draft,
        choices.streams.find((one) => one.name === name),
      ),
    );
  return (
    <div className="grid items-start gap-3 sm:grid-cols-2">
      <SelectField
        label={METRIC_FORM.kind}
        name="formula.kind"
        value={draft.kind}
        options={KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind].label }))}
        onChange={(kind) => edit({ kind: kind as Kind })}
        error={error}
        hint={KIND_LABELS[draft.kind].hint}
      />
      {draft.kind !== 'derived' && (
        <SelectField
          label={METRIC_FORM.stream}
          name="formula.stream"
          value={draft.stream}
          options={streams}
          onChange={choose}
          error={error}
        />
      )}
    </div>
  );
}

function Conditions({
  draft,
  edit,
  stream,
  error,
  part,
  legend,
  under,
}: PartProps & {
  readonly part: 'where' | 'numerator' | 'denominator';
  readonly legend: string;
  readonly under: string;
}) {
  const change = (conditions: readonly ConditionDraft[]): void => edit({ [part]: conditions });
  return (
    <ConditionList
      legend={legend}
      conditions={draft[part]}
      fields={stream.fields}
      onChange={change}
      error={error}
      under={under}
    />
  );
}

function RatioFields(props: PartProps) {
  const { draft, edit, stream, error } = props;
  const sums = [{ value: '', label: METRIC_FORM.eachRecord }, ...labelled(numbersOf(stream))];
  return (
    <div className="space-y-3 rounded-lg border border-line px-3 py-3">
      <SelectField
        label={METRIC_FORM.numeratorSum}
        name="formula.numerator.sum"
        value={draft.numeratorSum}
        options={sums}
        onChange={(numeratorSum) => edit({ numeratorSum })}
        error={error}
      />
      <Conditions {...props} part="numerator" legend={METRIC_FORM.numerator} under="formula.numerator.where" />
      <SelectField
        label={METRIC_FORM.denominatorSum}
        name="formula.denominator.sum"
        value={draft.denominatorSum}
        options={sums}
        onChange={(denominatorSum) => edit({ denominatorSum })}
        error={error}
      />
      <Conditions {...props} part="denominator" legend={METRIC_FORM.denominator} under="formula.denominator.where" />
    </div>
  );
}

function KindFields(props: PartProps) {
  const { draft, edit, stream, error } = props;
  const select = (
    field: 'sum' | 'per' | 'until' | 'field',
    label: string,
    options: readonly { value: string; label: string }[],
  ) => (
    <SelectField
      label={label}
      name={`formula.${field === 'until' ? 'until.0' : field}`}
      value={draft[field]}
      options={options}
      onChange={(next) => edit({ [field]: next })}
      error={error}
    />
  );
  switch (draft.kind) {
    case 'ratio':
      return <RatioFields {...props} />;
    case 'count':
      return select('per', METRIC_FORM.per, optionsOf(METRIC_FORM.pers));
    case 'sum':
      return (
        <div className="grid items-start gap-3 sm:grid-cols-2">
          {select('sum', METRIC_FORM.sum, labelled(numbersOf(stream)))}
          {select('per', METRIC_FORM.per, optionsOf(METRIC_FORM.pers))}
        </div>
      );
    case 'open':
      return select('until', METRIC_FORM.until, labelled(instantsOf(stream)));
    case 'duration':
      return <TimeFields {...props} />;
    case 'percentile':
      return <PercentileFields {...props} />;
    case 'latest':
      return (
        <>
          {select('field', METRIC_FORM.latest, labelled(numbersOf(stream)))}
          <label className="flex min-h-[28px] items-center gap-2 text-sm">
            <input
              type="checkbox"
              className="h-4 w-4"
              checked={draft.addsUp}
              onChange={(event) => edit({ addsUp: event.target.checked })}
            />
            {METRIC_FORM.addsUp}
          </label>
        </>
      );
    case 'activeDays':
    case 'derived':
      return null;
  }
}

function OverRecords(props: PartProps) {
  const { draft, edit, stream, error } = props;
  return (
    <>
      <SelectField
        label={METRIC_FORM.at}
        name="formula.at.0"
        value={draft.at}
        options={labelled([...instantsOf(stream), 'knownAt'])}
        onChange={(at) => edit({ at })}
        error={error}
      />
      <KindFields {...props} />
      <Conditions {...props} part="where" legend={METRIC_FORM.where} under="formula.where" />
      <TickList
        legend={METRIC_FORM.dimensions}
        options={labelled(slicesOf(stream))}
        chosen={draft.dimensions}
        onChange={(dimensions) => edit({ dimensions })}
      />
      {stream.sources.length > 1 && (
        <TickList
          legend={METRIC_FORM.sources}
          options={stream.sources.map(({ id, name }) => ({ value: id, label: name }))}
          chosen={draft.connections}
          onChange={(connections) => edit({ connections })}
        />
      )}
    </>
  );
}

/** How a number is counted, asked step by step; only what its kind needs is asked. */
export function FormulaFields(props: FormulaFieldsProps) {
  const { draft, edit, choices, error } = props;
  const stream = choices.streams.find(({ name }) => name === draft.stream);
  return (
    <>
      <WhatFields {...props} />
      {draft.kind === 'derived' && (
        <FormField
          label={METRIC_FORM.expression}
          name="formula.expression"
          value={draft.expression}
          onChange={(expression) => edit({ expression })}
          error={error}
          hint={`${METRIC_FORM.expressionHint} ${choices.metrics
            .filter(({ retired }) => !retired)
            .map(({ key }) => key)
            .join(', ')}`}
        />
      )}
      {draft.kind !== 'derived' && stream && <OverRecords {...props} stream={stream} />}
      <FormField
        label={METRIC_FORM.otherDimensions}
        name="formula.dimensions"
        value={draft.otherDimensions}
        onChange={(otherDimensions) => edit({ otherDimensions })}
        error={error}
        required={false}
        hint={METRIC_FORM.otherDimensionsHint}
      />
    </>
  );
}
