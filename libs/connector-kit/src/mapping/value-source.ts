import type { FieldType } from '@tandem/domain/record/streams';
import { valueReader, type FieldValue, type ValueReader } from './field-value.js';
import { instantReader, type InstantReader } from './instant-reader.js';
import type { NumberFormat } from './number-format.js';
import { templateParts, type Scalar, type SourceCase, type ValueSource } from './mapping.js';
import { quoted, type Reading } from './reading.js';
import { compileRowFilter, type Cells } from './row-filter.js';

/** null is a value that is not known. */
export type SourceReader = (cells: Cells) => Reading<FieldValue> | null;

export interface SourceSurroundings {
  readonly columnOf: (name: string) => number;
  /** One reader per date format, so that texts are remembered across fields. */
  readonly instants: (dateFormat?: string) => InstantReader;
  /** How the mapping says that numbers are written. */
  readonly numbers?: NumberFormat | undefined;
}

/** Compiles a value source into a function of a row's cells. The source has passed `mappingIssues`. */
export function compileSource(
  given: ValueSource,
  type: FieldType,
  surroundings: SourceSurroundings,
  isMinor = false,
): SourceReader {
  const { columnOf, instants, numbers: ofMapping } = surroundings;
  const numbers = given.numberFormat ?? ofMapping;
  const { minorDigits } = numbers ?? {};
  const readers: Readers = {
    cell: valueReader(type, instants(given.dateFormat), numbers, isMinor),
    // A number has no marks of its own, and is in whole units all the same.
    number: valueReader(
      type,
      instants(given.dateFormat),
      minorDigits === undefined ? undefined : { decimal: '.', currency: [], minorDigits },
      isMinor,
    ),
    // What the settings themselves spell out is always ISO, whatever the file's format.
    setting: valueReader(type, instants('ISO')),
    columnOf,
  };
  const source = given.cases ? casesSource(given.cases, given.otherwise, readers) : originSource(given, readers);
  if (!given.where) return source;
  const applies = compileRowFilter(given.where, columnOf);
  return (cells) => (applies(cells) ? source(cells) : null);
}

/** One reader per date format of a mapping. */
export function instantReaders(mapping: {
  readonly dateFormat: string;
  readonly zone: string;
  readonly shiftWeeks: number;
}): (dateFormat?: string) => InstantReader {
  const readers = new Map<string, InstantReader>();
  return (dateFormat = mapping.dateFormat) => {
    const known = readers.get(dateFormat) ?? instantReader({ ...mapping, dateFormat });
    readers.set(dateFormat, known);
    return known;
  };
}

interface Readers {
  readonly cell: ValueReader;
  readonly number: ValueReader;
  readonly setting: ValueReader;
  readonly columnOf: (name: string) => number;
}

function casesSource(
  cases: readonly SourceCase[],
  otherwise: Scalar | null | undefined,
  readers: Readers,
): SourceReader {
  const options = cases.map((option) => ({
    applies: compileRowFilter(option.where, readers.columnOf),
    read: originSource(option, readers),
  }));
  const last = settingOf(otherwise, readers) ?? { problem: 'the row meets none of the cases' };
  return (cells) => {
    for (const option of options) if (option.applies(cells)) return option.read(cells);
    return last === 'absent' ? null : last;
  };
}

function originSource(given: ValueSource | SourceCase, readers: Readers): SourceReader {
  if (given.constant !== undefined) {
    const constant = readers.setting(String(given.constant));
    return () => constant;
  }
  if (given.template !== undefined) return templateSource(given.template, readers);
  const column = readers.columnOf(given.column ?? '');
  if ('values' in given && given.values) return translatedSource(column, given.values, given.otherwise, readers);
  return (cells) => {
    const text = cells.value(column);
    if (text === '') return null;
    return cells.isNumber(column) ? readers.number(text) : readers.cell(text);
  };
}

function templateSource(template: string, readers: Readers): SourceReader {
  const parts = (templateParts(template) ?? []).map((part) =>
    'text' in part ? part.text : readers.columnOf(part.column),
  );
  return (cells) => {
    let text = '';
    for (const part of parts) {
      const piece = typeof part === 'string' ? part : cells.value(part);
      if (piece === '') return null;
      text += piece;
    }
    return readers.cell(text);
  };
}

function translatedSource(
  column: number,
  translations: Readonly<Record<string, Scalar>>,
  otherwise: Scalar | null | undefined,
  readers: Readers,
): SourceReader {
  const values = new Map(Object.entries(translations).map(([text, value]) => [text, readers.setting(String(value))]));
  const rest = settingOf(otherwise, readers);
  return (cells) => {
    const text = cells.text(column);
    const known = values.get(text);
    if (known) return known;
    if (cells.value(column) === '' || rest === 'absent') return null;
    return rest ?? { problem: `${quoted(text)} is not among the values that the mapping translates` };
  };
}

function settingOf(otherwise: Scalar | null | undefined, readers: Readers): Reading<FieldValue> | 'absent' | null {
  if (otherwise === undefined) return null;
  return otherwise === null ? 'absent' : readers.setting(String(otherwise));
}
