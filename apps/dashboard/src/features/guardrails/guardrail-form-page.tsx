import type { SessionState } from '@tandem/contracts/access';
import type { GuardrailForm, RehearsalList } from '@tandem/contracts/guardrails';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { useState, type FormEvent } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { askJson, getJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { optionsOf } from '../../ui/options-of.js';
import { SelectField } from '../../ui/select-field.js';
import { useTask } from '../../ui/use-task.js';
import { useLivePreview, type LivePreview } from '../proposal/use-live-preview.js';
import { refreshAfterChange } from '../settings/use-thing.js';
import { BurnWindowFields } from './burn-window-fields.js';
import { draftOf, fileOf, idFor, shownFields, type GuardrailDraft, type Kind } from './guardrail-draft.js';
import { GuardrailFields } from './guardrail-fields.js';
import { PolicyField } from './policy-field.js';
import { policyStateOf } from './policy-state.js';
import { ToldFields } from './told-fields.js';
import { RehearsalPanel } from './rehearsal-panel.js';
import { FIELDS } from './guardrail-field-words.js';
import { REHEARSAL } from './rehearsal-words.js';
import { WORDS } from './guardrail-words.js';

interface EditorProps {
  readonly form: GuardrailForm;
  readonly isNew: boolean;
  readonly metric: string | null;
  /** Only who may change the configuration can keep what is rehearsed. */
  readonly mayKeep: boolean;
}

function useEditor({ form, isNew: isEmpty, metric }: EditorProps) {
  // Once it is kept it is that one: its id stays, whatever its title becomes.
  const [isNew, setNew] = useState(isEmpty);
  const [draft, setDraft] = useState(() => draftOf(form, metric));
  const edit = (field: string, value: string) =>
    setDraft((before) => {
      const named: Record<string, string> = field === 'title' && isNew ? { id: idFor(value) } : {};
      return { ...before, fields: { ...before.fields, [field]: value, ...named } };
    });
  const text = fileOf(draft);
  const body = text === null ? null : JSON.stringify({ file: 'this guardrail', text });
  const choose = (kind: Kind) => setDraft({ ...draft, kind });
  return { draft, isNew, made: () => setNew(false), edit, choose, text, body };
}

interface NamedProps extends Pick<ReturnType<typeof useEditor>, 'draft' | 'edit' | 'choose'> {
  readonly form: GuardrailForm;
  readonly error: ApiError | null;
  readonly isTaken: boolean;
}

function Named({ draft, edit, choose, error, form, isTaken }: NamedProps) {
  const id = draft.fields['id'] ?? '';
  return (
    <>
      <FormField
        label={FIELDS.title}
        name="guardrails[0].title"
        value={draft.fields['title'] ?? ''}
        onChange={(title) => edit('title', title)}
        error={error}
        {...(id === '' ? {} : { hint: FIELDS.itsId(id) })}
        fault={isTaken ? FIELDS.taken(id) : ''}
      />
      <SelectField
        label={FIELDS.metric}
        name="guardrails[0].metric"
        value={draft.fields['metric'] ?? ''}
        options={form.metrics.map(({ key, title }) => ({ value: key, label: title }))}
        onChange={(metric) => edit('metric', metric)}
        error={error}
      />
      <SelectField
        label={FIELDS.kind}
        name="guardrails[0].kind"
        value={draft.kind}
        options={optionsOf(WORDS.kinds)}
        onChange={(kind) => choose(kind as Kind)}
        error={error}
      />
    </>
  );
}

function Rehearsed({ live }: { readonly live: LivePreview<RehearsalList> }) {
  const { preview, busy } = live;
  const [rehearsal] = preview?.rehearsals ?? [];
  return (
    <section className="panel px-4 py-3" aria-labelledby="rehearsal" aria-busy={busy}>
      <h2 id="rehearsal" className="text-base font-semibold">
        {REHEARSAL.title}
      </h2>
      {rehearsal ? (
        <div className={busy ? 'opacity-60' : ''}>
          <RehearsalPanel rehearsal={rehearsal} />
        </div>
      ) : (
        <p className="mt-1 text-sm text-text-2">{busy ? REHEARSAL.playing : REHEARSAL.begin}</p>
      )}
    </section>
  );
}

function isTakenIn({ guardrails }: GuardrailForm, { fields }: GuardrailDraft): boolean {
  return guardrails.includes(fields['id'] ?? '');
}

/** Keeps what is written, as a configuration file with this one guardrail and the policies that take it up or let it go. */
function useKeeping({ draft, isNew, made }: Pick<ReturnType<typeof useEditor>, 'draft' | 'isNew' | 'made'>) {
  const task = useTask();
  const [kept, setKept] = useState(false);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    setKept(false);
    void task.attempt(async () => {
      // What others have changed meanwhile stays: policies are shared, and an id may be taken.
      const now = await getJson<GuardrailForm>('/guardrails/form');
      const { choice, isChosen } = policyStateOf(draft, now);
      const isRefused = (isNew && isTakenIn(now, draft)) || (isChosen && choice.changed === null);
      const text = isRefused ? null : fileOf(draft, isChosen ? (choice.changed ?? []) : []);
      if (text !== null) {
        await askJson<ApplyAnswer>('/configuration', { method: 'POST', body: { file: 'this guardrail', text } });
        setKept(true);
        made();
      }
      refreshAfterChange();
    });
  };
  return { task, kept, keep };
}

function Editor(props: EditorProps) {
  const { form, mayKeep } = props;
  const editor = useEditor(props);
  const { draft, isNew, edit, choose, text, body } = editor;
  const live = useLivePreview<RehearsalList>('/guardrails/rehearsal', body);
  const { task, kept, keep } = useKeeping(editor);
  const error = task.error ?? live.error;
  const policy = policyStateOf(draft, form);
  // Between keeping it and hearing of that, it is no other one that has its id.
  const isTaken = isNew && !task.busy && isTakenIn(form, draft);
  const isHindered = isTaken || (policy.isChosen && policy.choice.hindrance !== null);
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-[400px_1fr]">
      <form onSubmit={keep} className="panel grid gap-3 px-4 py-3" aria-label={FIELDS.form}>
        <Named draft={draft} edit={edit} choose={choose} error={error} form={form} isTaken={isTaken} />
        <GuardrailFields form={form} draft={draft} edit={edit} error={error} />
        {draft.kind === 'burn' && <BurnWindowFields draft={draft} edit={edit} error={error} />}
        <ToldFields form={form} draft={draft} edit={edit} error={error} />
        <PolicyField
          policies={form.policies}
          state={policy}
          isTold={(draft.fields['routes'] ?? '') !== ''}
          edit={edit}
          error={error}
        />
        <FormError error={error} fields={shownFields(draft)} />
        {mayKeep ? (
          <button type="submit" className="btn justify-self-start" disabled={text === null || isHindered || task.busy}>
            {isNew ? FIELDS.create : FIELDS.save}
          </button>
        ) : (
          <p className="text-sm text-text-2">{FIELDS.administrator}</p>
        )}
        <p role="status" className="text-sm text-ok">
          {kept && FIELDS.kept}
        </p>
      </form>
      <Rehearsed live={live} />
    </div>
  );
}

/** A guardrail, written beside what it would have done over history. */
export default function GuardrailFormPage({ id }: { readonly id: string | null }) {
  const { params } = useParams();
  const form = useResource<GuardrailForm>(
    id === null ? '/guardrails/form' : `/guardrails/form?id=${encodeURIComponent(id)}`,
  );
  const session = useResource<SessionState>('/session');
  const title = form.data?.document?.['title'];
  const crumbs = (
    <PageLink to="/guardrails" className="hover:underline">
      {FIELDS.guardrails}
    </PageLink>
  );
  return (
    <>
      <PageHeading title={id === null ? FIELDS.new : typeof title === 'string' ? title : id} crumbs={crumbs}>
        <p className="mt-0.5 text-sm text-text-2">{FIELDS.intro}</p>
      </PageHeading>
      <Loaded resource={session} heights={[480]}>
        {({ account }) => (
          <Loaded resource={form} heights={[480]}>
            {(data) => (
              <Editor
                form={data}
                isNew={id === null}
                metric={params.get('metric')}
                mayKeep={account?.role === 'administrator'}
              />
            )}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}
