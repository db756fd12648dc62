import type { GoalChoices } from '@tandem/contracts/goals';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { newKeyResult, type KeyResultDraft } from './goal-draft.js';
import { SelectField } from './select-field.js';

const KINDS = [
  { value: 'reach', label: 'Reach a value' },
  { value: 'stay', label: 'Stay inside limits' },
];
const PATHS = [
  { value: 'linear', label: 'A straight line' },
  { value: 'lines', label: 'Lines between milestones' },
  { value: 'steps', label: 'Steps at milestones' },
  { value: 'curve', label: 'A curve of parts that add up' },
];

interface FieldsProps {
  readonly draft: KeyResultDraft;
  readonly edit: (changes: Partial<KeyResultDraft>) => void;
  readonly under: string;
  readonly error: ApiError | null;
}

function ReachFields({ draft, edit, under, error }: FieldsProps) {
  const bent = draft.path === 'steps' || draft.path === 'lines';
  const field = (name: string) => ({ name: `${under}.${name}`, error });
  return (
    <>
      <FormField
        label="From (baseline)"
        value={draft.baseline}
        onChange={(baseline) => edit({ baseline })}
        {...field('baseline')}
      />
      <FormField
        label="To (target)"
        value={draft.target}
        onChange={(target) => edit({ target })}
        {...field('target')}
      />
      <SelectField
        label="Expected path"
        value={draft.path}
        options={PATHS}
        onChange={(path) => edit({ path: path as KeyResultDraft['path'] })}
        {...field('path')}
      />
      {bent && (
        <FormField
          label="Milestones"
          value={draft.milestones}
          onChange={(milestones) => edit({ milestones })}
          hint="A day and a value each: 2026-10-31: 62; 2026-11-30: 70"
          {...field('milestones')}
        />
      )}
      {draft.path === 'curve' && (
        <FormField
          label="Parts"
          value={draft.parts}
          onChange={(parts) => edit({ parts })}
          hint="How much each equal part of the time brings, against the others: 1, 2, 4"
          {...field('parts')}
        />
      )}
    </>
  );
}

function StayFields({ draft, edit, under, error }: FieldsProps) {
  const field = (name: string) => ({ name: `${under}.${name}`, error, required: false });
  return (
    <>
      <FormField
        label="At least"
        value={draft.atLeast}
        onChange={(atLeast) => edit({ atLeast })}
        {...field('atLeast')}
      />
      <FormField label="At most" value={draft.atMost} onChange={(atMost) => edit({ atMost })} {...field('atMost')} />
      <FormField
        label="Share of weeks inside"
        value={draft.share}
        onChange={(share) => edit({ share })}
        hint="0 to 1; every week when left empty"
        {...field('share')}
      />
    </>
  );
}

interface OneProps extends FieldsProps {
  readonly number: number;
  readonly metrics: readonly { readonly value: string; readonly label: string }[];
  /** null for the only one, which stays. */
  readonly remove: (() => void) | null;
}

function OneKeyResult({ number, metrics, remove, ...props }: OneProps) {
  const { draft, edit, under, error } = props;
  return (
    <fieldset className="rounded-lg border border-line px-3 pb-3 pt-1">
      <legend className="px-1 text-sm font-medium">Key result {number}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label="Metric"
          name={`${under}.metric`}
          value={draft.metric}
          options={metrics}
          onChange={(metric) => edit({ metric })}
          error={error}
        />
        <SelectField
          label="Aim"
          name={`${under}.kind`}
          value={draft.kind}
          options={KINDS}
          onChange={(kind) => edit({ kind: kind as KeyResultDraft['kind'] })}
          error={error}
        />
        {draft.kind === 'reach' ? <ReachFields {...props} /> : <StayFields {...props} />}
        <FormField
          label="Weight"
          name={`${under}.weight`}
          value={draft.weight}
          onChange={(weight) => edit({ weight })}
          error={error}
          required={false}
          hint="In the progress of the goal; 1 when left empty"
        />
      </div>
      {remove && (
        <button type="button" className="lnk mt-1 text-sm" onClick={remove}>
          Remove key result {number}
        </button>
      )}
    </fieldset>
  );
}

interface ListProps {
  readonly keyResults: readonly KeyResultDraft[];
  readonly change: (keyResults: readonly KeyResultDraft[]) => void;
  readonly choices: GoalChoices;
  readonly error: ApiError | null;
  /** Path of the list in the answers of the API. */
  readonly under: string;
}

/** The key results of a goal: what is moved, from where to where, on which path. */
export function KeyResultFields({ keyResults, change, choices, error, under }: ListProps) {
  const metrics = choices.metrics.map(({ key, title, unit }) => ({ value: key, label: `${title} (${unit})` }));
  const taken = keyResults.map(({ id }) => id);
  const edit = (index: number, changes: Partial<KeyResultDraft>) =>
    change(keyResults.map((one, place) => (place === index ? { ...one, ...changes } : one)));
  const remove = (index: number) => change(keyResults.filter((_, place) => place !== index));
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">Key results</legend>
      {keyResults.map((draft, index) => (
        <OneKeyResult
          key={draft.id}
          number={index + 1}
          metrics={metrics}
          draft={draft}
          edit={(changes) => edit(index, changes)}
          under={`${under}.${index}`}
          error={error}
          remove={keyResults.length > 1 ? () => remove(index) : null}
        />
      ))}
      <button
        type="button"
        className="btn"
        onClick={() => change([...keyResults, newKeyResult(taken, choices.metrics[0]?.key)])}
      >
        Add a key result
      </button>
    </fieldset>
  );
}
