import type { DiscoverAnswer, SettingField } from '@tandem/contracts/connectors';
import { useId, type ChangeEvent, type ReactNode } from 'react';
import type { ApiError } from '../../api/api-error.js';
import type { SettingValues } from './setting-values.js';

export type Choices = DiscoverAnswer['choices'];

interface SettingInputsProps {
  readonly fields: readonly SettingField[];
  readonly values: SettingValues;
  readonly onChange: (path: string, value: string | boolean) => void;
  /** Paths of secrets that are stored. */
  readonly stored: readonly string[];
  readonly choices: Choices;
  readonly faults: Readonly<Record<string, string>>;
  readonly error: ApiError | null;
}

/** The form of any connector, from its declaration. */
export function SettingInputs({ fields, ...rest }: SettingInputsProps) {
  return (
    <div className="grid gap-4">
      {fields.map((field) => (
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
  const hints = [help, example === null ? null : `For example ${example}.`, found?.note].filter(Boolean).join(' ');
  const described = [hints ? `${id}-hint` : '', faults.length ? `${id}-fault` : ''].join(' ').trim() || undefined;
  const shared = { id, 'aria-invalid': faults.length > 0, 'aria-describedby': described };
  const input = inputOf(field, form, shared, found);
  const isBox = kind === 'flag';
  return (
    <div>
      <label htmlFor={id} className={`text-sm font-medium ${isBox ? 'flex min-h-6 items-center gap-2' : ''}`}>
        {isBox && input}
        {label}
        {required && !form.stored.includes(path) && <span className="text-text-3"> (needed)</span>}
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
  readonly isStored: boolean;
  readonly onText: (text: string) => void;
}

const WIDE = 'field mt-1 !h-9 w-full';

function inputOf(
  field: SettingField,
  { values, onChange, stored }: Omit<SettingInputsProps, 'fields'>,
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
      isStored={stored.includes(path)}
      onText={(typed) => onChange(path, typed)}
    />
  );
}

function ChoiceInput({ shared, field: { choices, standard }, text, onText }: OneInput) {
  return (
    <select {...shared} className={WIDE} value={text} onChange={(event) => onText(event.target.value)}>
      <option value="">{typeof standard === 'string' ? `${standard} (as usual)` : 'Choose …'}</option>
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

/** Written as JSON, for no form could draw every shape that a connector may want. */
function StructureInput({ shared, text, found, onText }: OneInput) {
  return (
    <>
      {found && found.choices.length > 0 && (
        <select
          className={WIDE}
          aria-label="Begin with"
          value=""
          onChange={(event) => onText(indented(event.target.value))}
        >
          <option value="">Begin with …</option>
          {found.choices.map((choice) => (
            <option key={choice.label} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
      <textarea
        {...shared}
        className="field mt-1 !h-auto w-full py-1.5 font-mono text-xs"
        rows={text.length > 200 ? 18 : 4}
        spellCheck={false}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
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
        placeholder={isStored ? 'stored; leave it empty to keep it' : undefined}
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
    <ul className="mt-1 grid max-h-56 gap-x-4 overflow-y-auto sm:grid-cols-2" aria-label="Found there">
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
