import type { GoalChoices } from '@tandem/contracts/goals';
import type { ApiError } from '../../api/api-error.js';
import { FormField } from '../../ui/form-field.js';
import { newKeyResult, type KeyResultDraft } from './goal-draft.js';
import { SelectField } from '../../ui/select-field.js';
import { words } from './goal-terms-words.js';
import { words as shared } from './goal-words.js';

const KINDS = ['reach', 'stay'] as const;
const PATHS = ['linear', 'lines', 'steps', 'curve'] as const;

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
        label={words.baseline}
        value={draft.baseline}
        onChange={(baseline) => edit({ baseline })}
        {...field('baseline')}
      />
      <FormField
        label={words.target}
        value={draft.target}
        onChange={(target) => edit({ target })}
        {...field('target')}
      />
      <SelectField
        label={words.path}
        value={draft.path}
        options={PATHS.map((path) => ({ value: path, label: words.paths[path] }))}
        onChange={(path) => edit({ path: path as KeyResultDraft['path'] })}
        {...field('path')}
      />
      {bent && (
        <FormField
          label={words.milestones}
          value={draft.milestones}
          onChange={(milestones) => edit({ milestones })}
          hint={words.milestonesHint}
          {...field('milestones')}
        />
      )}
      {draft.path === 'curve' && (
        <FormField
          label={words.parts}
          value={draft.parts}
          onChange={(parts) => edit({ parts })}
          hint={words.partsHint}
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
        label={words.atLeast}
        value={draft.atLeast}
        onChange={(atLeast) => edit({ atLeast })}
        {...field('atLeast')}
      />
      <FormField
        label={words.atMost}
        value={draft.atMost}
        onChange={(atMost) => edit({ atMost })}
        {...field('atMost')}
      />
      <FormField
        label={words.share}
        value={draft.share}
        onChange={(share) => edit({ share })}
        hint={words.shareHint}
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
      <legend className="px-1 text-sm font-medium">{words.keyResult(number)}</legend>
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={words.metric}
          name={`${under}.metric`}
          value={draft.metric}
          options={metrics}
          onChange={(metric) => edit({ metric })}
          error={error}
        />
        <SelectField
          label={words.aim}
          name={`${under}.kind`}
          value={draft.kind}
          options={KINDS.map((kind) => ({ value: kind, label: words.kinds[kind] }))}
          onChange={(kind) => edit({ kind: kind as KeyResultDraft['kind'] })}
          error={error}
        />
        {draft.kind === 'reach' ? <ReachFields {...props} /> : <StayFields {...props} />}
        <FormField
          label={words.weight}
          name={`${under}.weight`}
          value={draft.weight}
          onChange={(weight) => edit({ weight })}
          error={error}
          required={false}
          hint={words.weightHint}
        />
      </div>
      {remove && (
        <button type="button" className="lnk mt-1 text-sm" onClick={remove}>
          {words.removeKeyResult(number)}
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
  const metrics = choices.metrics.map(({ key, title, unit }) => ({ value: key, label: words.metricIn(title, unit) }));
  const taken = keyResults.map(({ id }) => id);
  const edit = (index: number, changes: Partial<KeyResultDraft>) =>
    change(keyResults.map((one, place) => (place === index ? { ...one, ...changes } : one)));
  const remove = (index: number) => change(keyResults.filter((_, place) => place !== index));
  return (
    <fieldset className="space-y-3">
      <legend className="text-base font-semibold">{shared.keyResults}</legend>
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
        {words.addKeyResult}
      </button>
    </fieldset>
  );
}
