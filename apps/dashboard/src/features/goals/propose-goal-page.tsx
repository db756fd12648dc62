import type { GoalChoices, GoalPage, GoalTermsPreview, MovedAim } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import type { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';
import { FieldChanges } from '../metric/field-changes.js';
import { useLivePreview, type LivePreview } from '../proposal/use-live-preview.js';
import { draftOfTerms, termsOf, writtenTerms } from './goal-draft.js';
import { GoalStanding } from './goal-preview.js';
import { fieldsInWords, words as shared } from './goal-words.js';
import { words } from './propose-goal-words.js';
import { TermsFields } from './terms-fields.js';

function MissWarning({ moved }: { readonly moved: readonly MovedAim[] }) {
  if (!moved.some(({ missed }) => missed)) return null;
  return (
    <p className="mt-2 rounded border border-warn-mark bg-warn-bg px-3 py-2 text-sm text-warn">{words.movesMissed}</p>
  );
}

function Preview({ preview }: { readonly preview: GoalTermsPreview }) {
  return (
    <>
      <MissWarning moved={preview.moved} />
      <FieldChanges fields={fieldsInWords(preview.fields, preview.after)} />
      <h3 className="mt-3 text-sm font-medium">{words.proposed}</h3>
      <GoalStanding goal={preview.after} timeZone={preview.timeZone} />
      <h3 className="mt-3 text-sm font-medium text-text-3">{words.present}</h3>
      <GoalStanding goal={preview.before} timeZone={preview.timeZone} />
    </>
  );
}

interface Why {
  readonly reason: string;
  /** A day, or nothing for the moment of the last signature. */
  readonly from: string;
}

function WhyAndWhen({
  why,
  edit,
  error,
}: {
  readonly why: Why;
  readonly edit: (changes: Partial<Why>) => void;
  readonly error: ApiError | null;
}) {
  return (
    <>
      <FormField
        label={words.reason}
        name="reason"
        value={why.reason}
        onChange={(reason) => edit({ reason })}
        error={error}
        hint={words.reasonHint}
      />
      <FormField
        label={words.from}
        name="effectiveFrom"
        type="date"
        value={why.from}
        onChange={(from) => edit({ from })}
        error={error}
        required={false}
        hint={words.fromHint}
      />
    </>
  );
}

function standing({ busy, error }: LivePreview<GoalTermsPreview>, isChanged: boolean): string {
  if (!isChanged) return words.begin;
  return busy ? words.reckoning : (error?.message ?? '');
}

function PreviewPanel({
  live,
  isChanged,
}: {
  readonly live: LivePreview<GoalTermsPreview>;
  readonly isChanged: boolean;
}) {
  return (
    <section className="panel min-w-0 px-4 py-3 lg:sticky lg:top-16" aria-labelledby="preview" aria-busy={live.busy}>
      <h2 id="preview" className="text-base font-semibold">
        {words.preview}
      </h2>
      <p role="status" className="mt-1 text-sm text-text-2">
        {standing(live, isChanged)}
      </p>
      {live.preview && (live.busy || live.error === null) && <Preview preview={live.preview} />}
    </section>
  );
}

function ProposeForm({ goal, choices }: { readonly goal: GoalPage; readonly choices: GoalChoices }) {
  const [start] = useState(() => draftOfTerms(termsOf(goal)));
  const [draft, setDraft] = useState(start);
  const [why, setWhy] = useState({ reason: '', from: '' });
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const path = `/goals/${encodeURIComponent(goal.id)}`;
  const terms = writtenTerms(draft);
  const isChanged = JSON.stringify(terms) !== JSON.stringify(writtenTerms(start));
  const live = useLivePreview<GoalTermsPreview>(
    `${path}/proposals/preview`,
    isChanged ? JSON.stringify({ terms }) : null,
  );
  const shown = error ?? live.error;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void attempt(async () => {
      const from = why.from === '' ? {} : { effectiveFrom: why.from };
      await askJson(`${path}/proposals`, { method: 'POST', body: { terms, reason: why.reason, ...from } });
      invalidateResources((other) => other.startsWith('/goal') || other.startsWith('/board'), 0);
      navigate(path);
    });
  };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
      <form className="panel min-w-0 space-y-4 px-4 py-3" aria-label={words.change} onSubmit={submit} noValidate>
        <TermsFields
          draft={draft}
          edit={(changes) => setDraft({ ...draft, ...changes })}
          choices={choices}
          error={shown}
          under="terms."
        />
        <WhyAndWhen why={why} edit={(changes) => setWhy({ ...why, ...changes })} error={error} />
        <p className="text-sm text-text-2">{words.signs}</p>
        <FormError error={error} />
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy || !isChanged}>
            {words.signAndPropose}
          </button>
          <PageLink to={path} className="btn">
            {words.cancel}
          </PageLink>
        </div>
      </form>
      <PreviewPanel live={live} isChanged={isChanged} />
    </div>
  );
}

/** Other terms for a goal, written beside what they would do; they hold when both sides have signed. */
export default function ProposeGoalPage({ id }: { readonly id: string }) {
  const path = `/goals/${encodeURIComponent(id)}`;
  const goal = useResource<GoalPage>(path);
  const choices = useResource<GoalChoices>('/goal-choices');
  const crumbs = (
    <PageLink to={path} className="hover:underline">
      {goal.data?.title ?? shared.goal}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={words.title} crumbs={crumbs}>
        <p className="mt-0.5 text-sm text-text-2">{words.intro}</p>
      </PageHeading>
      <Loaded resource={goal} heights={[480]}>
        {(data) => (
          <Loaded resource={choices} heights={[480]}>
            {(all) => <ProposeForm key={data.version} goal={data} choices={all} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
