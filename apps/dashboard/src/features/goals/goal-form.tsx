import type { GoalChoices, GoalPreview } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { PageLink } from '../../navigation/page-link.js';
import { FormError } from '../../ui/form-field.js';
import { useSending } from '../../ui/use-sending.js';
import { useLivePreview, type LivePreview } from '../proposal/use-live-preview.js';
import { DriverFields } from './driver-fields.js';
import { idOfTitle, writtenGoal, type GoalDraft } from './goal-draft.js';
import { words } from './goal-form-words.js';
import { GoalStanding } from './goal-preview.js';
import { TermsFields } from './terms-fields.js';
import { WhatAndWhose } from './what-and-whose.js';

interface GoalFormProps {
  readonly start: GoalDraft;
  readonly choices: GoalChoices;
  /** Of a draft that is written anew; a new goal takes its id from its title. */
  readonly id: string | null;
}

/** Fields that stand beside an input of the form; what is wrong elsewhere is told below. */
function isBeside({ field }: { readonly field: string }): boolean {
  return /^(title|outcome|start|due|ledBy|department|team|parent|owners\.|counterMetrics|drivers|keyResults\.\d+\.)/.test(
    field,
  );
}

function Standing({ live }: { readonly live: LivePreview<GoalPreview> }) {
  return (
    <section className="min-w-0 lg:sticky lg:top-16" aria-labelledby="standing" aria-busy={live.busy}>
      <h2 id="standing" className="text-base font-semibold">
        {words.standing}
      </h2>
      <p role="status" className="mt-1 text-sm text-text-2">
        {live.busy ? words.reckoning : live.error ? words.fillIn : ''}
      </p>
      {live.preview && (live.busy || live.error === null) && (
        <GoalStanding goal={live.preview.goal} timeZone={live.preview.timeZone} paths={live.preview.paths} />
      )}
    </section>
  );
}

/** A goal, written beside how it would stand with the numbers of today. */
export function GoalForm({ start, choices, id }: GoalFormProps) {
  const [draft, setDraft] = useState(start);
  const { busy, error, sent, write } = useSending(
    '/goals',
    id,
    (other) => other.startsWith('/goal') || other.startsWith('/board'),
  );
  const taken = choices.goals.map((goal) => goal.id);
  const whole = { ...draft, id: id ?? idOfTitle(draft.title, taken) };
  const body = JSON.stringify(writtenGoal(whole));
  const live = useLivePreview<GoalPreview>('/goals/preview', body);
  const edit = (changes: Partial<GoalDraft>): void => setDraft({ ...draft, ...changes });
  const shown = sent === body && error !== null ? error : live.error;
  const elsewhere = (shown?.problem?.issues ?? []).filter((issue) => !isBeside(issue));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    write(body);
  };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
      <form className="panel min-w-0 space-y-4 px-4 py-3" aria-label={words.label} onSubmit={submit} noValidate>
        <WhatAndWhose draft={whole} edit={edit} choices={choices} error={shown} />
        <TermsFields draft={draft} edit={edit} choices={choices} error={shown} under="" />
        <DriverFields draft={draft} edit={edit} choices={choices} error={shown} />
        <p className="text-sm text-text-2">{draft.parent === '' ? words.jointSigned : words.ownSigned}</p>
        {elsewhere.map(({ field, reason }) => (
          <p key={field} role="alert" className="text-sm text-bad">
            {field}: {reason}
          </p>
        ))}
        <FormError error={error} fields={(error?.problem?.issues ?? []).map(({ field }) => field)} />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy}>
            {id === null ? words.makeGoal : words.saveDraft}
          </button>
          <PageLink to={id === null ? '/goals' : `/goals/${encodeURIComponent(id)}`} className="btn">
            {words.cancel}
          </PageLink>
        </div>
      </form>
      <Standing live={live} />
    </div>
  );
}
