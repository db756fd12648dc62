import type { SessionState } from '@tandem/contracts/access';
import type { GuardrailForm, RehearsalList } from '@tandem/contracts/guardrails';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { useState, type FormEvent } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';
import { useResource } from '../../api/use-resource.js';
import { PageLink } from '../../navigation/page-link.js';
import { useParams } from '../../navigation/use-params.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { Loaded } from '../../ui/loaded.js';
import { PageHeading } from '../../ui/page-heading.js';
import { useTask } from '../../ui/use-task.js';
import { useLivePreview, type LivePreview } from '../proposal/use-live-preview.js';
import { draftOf, fieldsOf, fileOf, idFor, KIND_NAMES, type Kind } from './guardrail-draft.js';
import { GuardrailFields } from './guardrail-fields.js';
import { RehearsalPanel } from './rehearsal-panel.js';

interface EditorProps {
  readonly form: GuardrailForm;
  readonly isNew: boolean;
  readonly metric: string | null;
  /** Only who may change the configuration can keep what is rehearsed. */
  readonly mayKeep: boolean;
}

function useEditor({ form, isNew, metric }: EditorProps) {
  const [draft, setDraft] = useState(() => draftOf(form, metric));
  const edit = (field: string, value: string) =>
    setDraft((before) => {
      const named: Record<string, string> = field === 'title' && isNew ? { id: idFor(value) } : {};
      return { ...before, fields: { ...before.fields, [field]: value, ...named } };
    });
  const text = fileOf(draft);
  const body = text === null ? null : JSON.stringify({ file: 'this guardrail', text });
  return { draft, edit, choose: (kind: Kind) => setDraft({ ...draft, kind }), text, body };
}

interface NamedProps extends Pick<ReturnType<typeof useEditor>, 'draft' | 'edit' | 'choose'> {
  readonly form: GuardrailForm;
  readonly error: ApiError | null;
}

function Named({ draft, edit, choose, error, form }: NamedProps) {
  return (
    <>
      <FormField
        label="Title"
        name="guardrails[0].title"
        value={draft.fields['title'] ?? ''}
        onChange={(title) => edit('title', title)}
        error={error}
        hint={`Its id is "${draft.fields['id'] ?? ''}".`}
      />
      <label className="text-sm font-medium">
        Metric
        <select
          name="metric"
          className="field mt-1 block !h-9 w-full font-normal"
          value={draft.fields['metric'] ?? ''}
          onChange={(event) => edit('metric', event.target.value)}
        >
          {form.metrics.map(({ key, title }) => (
            <option key={key} value={key}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="text-sm font-medium">
        Kind
        <select
          name="kind"
          className="field mt-1 block !h-9 w-full font-normal"
          value={draft.kind}
          onChange={(event) => choose(event.target.value as Kind)}
        >
          {Object.entries(KIND_NAMES).map(([kind, words]) => (
            <option key={kind} value={kind}>
              {words}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

function Rehearsed({ live }: { readonly live: LivePreview<RehearsalList> }) {
  const { preview, busy } = live;
  const [rehearsal] = preview?.rehearsals ?? [];
  return (
    <section className="panel px-4 py-3" aria-labelledby="rehearsal" aria-busy={busy}>
      <h2 id="rehearsal" className="text-base font-semibold">
        Rehearsal
      </h2>
      {rehearsal ? (
        <div className={busy ? 'opacity-60' : ''}>
          <RehearsalPanel rehearsal={rehearsal} />
        </div>
      ) : (
        <p className="mt-1 text-sm text-text-2">
          {busy ? 'Playing it over history …' : 'Give it a title and a limit: here stands when it would have fired.'}
        </p>
      )}
    </section>
  );
}

/** Keeps what is written, as a configuration file with this one guardrail. */
function useKeeping(text: string | null) {
  const task = useTask();
  const [kept, setKept] = useState(false);
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (text === null) return;
    setKept(false);
    void task
      .attempt(async () => {
        await askJson<ApplyAnswer>('/configuration', { method: 'POST', body: { file: 'this guardrail', text } });
      })
      .then(setKept);
  };
  return { task, kept, keep };
}

function Editor(props: EditorProps) {
  const { form, isNew, mayKeep } = props;
  const { draft, edit, choose, text, body } = useEditor(props);
  const live = useLivePreview<RehearsalList>('/guardrails/rehearsal', body);
  const { task, kept, keep } = useKeeping(text);
  const error = task.error ?? live.error;
  const shown = fieldsOf(draft.kind).map((field) => `guardrails[0].${field}`);
  return (
    <div className="mt-4 grid items-start gap-4 lg:grid-cols-[400px_1fr]">
      <form onSubmit={keep} className="panel grid gap-3 px-4 py-3" aria-label="Guardrail">
        <Named draft={draft} edit={edit} choose={choose} error={error} form={form} />
        <GuardrailFields form={form} draft={draft} edit={edit} error={error} />
        <FormError error={error} fields={shown} />
        <p className="text-xs text-text-3">Owners and routes are named in the configuration file.</p>
        {mayKeep ? (
          <button type="submit" className="btn justify-self-start" disabled={text === null || task.busy}>
            {isNew ? 'Create guardrail' : 'Save changes'}
          </button>
        ) : (
          <p className="text-sm text-text-2">You can rehearse it here; an administrator keeps it.</p>
        )}
        <p role="status" className="text-sm text-ok">
          {kept && 'Kept. It is judged from now on.'}
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
      Guardrails
    </PageLink>
  );
  return (
    <>
      <PageHeading title={id === null ? 'New guardrail' : typeof title === 'string' ? title : id} crumbs={crumbs}>
        <p className="mt-0.5 text-sm text-text-2">
          What it would have done over the last half year is played as you write; nothing is kept before you say so.
        </p>
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
