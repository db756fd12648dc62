import type { GoalChoices, GoalPage } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { PageLink } from '../../navigation/page-link.js';
import { valueText } from '../../text/number-text.js';
import { aimText } from '../../text/status-words.js';
import { localDateText } from '../../text/time-text.js';
import { Facts } from '../../ui/facts.js';
import { FormError } from '../../ui/form-field.js';
import { departmentName } from '../../ui/owners.js';
import { useTask } from '../../ui/use-task.js';
import { DriverFields } from './driver-fields.js';
import { draftOfGoal, writtenWording } from './goal-draft.js';
import { words } from './goal-form-words.js';
import { words as terms } from './goal-terms-words.js';
import { words as shared } from './goal-words.js';
import { WhatAndWhose } from './what-and-whose.js';

/** Fields that stand in the form; what is wrong elsewhere is told below. */
function isBeside({ field }: { readonly field: string }): boolean {
  return /^(title|outcome|department|team|parent|owners\.|drivers)/.test(field);
}

function aimOf(keyResult: GoalPage['keyResults'][number]): string {
  const { kind, baseline, target, metric } = keyResult;
  if (kind === 'stay') return aimText(keyResult);
  return shared.fromTo(valueText(baseline, metric.unit), valueText(target, metric.unit));
}

function Aims({ goal }: { readonly goal: GoalPage }) {
  return (
    <ul className="space-y-0.5">
      {goal.keyResults.map((keyResult) => (
        <li key={keyResult.id}>
          {keyResult.metric.title}: <span className="num">{aimOf(keyResult)}</span>
        </li>
      ))}
    </ul>
  );
}

/** What was agreed: it stays as it is here, and the way to change it. */
function Agreed({ goal, choices }: { readonly goal: GoalPage; readonly choices: GoalChoices }) {
  const guardrails = new Map(choices.guardrails.map(({ id, title }) => [id, title]));
  const counters = draftOfGoal(goal).counterMetrics.map((id) => guardrails.get(id) ?? id);
  return (
    <section className="panel min-w-0 px-4 py-3 lg:sticky lg:top-16" aria-labelledby="agreed">
      <h2 id="agreed" className="text-base font-semibold">
        {words.agreed}
      </h2>
      <p className="mb-2 mt-1 text-sm text-text-2">{words.agreedText}</p>
      <Facts
        facts={[
          { term: words.time, detail: shared.fromTo(localDateText(goal.start), localDateText(goal.due)) },
          { term: terms.pushes, detail: goal.ledBy === null ? terms.both : departmentName(goal.ledBy) },
          { term: shared.keyResults, detail: <Aims goal={goal} /> },
          { term: shared.notWorse, detail: counters.length ? counters.join('; ') : null },
        ]}
      />
      <PageLink to={`/goals/${encodeURIComponent(goal.id)}/propose`} className="btn mt-3">
        {words.proposeInstead}
      </PageLink>
    </section>
  );
}

/** Somebody else has changed the goal since the form was opened: whose words are to hold. */
function Meanwhile({ keepMine, takeTheirs }: { readonly keepMine: () => void; readonly takeTheirs: () => void }) {
  return (
    <section role="alert" className="rounded border border-warn-mark bg-warn-bg px-3 py-3">
      <p className="text-sm text-warn">{words.changedMeanwhile}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <button type="button" className="btn" onClick={keepMine}>
          {words.keepMine}
        </button>
        <button type="button" className="btn" onClick={takeTheirs}>
          {words.takeTheirs}
        </button>
      </div>
    </section>
  );
}

/** What the form holds, the edition that it began with, and the way to save it. */
function useRewording(goal: GoalPage) {
  const [draft, setDraft] = useState(() => draftOfGoal(goal));
  const [start, setStart] = useState(goal.wording);
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const path = `/goals/${encodeURIComponent(goal.id)}`;
  const save = (): void =>
    void attempt(async () => {
      const body = { ...writtenWording(draft), edition: start.edition };
      try {
        await askJson(`${path}/wording`, { method: 'PUT', body });
      } finally {
        // A refusal may be that somebody was faster: then the form shows it.
        invalidateResources((other) => other.startsWith('/goal') || other.startsWith('/board'), 0);
      }
      navigate(path);
    });
  const written = JSON.stringify(writtenWording(draft));
  return {
    draft,
    edit: (changes: Partial<typeof draft>): void => setDraft({ ...draft, ...changes }),
    busy,
    error,
    save,
    isChanged: written !== JSON.stringify(writtenWording(draftOfGoal({ ...goal, wording: start }))),
    isStale: start.edition !== goal.wording.edition,
    keepMine: (): void => setStart(goal.wording),
    takeTheirs: (): void => {
      setStart(goal.wording);
      setDraft(draftOfGoal(goal));
    },
  };
}

/** What of a published goal changes at once: what it is called, whose it is, and what drives it. */
export function RewordGoalForm({ goal, choices }: { readonly goal: GoalPage; readonly choices: GoalChoices }) {
  const { draft, edit, busy, error, save, isChanged, isStale, keepMine, takeTheirs } = useRewording(goal);
  const issues = error?.problem?.issues ?? [];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save();
  };
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-2">
      <form className="panel min-w-0 space-y-4 px-4 py-3" aria-label={words.label} onSubmit={submit} noValidate>
        <WhatAndWhose draft={draft} edit={edit} choices={choices} error={error} />
        <DriverFields draft={draft} edit={edit} choices={choices} error={error} />
        <p className="text-sm text-text-2">{words.atOnce}</p>
        {isStale && <Meanwhile keepMine={keepMine} takeTheirs={takeTheirs} />}
        {issues
          .filter((issue) => !isBeside(issue))
          .map(({ field, reason }) => (
            <p key={field} role="alert" className="text-sm text-bad">
              {field}: {reason}
            </p>
          ))}
        {!isStale && <FormError error={error} fields={issues.map(({ field }) => field)} />}
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="btn btn-primary" disabled={busy || isStale || !isChanged}>
            {words.saveGoal}
          </button>
          <PageLink to={`/goals/${encodeURIComponent(goal.id)}`} className="btn">
            {words.cancel}
          </PageLink>
        </div>
      </form>
      <Agreed goal={goal} choices={choices} />
    </div>
  );
}
