import { z } from 'zod';
import type { Json } from '../connector.js';

/** What a form says about a setting. */
export interface SettingNote {
  readonly label: string;
  readonly help?: string;
  readonly example?: string;
  /** The choices come from the connector's `discover`. */
  readonly discovered?: true;
  /** It is only asked for where another setting is one of these. */
  readonly onlyWith?: OnlyWith;
}

export interface OnlyWith {
  /** Path of a choice. */
  readonly field: string;
  readonly is: readonly string[];
}

/** A setting with its words for people. */
export function setting<Schema extends z.ZodType>(schema: Schema, note: SettingNote): Schema {
  return schema.meta(metaOf(note));
}

/** A secret: forms hide it, the database holds it encrypted, and nothing ever shows it again. */
export function secretSetting<Schema extends z.ZodType>(schema: Schema, note: SettingNote): Schema {
  return schema.meta({ ...metaOf(note), secret: true });
}

/** A setting that decides where the secrets are sent: whoever changes it must give the secrets again. */
export function hostSetting<Schema extends z.ZodType>(schema: Schema, note: SettingNote): Schema {
  return schema.meta({ ...metaOf(note), host: true });
}

function metaOf({ label, help, example, discovered, onlyWith }: SettingNote) {
  return {
    title: label,
    ...(help === undefined ? {} : { description: help }),
    ...(example === undefined ? {} : { examples: [example] }),
    ...(discovered === undefined ? {} : { discovered }),
    ...(onlyWith === undefined ? {} : { onlyWith }),
  };
}

/** A setting as a form shows it. Settings in an object have its name in front: `location.path`. */
export interface SettingField {
  readonly path: string;
  readonly label: string;
  readonly help: string | null;
  readonly example: string | null;
  /** `structure` is edited as JSON or YAML. */
  readonly kind: 'text' | 'secret' | 'number' | 'flag' | 'choice' | 'texts' | 'structure';
  readonly required: boolean;
  /** What holds when it is left out; null where nothing does. */
  readonly standard: Json | null;
  readonly choices: readonly string[] | null;
  readonly discovered: boolean;
  readonly host: boolean;
  /** Where it is asked for; null: always. */
  readonly onlyWith: OnlyWith | null;
}

/** The settings of a connector in the order in which it declares them. */
export function settingFields(settings: z.ZodType): readonly SettingField[] {
  return fieldsIn(described(settings), '', true);
}

/**
 * Replaces each secret in given settings. What is not there stays away; settings that do not fit the schema are searched as far as they do.
 *
 * @param replace gets the secret and where it stands (`headers.0.value`), the same place for the same settings
 */
export function mapSecrets(settings: z.ZodType, given: Json, replace: (secret: string, path: string) => Json): Json {
  return mapMarked(described(settings), given, '', replace);
}

/** Where secrets can stand; `*` is any place in a list. Empty for a connector without secrets. */
export function secretPaths(settings: z.ZodType): readonly string[] {
  return markedPaths(described(settings), '', 'secret');
}

/** Values of the settings that decide where secrets are sent; equal lists mean the same receiver. */
export function hostValues(settings: z.ZodType, given: Json): readonly string[] {
  const paths = markedPaths(described(settings), '', 'host');
  return paths.map((path) => `${path}=${JSON.stringify(valueAt(given, path.split('.')) ?? null)}`);
}

interface Described {
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly items?: Described;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: Json;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
  readonly secret?: boolean;
  readonly host?: boolean;
  readonly discovered?: boolean;
  readonly onlyWith?: OnlyWith;
}

const remembered = new WeakMap<z.ZodType, Described>();

function described(settings: z.ZodType): Described {
  const known = remembered.get(settings);
  if (known) return known;
  const made = z.toJSONSchema(settings, { io: 'input', unrepresentable: 'any', reused: 'inline' }) as Described;
  remembered.set(settings, made);
  return made;
}

function variantsOf(schema: Described): readonly Described[] {
  return schema.anyOf ?? schema.oneOf ?? [];
}

function fieldsIn(schema: Described, prefix: string, requiredAbove: boolean): SettingField[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => {
    const path = `${prefix}${name}`;
    const required = requiredAbove && (schema.required ?? []).includes(name);
    if (inner.properties && variantsOf(inner).length === 0) return fieldsIn(inner, `${path}.`, required);
    return [fieldOf(path, inner, required)];
  });
}

function fieldOf(path: string, schema: Described, required: boolean): SettingField {
  const [example] = schema.examples ?? [];
  return {
    path,
    label: schema.title ?? path,
    help: schema.description ?? null,
    example: typeof example === 'string' ? example : null,
    kind: kindOf(schema),
    required: required && schema.default === undefined,
    standard: schema.default ?? null,
    choices: (schema.enum ?? schema.items?.enum)?.filter((value) => typeof value === 'string') ?? null,
    discovered: schema.discovered === true,
    host: schema.host === true,
    onlyWith: schema.onlyWith ?? null,
  };
}

/** A setting that may be null is the other thing that it may be. */
function givenShape(schema: Described): Described {
  const [only, ...others] = variantsOf(schema).filter(({ type }) => type !== 'null');
  return only && others.length === 0 ? { ...only, ...(schema.secret ? { secret: true } : {}) } : schema;
}

function kindOf(whole: Described): SettingField['kind'] {
  const schema = givenShape(whole);
  if (schema.secret) return 'secret';
  if (schema.enum) return 'choice';
  if (schema.type === 'boolean' || typeof schema.const === 'boolean') return 'flag';
  if (schema.type === 'number' || schema.type === 'integer') return 'number';
  if (schema.type === 'string') return 'text';
  return schema.type === 'array' && schema.items?.type === 'string' ? 'texts' : 'structure';
}

function markedPaths(schema: Described, prefix: string, mark: 'secret' | 'host'): string[] {
  if (schema[mark]) return [prefix];
  const below = (name: string) => (prefix === '' ? name : `${prefix}.${name}`);
  const found = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, inner]) => markedPaths(inner, below(name), mark)),
    ...(schema.items ? markedPaths(schema.items, below('*'), mark) : []),
    ...variantsOf(schema).flatMap((variant) => markedPaths(variant, prefix, mark)),
  ];
  return [...new Set(found)];
}

function mapMarked(
  schema: Described,
  given: Json,
  path: string,
  replace: (secret: string, path: string) => Json,
): Json {
  if (schema.secret) return typeof given === 'string' ? replace(given, path) : given;
  const below = (name: string | number) => (path === '' ? String(name) : `${path}.${name}`);
  // Of several shapes that a setting may have, each is searched for its secrets, fitting or not: better one too many than one too few.
  const merged = variantsOf(schema).reduce((value, variant) => mapMarked(variant, value, path, replace), given);
  if (isList(merged)) {
    const { items } = schema;
    return items ? merged.map((item, index) => mapMarked(items, item, below(index), replace)) : merged;
  }
  if (typeof merged !== 'object' || merged === null) return merged;
  const entries = Object.entries(merged).map(([name, value]) => {
    const inner = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    return [name, inner ? mapMarked(inner, value, below(name), replace) : value] as const;
  });
  return Object.fromEntries(entries);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function valueAt(given: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = given;
  for (const [index, name] of path.entries()) {
    if (typeof value !== 'object' || value === null) return undefined;
    if (name === '*') return isList(value) ? value.map((item) => valueAt(item, path.slice(index + 1)) ?? null) : null;
    value = isList(value) || !Object.hasOwn(value, name) ? undefined : (value as Readonly<Record<string, Json>>)[name];
  }
  return value;
}
