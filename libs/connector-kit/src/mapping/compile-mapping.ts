import { fieldsOf, type CanonicalRecord } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type { FieldValue } from './field-value.js';
import type { Mapping, ValueSource } from './mapping.js';
import { compileNaturalKey } from './natural-key.js';
import type { Reading } from './reading.js';
import { compileRowFilter, type Cells } from './row-filter.js';
import { compileSource, instantReaders, type SourceReader, type SourceSurroundings } from './value-source.js';
import { compileVersionKey, type VersionPart } from './version-key.js';

export interface Rejection {
  readonly field: string;
  /** A sentence that says what is wrong and what to do. */
  readonly reason: string;
}

export type Outcome =
  | { readonly record: CanonicalRecord }
  | { readonly gone: Tombstone }
  | { readonly rejected: Rejection }
  | 'filteredOut';

export interface RowContext {
  /** Where a person finds the row again. */
  readonly origin: string;
  /** Key by content and occurrence; only looked at when the mapping wants it. */
  readonly contentKey: string;
  /** Columns whose cells are numbers of the source, and no texts. */
  readonly numbers?: ReadonlySet<number>;
}

export type Normalizer = (row: readonly string[], context: RowContext) => Outcome;

/** Every column that a mapping reads, each once. */
export function columnsOf(mapping: Mapping): ReadonlySet<string> {
  const names = new Set<string>();
  compile(mapping, (name) => names.add(name).size, 0);
  return names;
}

/** Columns without which no row at all could become a record. */
export function requiredColumnsOf(mapping: Mapping): ReadonlySet<string> {
  const names = new Set(mapping.naturalKey.columns ?? []);
  for (const part of mapping.version ?? []) names.add(versionPartOf(part, () => 0).name);
  for (const [name, declaration] of Object.entries(fieldsOf(mapping.stream))) {
    const column = mapping.fields[name]?.column;
    if (declaration.required && column !== undefined) names.add(column);
  }
  return names;
}

/**
 * Compiles a mapping for a file: a pure function from a row's cells to a canonical record, a reason, or "left out on purpose".
 * The mapping has passed `mappingIssues`.
 *
 * @param columns the file's columns in order; every column that the mapping names must be among them
 * @param shiftWeeks whole weeks by which every instant moves forward
 */
export function compileMapping(mapping: Mapping, columns: readonly string[], shiftWeeks: number): Normalizer {
  const indexes = new Map(columns.map((name, index) => [name, index]));
  return compile(mapping, (name) => indexes.get(name) ?? -1, shiftWeeks);
}

function compile(mapping: Mapping, columnOf: (name: string) => number, shiftWeeks: number): Normalizer {
  const { stream, dateFormat, zone, numberFormat: numbers } = mapping;
  const surroundings = { columnOf, instants: instantReaders({ dateFormat, zone, shiftWeeks }), numbers };
  const empty = new Set(mapping.emptyValues.map((text) => text.trim()));
  const accepts = compileRowFilter(mapping.where ?? {}, columnOf);
  const isGone = mapping.gone ? compileRowFilter(mapping.gone, columnOf) : () => false;
  const keyOf = compileKey(mapping, columnOf);
  const fieldsOfRow = compileFields(mapping, surroundings);
  const dimensionsOfRow = compileDimensions(mapping, surroundings);
  const stampsOfRow = compileStamps(mapping, surroundings);
  return (row, { origin, contentKey, numbers: given = noNumbers }) => {
    const cells = cellsOf(row, empty, given);
    if (!accepts(cells)) return 'filteredOut';
    try {
      const naturalKey = keyOf(cells, contentKey);
      // `mappingIssues` lets no measurement be taken back.
      if (stream !== 'measurement' && isGone(cells)) {
        const { version } = stampsOfRow(cells);
        return {
          gone: { stream, key: naturalKey, covers: 'record', ...(version === undefined ? {} : { version }), origin },
        };
      }
      return {
        record: {
          stream,
          naturalKey,
          fields: fieldsOfRow(cells),
          dimensions: dimensionsOfRow(cells),
          ...stampsOfRow(cells),
          origin,
        },
      };
    } catch (error) {
      if (error instanceof Unfit) return { rejected: rejection(error) };
      throw error;
    }
  };
}

const noNumbers: ReadonlySet<number> = new Set();

/** Ends the making of a record at its first value that does not fit; rare, so that the way of a good row stays short. */
class Unfit extends Error {
  constructor(
    readonly field: string,
    readonly problem: string,
  ) {
    super(problem);
  }
}

function rejection({ field, problem }: Unfit): Rejection {
  const sentence = problem.charAt(0).toUpperCase() + problem.slice(1);
  return { field, reason: `${sentence}. Correct the row in the source, or the mapping, and sync again.` };
}

function valueOf<Value>(reading: Reading<Value>, field: string, from: string | null): Value {
  if ('problem' in reading) throw new Unfit(field, from === null ? reading.problem : `${from}: ${reading.problem}`);
  return reading.value;
}

function compileKey(mapping: Mapping, columnOf: (name: string) => number) {
  const { prefix, columns } = mapping.naturalKey;
  const start = prefix === undefined ? '' : `${prefix}:`;
  const fromColumns = columns && compileNaturalKey(columns.map((name) => ({ name, index: columnOf(name) })));
  return (cells: Cells, contentKey: string): string =>
    start + (fromColumns ? valueOf(fromColumns(cells), 'naturalKey', null) : contentKey);
}

interface CompiledValue {
  readonly name: string;
  readonly read: SourceReader;
  readonly from: string;
  readonly required: boolean;
}

function compileFields(
  mapping: Mapping,
  surroundings: SourceSurroundings,
): (cells: Cells) => Record<string, FieldValue> {
  const values: CompiledValue[] = [];
  for (const [name, { type, required, minorUnitsOf }] of Object.entries(fieldsOf(mapping.stream))) {
    const given = Object.hasOwn(mapping.fields, name) ? mapping.fields[name] : undefined;
    if (given === undefined) continue;
    values.push({
      name,
      read: compileSource(given, type, surroundings, minorUnitsOf !== undefined),
      from: describe(given),
      required: required === true,
    });
  }
  return (cells) => {
    const fields: Record<string, FieldValue> = {};
    for (const { name, read, from, required } of values) {
      const reading = read(cells);
      if (reading !== null) fields[name] = valueOf(reading, name, from);
      else if (required) throw new Unfit(name, `${from} gives no value, and every ${mapping.stream} needs "${name}"`);
    }
    return fields;
  };
}

function compileDimensions(
  mapping: Mapping,
  surroundings: SourceSurroundings,
): (cells: Cells) => Record<string, string> {
  const values = Object.entries(mapping.dimensions).map(([name, given]) => ({
    name,
    read: compileSource(given, 'text', surroundings),
    from: describe(given),
  }));
  return (cells) => {
    const dimensions: Record<string, string> = {};
    for (const { name, read, from } of values) {
      const reading = read(cells);
      if (reading !== null) dimensions[name] = String(valueOf(reading, name, from));
    }
    return dimensions;
  };
}

function compileStamps(
  mapping: Mapping,
  surroundings: SourceSurroundings,
): (cells: Cells) => { version?: string; knownAt?: string } {
  const parts = mapping.version?.map((part) => versionPartOf(part, surroundings.columnOf));
  const version = parts && compileVersionKey(parts, surroundings.instants());
  const knownAt = mapping.knownAt && compileSource(mapping.knownAt, 'instant', surroundings);
  return (cells) => {
    const stamps: { version?: string; knownAt?: string } = {};
    if (version) stamps.version = valueOf(version(cells), 'version', null);
    if (knownAt) {
      const reading = knownAt(cells) ?? { problem: 'the row does not say when this version was known' };
      stamps.knownAt = String(valueOf(reading, 'knownAt', null));
    }
    return stamps;
  };
}

function versionPartOf(
  part: { readonly instant?: string; readonly integer?: string },
  columnOf: (name: string) => number,
): VersionPart {
  return part.instant === undefined
    ? { kind: 'integer', name: part.integer ?? '', index: columnOf(part.integer ?? '') }
    : { kind: 'instant', name: part.instant, index: columnOf(part.instant) };
}

function cellsOf(row: readonly string[], empty: ReadonlySet<string>, numbers: ReadonlySet<number>): Cells {
  const text = (column: number): string => (row[column] ?? '').trim();
  return {
    text,
    value: (column) => {
      const found = text(column);
      return empty.has(found) ? '' : found;
    },
    isNumber: (column) => numbers.has(column),
  };
}

function describe(source: ValueSource): string {
  if (source.column !== undefined) return `column "${source.column}"`;
  if (source.template !== undefined) return `the template "${source.template}"`;
  return source.cases ? 'the cases of the mapping' : 'the constant of the mapping';
}
