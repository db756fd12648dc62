import type { Decision } from '@tandem/contracts/decisions';
import type { GoalChoices } from '@tandem/contracts/goals';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import { askJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { departmentName } from '../../ui/owners.js';
import { TextArea } from '../../ui/text-area.js';
import { useTask } from '../../ui/use-task.js';
import { SelectField } from '../../ui/select-field.js';
import { contentOf, type DecisionDraft } from './decision-draft.js';
import { PeopleFields } from './people-fields.js';
import { words } from './decision-form-words.js';
import { KINDS, WORDS } from './decision-words.js';

const FIELDS = [
  'decision.title',
  'decision.reason',
  'title',
  'about',
  'driver',
  'approvers.marketing',
  'approvers.it',
  'effect.metric',
  'effect.amount',
  'effect.by',
  'expiresOn',
];
const WRITTEN = ['ordinary', 'waiver', 'targetChange', 'budgetRelease'] as const;

interface PartProps {
  readonly draft: DecisionDraft;
  readonly set: (change: Partial<DecisionDraft>) => void;
  readonly choices: GoalChoices;
  readonly error: ReturnType<typeof useTask>['error'];
}

function subjects(choices: GoalChoices, about: string) {
  const known = [
    { value: '', label: words.nothing },
    ...choices.goals.map(({ id, title }) => ({ value: `goal:${id}`, label: words.goal(title) })),
    ...choices.metrics.map(({ key, title }) => ({ value: `metric:${key}`, label: words.metricNamed(title) })),
    ...choices.guardrails.map(({ id, title }) => ({ value: `guardrail:${id}`, label: words.guardrail(title) })),
  ];
  return known.some(({ value }) => value === about)
    ? known
    : [...known, { value: about, label: about.replace(':', ' ') }];
}

function What({ draft, set, choices, error }: PartProps) {
  return (
    <section className="panel space-y-3 px-4 py-3" aria-labelledby="what">
      <h2 id="what" className="text-base font-semibold">
        {WORDS.what}
      </h2>
      <SelectField
        label={WORDS.kind}
        name="kind"
        value={draft.kind}
        error={error}
        options={WRITTEN.map((kind) => ({ value: kind, label: KINDS[kind] }))}
        onChange={(kind) => set({ kind: kind as DecisionDraft['kind'] })}
      />
      <FormField
        label={words.title}
        name="title"
        value={draft.title}
        onChange={(title) => set({ title })}
        error={error}
      />
      <TextArea
        label={words.text}
        value={draft.text}
        onChange={(text) => set({ text })}
        required={false}
        longest={4000}
      />
      <TextArea label={WORDS.reason} value={draft.reason} onChange={(reason) => set({ reason })} longest={2000} />
      <SelectField
        label={WORDS.about}
        name="about"
        value={draft.about}
        error={error}
        options={subjects(choices, draft.about)}
        onChange={(about) => set({ about })}
      />
      <FormField
        label={WORDS.lastDay}
        name="expiresOn"
        type="date"
        value={draft.expiresOn}
        onChange={(expiresOn) => set({ expiresOn })}
        error={error}
        required={draft.kind === 'waiver'}
        hint={words.lastDayHint}
      />
    </section>
  );
}

function Who({ draft, set, choices, error }: PartProps) {
  const named = (owners: GoalChoices['owners']) =>
    owners.map(({ id, name, side }) => ({ value: id, label: `${name}, ${departmentName(side)}` }));
  return (
    <section className="panel space-y-3 px-4 py-3" aria-labelledby="who">
      <h2 id="who" className="text-base font-semibold">
        {words.who}
      </h2>
      <SelectField
        label={WORDS.driver}
        name="driver"
        value={draft.driver}
        error={error}
        options={named(choices.owners)}
        onChange={(driver) => set({ driver })}
      />
      {(['marketing', 'it'] as const).map((side) => (
        <SelectField
          key={side}
          label={words.approver(departmentName(side))}
          name={`approvers.${side}`}
          value={draft[side]}
          error={error}
          options={[
            { value: '', label: words.anybody },
            ...named(choices.owners.filter((owner) => owner.side === side)),
          ]}
          onChange={(id) => set({ [side]: id })}
        />
      ))}
      <PeopleFields
        legend={WORDS.contributors}
        owners={choices.owners}
        chosen={draft.contributors}
        onChange={(contributors) => set({ contributors })}
      />
      <PeopleFields
        legend={WORDS.informed}
        owners={choices.owners}
        chosen={draft.informed}
        onChange={(informed) => set({ informed })}
      />
    </section>
  );
}

function Promise({ draft, set, choices, error }: PartProps) {
  return (
    <section className="panel space-y-3 px-4 py-3" aria-labelledby="promise">
      <h2 id="promise" className="text-base font-semibold">
        {WORDS.moves}
      </h2>
      <p className="text-sm text-text-2">{words.promise}</p>
      <SelectField
        label={words.metric}
        name="effect.metric"
        value={draft.metric}
        error={error}
        options={[
          { value: '', label: words.noPromise },
          ...choices.metrics.map(({ key, title }) => ({ value: key, label: title })),
        ]}
        onChange={(metric) => set({ metric })}
      />
      {draft.metric !== '' && (
        <>
          <SelectField
            label={words.direction}
            name="effect.direction"
            value={draft.direction}
            error={error}
            options={[
              { value: 'up', label: words.directions.up },
              { value: 'down', label: words.directions.down },
            ]}
            onChange={(direction) => set({ direction: direction as DecisionDraft['direction'] })}
          />
          <FormField
            label={words.amount}
            name="effect.amount"
            value={draft.amount}
            onChange={(amount) => set({ amount })}
            error={error}
            hint={words.amountHint}
          />
          <FormField
            label={words.by}
            name="effect.by"
            type="date"
            value={draft.by}
            onChange={(by) => set({ by })}
            error={error}
          />
        </>
      )}
    </section>
  );
}

/** A decision from its words to what it promises; it is kept as a draft, or put forward at once. */
export function DecisionForm({
  start,
  choices,
  id,
}: {
  readonly start: DecisionDraft;
  readonly choices: GoalChoices;
  /** Of a draft that is written anew; null for a new one. */
  readonly id: string | null;
}) {
  const [draft, setDraft] = useState(start);
  const [, navigate] = useLocation();
  const { busy, error, attempt } = useTask();
  const set = (change: Partial<DecisionDraft>): void => setDraft((present) => ({ ...present, ...change }));
  const save = (putForward: boolean): void =>
    void attempt(async () => {
      const decision = contentOf(draft);
      const written =
        id === null
          ? await askJson<Decision>('/decisions', { method: 'POST', body: { decision, putForward } })
          : await askJson<Decision>(`/decisions/${id}`, { method: 'PUT', body: { decision } });
      if (id !== null && putForward) await askJson(`/decisions/${id}/propose`, { method: 'POST', body: {} });
      invalidateResources((path) => path.startsWith('/decisions') || path.startsWith('/communication'), 0);
      navigate(`/decisions/${written.id}`);
    });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save(true);
  };
  const part = { draft, set, choices, error };
  return (
    <form className="mt-4" onSubmit={submit}>
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <What {...part} />
        <div className="space-y-4">
          <Who {...part} />
          <Promise {...part} />
        </div>
      </div>
      <div className="mt-4 flex flex-wrap items-center gap-2">
        <button type="submit" className="btn btn-primary" disabled={busy}>
          {WORDS.putForward}
        </button>
        <button type="button" className="btn" disabled={busy} onClick={() => save(false)}>
          {words.keepDraft}
        </button>
        <FormError error={error} fields={FIELDS} />
      </div>
    </form>
  );
}
