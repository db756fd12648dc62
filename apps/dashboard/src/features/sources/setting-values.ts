import type { SettingField } from '@tandem/contracts/connectors';
import { CONNECT } from './connect-words.js';

/** What stands in the inputs, by the path of the field: texts as they were typed, and whether a box is ticked. */
export type SettingValues = Readonly<Record<string, string | boolean>>;

/** Stands for a secret that is stored: it is kept unless another one is typed. */
const KEPT = 'unchanged';

export interface ReadSettings {
  readonly settings: Readonly<Record<string, unknown>>;
  /** Inputs that do not say what they should, by path. */
  readonly faults: Readonly<Record<string, string>>;
}

/**
 * The settings that the inputs stand for. What is left empty is left out, so that what the connector itself holds by default counts.
 *
 * @param stored paths of secrets that are stored
 */
export function settingsOf(
  fields: readonly SettingField[],
  values: SettingValues,
  stored: readonly string[] = [],
): ReadSettings {
  const settings: Record<string, unknown> = {};
  const faults: Record<string, string> = {};
  for (const field of fields) {
    if (!isAsked(field, values)) continue;
    const given = values[field.path];
    const value = given === undefined || given === '' ? emptyValue(field, stored) : valueOf(field, given);
    if (value === undefined) continue;
    if (value instanceof SyntaxError) faults[field.path] = CONNECT.inputs.notJson(value.message);
    else setAt(settings, field.path.split('.'), value);
  }
  return { settings, faults };
}

/** The inputs for settings that are stored, or for none. */
export function valuesOf(fields: readonly SettingField[], settings: Readonly<Record<string, unknown>>): SettingValues {
  const values: Record<string, string | boolean> = {};
  for (const { path, kind, standard } of fields) {
    const value = valueAt(settings, path.split('.')) ?? standard;
    if (value === undefined || value === null || kind === 'secret') continue;
    if (kind === 'flag') values[path] = value === true;
    else if (kind === 'texts') values[path] = Array.isArray(value) ? value.join('\n') : '';
    else values[path] = kind === 'structure' ? JSON.stringify(value, null, 2) : plainText(value);
  }
  return values;
}

/** Whether a field is asked for: some only where another one says so. What was typed into it before is not sent then. */
export function isAsked({ onlyWith }: SettingField, values: SettingValues): boolean {
  if (onlyWith === null) return true;
  const other = values[onlyWith.field];
  return typeof other === 'string' && onlyWith.is.includes(other);
}

function plainText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Paths of secrets that are stored. */
export function storedSecrets(
  fields: readonly SettingField[],
  settings: Readonly<Record<string, unknown>>,
): readonly string[] {
  return fields
    .filter(({ kind, path }) => kind === 'secret' && valueAt(settings, path.split('.')) === KEPT)
    .map(({ path }) => path);
}

function emptyValue({ kind, path }: SettingField, stored: readonly string[]): unknown {
  return kind === 'secret' && stored.includes(path) ? KEPT : undefined;
}

function valueOf({ kind, standard }: SettingField, given: string | boolean): unknown {
  if (typeof given === 'boolean') return given || standard === true ? given : undefined;
  switch (kind) {
    case 'number':
      return Number.isNaN(Number(given)) ? given : Number(given);
    case 'texts': {
      const lines = given.split('\n').map((line) => line.trim());
      const filled = lines.filter((line) => line !== '');
      return filled.length > 0 ? filled : undefined;
    }
    case 'structure':
      return parsed(given);
    default:
      return given;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return error;
    throw error;
  }
}

function setAt(settings: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [first = '', ...rest] = path;
  if (rest.length === 0) {
    settings[first] = value;
    return;
  }
  const inner = (settings[first] ??= {}) as Record<string, unknown>;
  setAt(inner, rest, value);
}

function valueAt(settings: unknown, path: readonly string[]): unknown {
  let value = settings;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[step];
  }
  return value;
}

/** An id that people read in addresses and files, from the name of a source. */
export function idOf(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
}
