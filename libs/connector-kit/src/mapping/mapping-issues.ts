import { fieldsOf, type FieldType } from '@tandem/domain/record/streams';
import { IANAZone } from 'luxon';
import { didYouMean } from './closest-name.js';
import { compileDateFormat, InvalidDateFormat } from './date-format.js';
import { valueReader } from './field-value.js';
import { instantReader } from './instant-reader.js';
import { templateParts, type Mapping, type Scalar, type SourceCase, type ValueSource } from './mapping.js';
import { areDisjoint } from './row-filter.js';

/** What is wrong with settings that are well formed, and the keys that lead to it. */
export interface SettingsIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** What can be told about mappings without seeing the file. Empty when nothing is wrong. */
export function mappingIssues(mappings: readonly Mapping[]): readonly SettingsIssue[] {
  return [
    ...mappings.flatMap((mapping, index) => under(index, issuesOf(mapping))),
    ...mappings.flatMap((mapping, index) => under(index, clashIssues(mapping, mappings.slice(0, index)))),
  ];
}

function under(key: string | number, issues: readonly SettingsIssue[]): SettingsIssue[] {
  return issues.map((issue) => ({ path: [key, ...issue.path], message: issue.message }));
}

function issuesOf(mapping: Mapping): SettingsIssue[] {
  const declared = fieldsOf(mapping.stream);
  const issues = [
    ...under('gone', goneIssues(mapping)),
    ...under('zone', zoneIssues(mapping.zone)),
    ...under('dateFormat', dateFormatIssues(mapping.dateFormat)),
  ];
  for (const [name, source] of Object.entries(mapping.fields)) {
    const field = Object.hasOwn(declared, name) ? declared[name] : undefined;
    const found = field
      ? sourceIssues(source, field.type, field.required === true)
      : [{ path: [], message: `${mapping.stream} has no field "${name}"${didYouMean(name, Object.keys(declared))}` }];
    issues.push(...under('fields', under(name, found)));
  }
  for (const [name, field] of Object.entries(declared)) {
    if (field.required && !Object.hasOwn(mapping.fields, name)) {
      issues.push({
        path: ['fields', name],
        message: `${mapping.stream} needs the field "${name}": say where it comes from`,
      });
    }
  }
  for (const [name, source] of Object.entries(mapping.dimensions)) {
    issues.push(...under('dimensions', under(name, sourceIssues(source, 'text', false))));
  }
  if (mapping.knownAt) issues.push(...under('knownAt', sourceIssues(mapping.knownAt, 'instant', true)));
  return issues;
}

function goneIssues({ gone, stream, naturalKey, version }: Mapping): SettingsIssue[] {
  if (gone === undefined) return [];
  const issue = (message: string) => [{ path: [], message }];
  if (stream === 'measurement') return issue('measurements are corrected by later ones, and never taken back');
  if (!naturalKey.columns)
    return issue('needs "naturalKey.columns": a row without an id cannot say which record is gone');
  return version ? [] : issue('needs "version", which tells whether the record or its deletion is the later word');
}

function zoneIssues(zone: string): SettingsIssue[] {
  if (IANAZone.isValidZone(zone)) return [];
  return [
    { path: [], message: `"${zone}" is no time zone of the IANA list; write one such as "Europe/Lisbon" or "UTC"` },
  ];
}

function dateFormatIssues(format: string): SettingsIssue[] {
  try {
    compileDateFormat(format);
    return [];
  } catch (error) {
    if (error instanceof InvalidDateFormat) return [{ path: [], message: error.message }];
    throw error;
  }
}

function sourceIssues(source: ValueSource, type: FieldType, required: boolean): SettingsIssue[] {
  const issues = [...originIssues(source, type)];
  if (source.dateFormat !== undefined) {
    const misplaced = type !== 'instant' && { path: [], message: 'only has a meaning for a field that is an instant' };
    issues.push(...under('dateFormat', misplaced ? [misplaced] : dateFormatIssues(source.dateFormat)));
  }
  if (source.numberFormat !== undefined && type !== 'integer' && type !== 'decimal')
    issues.push({ path: ['numberFormat'], message: 'only has a meaning for a field that is a number' });
  for (const [text, value] of Object.entries(source.values ?? {})) {
    issues.push(...under('values', under(text, scalarIssues(value, type))));
  }
  for (const [index, option] of (source.cases ?? []).entries()) {
    issues.push(...under('cases', under(index, originIssues(option, type))));
  }
  if (source.otherwise === null && required) {
    issues.push({ path: ['otherwise'], message: 'cannot be null: the field is required in every record' });
  } else if (source.otherwise !== undefined && source.otherwise !== null) {
    issues.push(...under('otherwise', scalarIssues(source.otherwise, type)));
  }
  return issues;
}

function originIssues(origin: SourceCase | ValueSource, type: FieldType): SettingsIssue[] {
  if (origin.constant !== undefined) return under('constant', scalarIssues(origin.constant, type));
  if (origin.template !== undefined && templateParts(origin.template) === null) {
    return [
      {
        path: ['template'],
        message: 'must name at least one column in braces, such as "{year}-{month}", each brace closed',
      },
    ];
  }
  return [];
}

// A value written in the settings is checked as if it stood in a file; its instants are always ISO.
function scalarIssues(value: Scalar, type: FieldType): SettingsIssue[] {
  const read = valueReader(type, instantReader({ dateFormat: 'ISO', zone: 'UTC', shiftWeeks: 0 }));
  const reading = String(value) === '' ? { problem: 'an empty text is no value' } : read(String(value));
  return 'problem' in reading ? [{ path: [], message: reading.problem }] : [];
}

/** Two mappings that give the same key to two different records would overwrite each other's records in turn. */
function clashIssues(mapping: Mapping, earlier: readonly Mapping[]): SettingsIssue[] {
  const clash = earlier.findIndex(
    (other) =>
      other.stream === mapping.stream &&
      other.naturalKey.prefix === mapping.naturalKey.prefix &&
      JSON.stringify(other.naturalKey.columns) === JSON.stringify(mapping.naturalKey.columns) &&
      !areDisjoint(other.where ?? {}, mapping.where ?? {}),
  );
  if (clash < 0) return [];
  return [
    {
      path: ['naturalKey', 'prefix'],
      message:
        `contradicts mappings.${clash}: both can take the same row and would give their ${mapping.stream} records the same key. ` +
        'Give each its own "prefix", or conditions under "where" that exclude each other',
    },
  ];
}
