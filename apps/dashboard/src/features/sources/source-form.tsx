import type { CheckAnswer, ConnectorKind, DiscoverAnswer } from '@tandem/contracts/connectors';
import { useState, type ChangeEvent, type FormEvent, type ReactNode } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { askJson } from '../../api/request.js';
import { Choice } from '../../ui/choice.js';
import { FormError, FormField } from '../../ui/form-field.js';
import { useTask } from '../../ui/use-task.js';
import { CheckFindings } from './check-findings.js';
import { useLivePreview } from '../proposal/use-live-preview.js';
import type { Sample } from './mapping-editor.js';
import { MappingResult } from './mapping-result.js';
import { isToldBeside, SettingInputs, type Choices } from './setting-inputs.js';
import { settingsOf, storedSecrets, valuesOf, type SettingValues } from './setting-values.js';
import { CONNECT } from './connect-words.js';

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
const beats = (): Readonly<Record<string, string>> => CONNECT.beats;
const beatOptions = (present: string | null) =>
  [...new Set([...BEATS, ...(present === null ? [] : [present])])].map((beat) => ({
    value: beat,
    label: beats()[beat] ?? CONNECT.every(beat),
  }));
/** Where files of a source come from. */
const UPLOADS = 'location.upload';
const LOCATIONS = ['location.path', 'location.url', UPLOADS];
/** Enough for a header and some hundred rows; the whole file is sent when the source is there. */
const SAMPLE_BYTES = 100_000;

/** The first rows of the source, and what they would become; asked with what is filled in. */
function useRows(
  { kind, source }: SourceFormProps,
  { settings, fileSample, isReadable }: Filled & { readonly isReadable: boolean },
) {
  const [choices, setChoices] = useState<Choices>([]);
  const [sample, setSample] = useState<Sample | null>(null);
  const bodyOf = (filled: Filled) => ({
    settings: filled.settings,
    ...(source === undefined ? {} : { source }),
    ...(filled.fileSample ? { sample: filled.fileSample } : {}),
  });
  const body = bodyOf({ settings, fileSample });
  const path = `/connectors/${kind.id}`;
  const isMapped = sample !== null && isReadable && settings['mappings'] !== undefined;
  // Only once rows are there is it worth asking, with every change, what they become.
  const live = useLivePreview<CheckAnswer>(`${path}/check`, isMapped ? JSON.stringify(body) : null);
  return {
    choices,
    sample,
    live,
    forget: (): void => setSample(null),
    check: () => askJson<CheckAnswer>(`${path}/check`, { method: 'POST', body }),
    /** Answers the best guess of a mapping, as JSON; null where there is none. */
    look: async (filled: Filled): Promise<string | null> => {
      const found = await askJson<DiscoverAnswer>(`${path}/discover`, { method: 'POST', body: bodyOf(filled) });
      setChoices(found.choices);
      setSample(found.sample);
      return found.choices.find(({ field }) => field === 'mappings')?.choices[0]?.value ?? null;
    },
  };
}

interface Filled {
  readonly settings: Readonly<Record<string, unknown>>;
  /** The beginning of a file that would be uploaded. */
  readonly fileSample: { readonly name: string; readonly text: string } | null;
}

/** What is filled in, and what has been asked of the source with it. */
function useSourceForm(props: SourceFormProps) {
  const { kind, begun, save } = props;
  const { name, expectedEvery } = begun;
  const [own, setOwn] = useState({ name, expectedEvery, syncEvery: begun.syncEvery ?? '' });
  const [values, setValues] = useState(() => valuesOf(kind.fields, begun.settings));
  const [file, setFile] = useState<File | null>(null);
  const [fileSample, setFileSample] = useState<Filled['fileSample']>(null);
  const [check, setCheck] = useState<CheckAnswer | null>(null);
  const task = useTask();
  const stored = storedSecrets(kind.fields, begun.settings);
  const { settings, faults } = settingsOf(kind.fields, values, stored);
  const isReadable = Object.keys(faults).length === 0;
  const rows = useRows(props, { settings, fileSample, isReadable });
  const look = (typed: SettingValues, from: Filled['fileSample']): void =>
    void task.attempt(async () => {
      const best = await rows.look({ settings: settingsOf(kind.fields, typed, stored).settings, fileSample: from });
      // The best guess is a beginning, never more: it is put where nothing has been written yet.
      if (best !== null && (typed['mappings'] ?? '') === '')
        setValues({ ...typed, mappings: JSON.stringify(JSON.parse(best), null, 2) });
    });
  return {
    ...{ own, values, faults, stored, check, task, isReadable },
    look: (): void => look(values, fileSample),
    ...{ choices: rows.choices, sample: rows.sample, live: rows.live },
    setFile: (chosen: File | null): void => {
      setFile(chosen);
      rows.forget();
      if (chosen === null) {
        setFileSample(null);
        return;
      }
      if (own.name === '') setOwn({ ...own, name: chosen.name.replace(/\.[^.]*$/, '') });
      const typed = asUpload(kind, values);
      setValues(typed);
      void sampleOf(chosen).then((read) => {
        setFileSample(read);
        if (kind.canDiscover) look(typed, read);
      });
    },
    changeOwn: (more: Partial<typeof own>): void => setOwn({ ...own, ...more }),
    change: (path: string, value: string | boolean): void => {
      setValues({ ...values, [path]: value });
      setCheck(null);
    },
    tryIt: (): void => void task.attempt(async () => setCheck(await rows.check())),
    submit: (event: FormEvent): void => {
      event.preventDefault();
      const draft = { ...own, syncEvery: own.syncEvery === '' ? null : own.syncEvery, settings };
      if (isReadable) void task.attempt(() => save(draft, file));
    },
  };
}

/** A file that is chosen is an upload, unless another place has been named. */
function asUpload({ fields }: ConnectorKind, values: SettingValues): SettingValues {
  const isPlaced = LOCATIONS.some(
    (path) => values[path] !== undefined && values[path] !== '' && values[path] !== false,
  );
  return isPlaced || !fields.some(({ path }) => path === UPLOADS) ? values : { ...values, [UPLOADS]: true };
}

async function sampleOf(file: File): Promise<NonNullable<Filled['fileSample']>> {
  return { name: file.name, text: await file.slice(0, SAMPLE_BYTES).text() };
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
        <FormField
          label={CONNECT.name}
          name="name"
          value={own.name}
          onChange={(name) => changeOwn({ name })}
          error={error}
        />
        {children?.(own.name, error)}
        <div className="flex flex-wrap gap-4 md:col-span-2">
          <BeatChoice
            label={CONNECT.expected}
            value={own.expectedEvery}
            options={beatOptions(begun.expectedEvery)}
            onChange={(expectedEvery) => changeOwn({ expectedEvery })}
          />
          {!kind.isPushed && (
            <BeatChoice
              label={CONNECT.isRead}
              value={own.syncEvery}
              options={[...beatOptions(begun.syncEvery), { value: '', label: CONNECT.onRequest }]}
              onChange={(syncEvery) => changeOwn({ syncEvery })}
            />
          )}
        </div>
      </div>
      <h2 className="mb-3 mt-5 text-base font-semibold">{kind.title}</h2>
      {kind.takesFiles && <FileInput onFile={form.setFile} />}
      <SettingInputs fields={kind.fields} onChange={form.change} error={error} {...form} />
      {form.sample && <MappingResult live={form.live} />}
      <FormButtons kind={kind} saveLabel={saveLabel} form={form} />
      <p role="status" className="mt-2 text-sm text-text-2">
        {task.busy ? CONNECT.working : ''}
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
          {CONNECT.look}
        </button>
      )}
      <button type="button" className="btn" disabled={task.busy || !isReadable} onClick={tryIt}>
        {CONNECT.checkIt}
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
        {CONNECT.file}
        <input type="file" className="mt-1 block max-w-full text-sm" onChange={choose} />
      </label>
      <p className="mt-1 text-xs text-text-3">{CONNECT.fileHint}</p>
    </div>
  );
}
