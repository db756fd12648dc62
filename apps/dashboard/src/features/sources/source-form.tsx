import type { CheckAnswer, ConnectorKind, DiscoverAnswer } from '@tandem/contracts/connectors';
import { useState, type ChangeEvent, type FormEvent, type ReactNode } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { CheckFindings } from './check-findings.js';
import { isToldBeside, SettingInputs, type Choices } from './setting-inputs.js';
import { settingsOf, storedSecrets, valuesOf } from './setting-values.js';

export interface SourceDraft {
  readonly name: string;
  readonly expectedEvery: string;
  readonly syncEvery: string | null;
  readonly settings: Readonly<Record<string, unknown>>;
}

interface SourceFormProps {
  readonly kind: ConnectorKind;
  readonly begun: SourceDraft;
  /** Of a source that there is. */
  readonly source?: string;
  readonly saveLabel: string;
  readonly save: (draft: SourceDraft, file: File | null) => Promise<void>;
  /** Further fields, beside the name. */
  readonly children?: (name: string, error: ApiError | null) => ReactNode;
}

const BEATS = ['15m', '1h', '6h', '1d', '1w'] as const;
const WORDS: Readonly<Record<string, string>> = {
  '15m': 'every 15 minutes',
  '1h': 'every hour',
  '6h': 'every 6 hours',
  '1d': 'every day',
  '1w': 'every week',
};
const beatOptions = (present: string | null) =>
  [...new Set([...BEATS, ...(present === null ? [] : [present])])].map((beat) => ({
    value: beat,
    label: WORDS[beat] ?? `every ${beat}`,
  }));
/** Enough for a header and some hundred rows; the whole file is sent when the source is there. */
const SAMPLE_BYTES = 100_000;

/** What is filled in, and what has been asked of the source with it. */
function useSourceForm({ kind, begun, source, save }: SourceFormProps) {
  const [own, setOwn] = useState({
    name: begun.name,
    expectedEvery: begun.expectedEvery,
    syncEvery: begun.syncEvery ?? '',
  });
  const [values, setValues] = useState(() => valuesOf(kind.fields, begun.settings));
  const [file, setFile] = useState<File | null>(null);
  const [choices, setChoices] = useState<Choices>([]);
  const [check, setCheck] = useState<CheckAnswer | null>(null);
  const task = useTask();
  const stored = storedSecrets(kind.fields, begun.settings);
  const { settings, faults } = settingsOf(kind.fields, values, stored);
  const isReadable = Object.keys(faults).length === 0;
  const ask = async <Answer,>(what: 'check' | 'discover'): Promise<Answer> => {
    const sample = file ? { sample: { name: file.name, text: await file.slice(0, SAMPLE_BYTES).text() } } : {};
    const body = { settings, ...(source === undefined ? {} : { source }), ...sample };
    return askJson<Answer>(`/connectors/${kind.id}/${what}`, { method: 'POST', body });
  };
  return {
    own,
    values,
    faults,
    stored,
    choices,
    check,
    task,
    isReadable,
    setFile,
    changeOwn: (more: Partial<typeof own>): void => setOwn({ ...own, ...more }),
    change: (path: string, value: string | boolean): void => {
      setValues({ ...values, [path]: value });
      setCheck(null);
    },
    tryIt: (): void => void task.attempt(async () => setCheck(await ask<CheckAnswer>('check'))),
    look: (): void => void task.attempt(async () => setChoices((await ask<DiscoverAnswer>('discover')).choices)),
    submit: (event: FormEvent): void => {
      event.preventDefault();
      const { name, expectedEvery, syncEvery } = own;
      const draft = { name, expectedEvery, syncEvery: syncEvery === '' ? null : syncEvery, settings };
      if (isReadable) void task.attempt(() => save(draft, file));
    },
  };
}

/** Name, beat and the connector's own settings, tried before they are saved. */
export function SourceForm(props: SourceFormProps) {
  const { kind, begun, saveLabel, children } = props;
  const form = useSourceForm(props);
  const { own, task, changeOwn } = form;
  const { error } = task;
  const isUnplaced = ({ field }: { readonly field: string }) =>
    !isToldBeside(kind.fields, field) && !OWN.includes(field);
  const issues = error?.problem?.issues ?? [];
  return (
    <form className="panel mt-4 px-5 py-4" aria-label={saveLabel} noValidate onSubmit={form.submit}>
      <div className="grid items-start gap-4 md:grid-cols-2">
        <FormField label="Name" name="name" value={own.name} onChange={(name) => changeOwn({ name })} error={error} />
        {children?.(own.name, error)}
        <div className="flex flex-wrap gap-4 md:col-span-2">
          <BeatChoice
            label="New data is expected"
            value={own.expectedEvery}
            options={beatOptions(begun.expectedEvery)}
            onChange={(expectedEvery) => changeOwn({ expectedEvery })}
          />
          {!kind.isPushed && (
            <BeatChoice
              label="It is read"
              value={own.syncEvery}
              options={[...beatOptions(begun.syncEvery), { value: '', label: 'only on request' }]}
              onChange={(syncEvery) => changeOwn({ syncEvery })}
            />
          )}
        </div>
      </div>
      <h2 className="mb-3 mt-5 text-base font-semibold">{kind.title}</h2>
      {kind.takesFiles && <FileInput onFile={form.setFile} />}
      <SettingInputs fields={kind.fields} onChange={form.change} error={error} {...form} />
      <FormButtons kind={kind} saveLabel={saveLabel} form={form} />
      <p role="status" className="mt-2 text-sm text-text-2">
        {task.busy ? 'Working …' : ''}
      </p>
      {(issues.length === 0 || issues.some(isUnplaced)) && <FormError error={error} />}
      {form.check && <CheckFindings check={form.check} />}
    </form>
  );
}

function FormButtons({
  kind,
  saveLabel,
  form: { task, isReadable, look, tryIt },
}: Pick<SourceFormProps, 'kind' | 'saveLabel'> & { readonly form: ReturnType<typeof useSourceForm> }) {
  return (
    <div className="mt-5 flex flex-wrap gap-2">
      {kind.canDiscover && (
        <button type="button" className="btn" disabled={task.busy || !isReadable} onClick={look}>
          Look for choices
        </button>
      )}
      <button type="button" className="btn" disabled={task.busy || !isReadable} onClick={tryIt}>
        Check
      </button>
      <button type="submit" className="btn btn-primary" disabled={task.busy || !isReadable}>
        {saveLabel}
      </button>
    </div>
  );
}

/** Fields of the form that are no settings; their faults stand beside them. */
const OWN = ['name', 'id'];

function BeatChoice(props: Parameters<typeof Choice>[0]) {
  return (
    <div>
      <p className="mb-1 text-sm font-medium" aria-hidden="true">
        {props.label}
      </p>
      <Choice {...props} />
    </div>
  );
}

function FileInput({ onFile }: { readonly onFile: (file: File | null) => void }) {
  const choose = (event: ChangeEvent<HTMLInputElement>): void => onFile(event.target.files?.[0] ?? null);
  return (
    <div className="mb-4">
      <label className="text-sm font-medium">
        A file to begin with
        <input type="file" className="mt-1 block max-w-full text-sm" onChange={choose} />
      </label>
      <p className="mt-1 text-xs text-text-3">
        For files that people upload: its beginning is tried, and the whole file is sent once the source is saved.
      </p>
    </div>
  );
}
