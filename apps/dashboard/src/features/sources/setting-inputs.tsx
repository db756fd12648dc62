import type { DiscoverAnswer, SettingField } from '@tandem/contracts/connectors';
import { useId, type ChangeEvent, type ReactNode } from 'react';
import type { ApiError } from '../../api/api-error.js';
import { MappingEditor, type Sample } from './mapping-editor.js';
import { MAPPING } from './mapping-words.js';
import { isAsked, type SettingValues } from './setting-values.js';
import { CONNECT } from './connect-words.js';

export type Choices = DiscoverAnswer['choices'];

interface SettingInputsProps {
  readonly fields: readonly SettingField[];
  readonly values: SettingValues;
  readonly onChange: (path: string, value: string | boolean) => void;
  /** Paths of secrets that are stored. */
  readonly stored: readonly string[];
  readonly choices: Choices;
  /** The first rows of the source, once they have been looked for. */
  readonly sample: Sample | null;
  readonly faults: Readonly<Record<string, string>>;
  readonly error: ApiError | null;
}

/** The form of any connector, from its declaration. */
export function SettingInputs({ fields, ...rest }: SettingInputsProps) {
  const asked = fields.filter((field) => isAsked(field, rest.values));
  return (
    <div className="grid gap-4">
      {asked.map((field) => (
        <SettingInput key={field.path} field={field} {...rest} />
      ))}
    </div>
  );
}

function SettingInput({ field, ...form }: Omit<SettingInputsProps, 'fields'> & { readonly field: SettingField }) {
  const id = useId();
  const { path, label, help, example, required, kind } = field;
  const found = form.choices.find((one) => one.field === path);
  const faults = faultsAt(path, form);
  const hints = [help, example === null ? null : CONNECT.inputs.example(example), found?.note]
    .filter(Boolean)
    .join(' ');
  const described = [hints ? `${id}-hint` : '', faults.length ? `${id}-fault` : ''].join(' ').trim() || undefined;
  const shared = { id, 'aria-invalid': faults.length > 0, 'aria-describedby': described };
  const input = inputOf(field, form, shared, found);
  const isBox = kind === 'flag';
  return (
    <div>
      <label htmlFor={id} className={`text-sm font-medium ${isBox ? 'flex min-h-6 items-center gap-2' : ''}`}>
        {isBox && input}
        {label}
        {required && !form.stored.includes(path) && <span className="text-text-3"> {CONNECT.inputs.needed}</span>}
      </label>
      {!isBox && input}
      {hints && (
        <p id={`${id}-hint`} className="mt-1 break-words text-xs text-text-3">
          {hints}
        </p>
      )}
      {faults.length > 0 && (
        <ul id={`${id}-fault`} className="mt-1 break-words text-xs text-bad">
          {faults.map((fault) => (
            <li key={fault}>{fault}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface Shared {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface OneInput {
  readonly shared: Shared;
  readonly field: SettingField;
  readonly text: string;
  readonly found: Choices[number] | undefined;
  readonly sample: Sample | null;
  readonly isStored: boolean;
  readonly onText: (text: string) => void;
}

const WIDE = 'field mt-1 !h-9 w-full';

function inputOf(
  field: SettingField,
  { values, onChange, stored, sample }: Omit<SettingInputsProps, 'fields'>,
  shared: Shared,
  found: Choices[number] | undefined,
): ReactNode {
  const { path, kind } = field;
  const value = values[path];
  if (kind === 'flag') {
    const tick = (event: ChangeEvent<HTMLInputElement>): void => onChange(path, event.target.checked);
    return <input {...shared} type="checkbox" className="size-4" checked={value === true} onChange={tick} />;
  }
  const text = typeof value === 'string' ? value : '';
  const Input = {
    choice: ChoiceInput,
    texts: TextsInput,
    structure: StructureInput,
    text: LineInput,
    secret: LineInput,
    number: LineInput,
  }[kind];
  return (
    <Input
      shared={shared}
      field={field}
      text={text}
      found={found}
      sample={sample}
      isStored={stored.includes(path)}
      onText={(typed) => onChange(path, typed)}
    />
  );
}

function ChoiceInput({ shared, field: { choices, standard }, text, onText }: OneInput) {
  return (
    <select {...shared} className={WIDE} value={text} onChange={(event) => onText(event.target.value)}>
      <option value="">
        {typeof standard === 'string' ? CONNECT.inputs.standard(standard) : CONNECT.inputs.choose}
      </option>
      {choices?.map((choice) => (
        <option key={choice}>{choice}</option>
      ))}
    </select>
  );
}

function TextsInput({ shared, field, text, found, onText }: OneInput) {
  if (field.choices) {
    const all = { field: field.path, note: null, choices: field.choices.map((value) => ({ value, label: value })) };
    return (
      <div id={shared.id} role="group" aria-label={field.label} aria-describedby={shared['aria-describedby']}>
        <Ticks text={text} found={all} onChange={onText} />
      </div>
    );
  }
  return (
    <>
      {found && <Ticks text={text} found={found} onChange={onText} />}
      <textarea
        {...shared}
        className="field mt-1 !h-auto w-full py-1.5"
        rows={3}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
    </>
  );
}

/** Written as JSON, for no form could draw every shape that a connector may want; what a row means is said by clicking, too. */
function StructureInput({ shared, field, text, found, sample, onText }: OneInput) {
  const isMapping = field.path === 'mappings' || field.path.endsWith('.mappings');
  const json = (
    <textarea
      {...shared}
      className="field mt-1 !h-auto w-full py-1.5 font-mono text-xs"
      rows={text.length > 200 ? 18 : 4}
      spellCheck={false}
      value={text}
      onChange={(event) => onText(event.target.value)}
    />
  );
  return (
    <>
      {found && found.choices.length > 0 && (
        <select
          className={WIDE}
          aria-label={CONNECT.inputs.beginWith}
          value=""
          onChange={(event) => onText(indented(event.target.value))}
        >
          <option value="">{CONNECT.inputs.beginWithOne}</option>
          {found.choices.map((choice) => (
            <option key={choice.label} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
      {isMapping && <MappingEditor text={text} onText={onText} sample={sample} />}
      {isMapping ? (
        <details className="mt-2" open={sample === null}>
          <summary className="min-h-[28px] cursor-pointer py-1 text-sm text-text-2">{MAPPING.json}</summary>
          {json}
        </details>
      ) : (
        json
      )}
    </>
  );
}

function LineInput({ shared, field: { kind }, text, found, isStored, onText }: OneInput) {
  return (
    <>
      <input
        {...shared}
        type={kind === 'secret' ? 'password' : 'text'}
        inputMode={kind === 'number' ? 'decimal' : undefined}
        className={WIDE}
        autoComplete={kind === 'secret' ? 'new-password' : 'off'}
        placeholder={isStored ? CONNECT.inputs.kept : undefined}
        list={found ? `${shared.id}-choices` : undefined}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {found && (
        <datalist id={`${shared.id}-choices`}>
          {found.choices.map((choice) => (
            <option key={choice.value} value={choice.value} label={choice.label} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** What was found, to tick instead of typing. */
function Ticks({
  text,
  found,
  onChange,
}: {
  readonly text: string;
  readonly found: Choices[number];
  readonly onChange: (lines: string) => void;
}) {
  const lines = text.split('\n').filter((line) => line !== '');
  const toggle = (value: string): void =>
    onChange((lines.includes(value) ? lines.filter((line) => line !== value) : [...lines, value]).join('\n'));
  return (
    <ul className="mt-1 grid max-h-56 gap-x-4 overflow-y-auto sm:grid-cols-2" aria-label={CONNECT.inputs.found}>
      {found.choices.map(({ value, label }) => (
        <li key={value}>
          <label className="flex min-h-6 items-center gap-2 text-sm">
            <input type="checkbox" className="size-4" checked={lines.includes(value)} onChange={() => toggle(value)} />
            {label}
          </label>
        </li>
      ))}
    </ul>
  );
}

function faultsAt(path: string, { faults, error }: Pick<SettingInputsProps, 'faults' | 'error'>): readonly string[] {
  const own = faults[path];
  const at = `settings.${path}`;
  const told = (error?.problem?.issues ?? []).flatMap(({ field, reason }) =>
    field === at ? [reason] : field.startsWith(`${at}.`) ? [`${field.slice(at.length + 1)}: ${reason}`] : [],
  );
  return own === undefined ? told : [own, ...told];
}

/** Whether every fault of a refusal is told beside a field. */
export function isToldBeside(fields: readonly SettingField[], field: string): boolean {
  return fields.some(({ path }) => `${field}.`.startsWith(`settings.${path}.`));
}

function indented(json: string): string {
  return json === '' ? '' : JSON.stringify(JSON.parse(json), null, 2);
}
