import type { Thing } from './flat-thing.js';

/** What an issue says of one column, as the form holds it. */
export interface FieldDraft {
  readonly column: string;
  readonly field: string;
  /** `Business = businessTechnology; Upkeep = it`. */
  readonly values: string;
  readonly as: string;
  readonly otherwise: string;
}

export const PLAIN = ['currency', 'discountRate', 'budget'] as const;
export const LIMITS = ['months', 'teamWeeks', 'durationMonths', 'cost'] as const;

/** What holds for all initiatives, as the form holds it; empty where nothing is said. */
export interface TermsDraft {
  /** By path below `initiatives`: `discountRate`, `gate.months`. */
  readonly plain: Readonly<Record<string, string>>;
  /** Team-weeks by `team quarter`. */
  readonly capacity: Readonly<Record<string, string>>;
  readonly quarters: readonly string[];
  readonly connection: string;
  readonly query: string;
  readonly fields: readonly FieldDraft[];
}

export const emptyField: FieldDraft = { column: 'title', field: '', values: '', as: '', otherwise: '' };

function member(thing: unknown, name: string): unknown {
  return typeof thing === 'object' && thing !== null
    ? Object.entries(thing).find(([key]) => key === name)?.[1]
    : undefined;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** @param today any day of the quarter that the table of capacity begins with, where nothing earlier is stated */
export function termsDraft(thing: Thing, today: Date): TermsDraft {
  const terms = member(thing, 'initiatives');
  const stated = member(terms, 'capacity');
  const capacity = (Array.isArray(stated) ? (stated as unknown[]) : []).map((one) => ({
    team: textOf(member(one, 'team')),
    quarter: textOf(member(one, 'quarter')),
    weeks: textOf(member(one, 'weeks')),
  }));
  const jira = member(terms, 'jira');
  return {
    plain: Object.fromEntries([
      ...PLAIN.map((name) => [name, textOf(member(terms, name))]),
      ...LIMITS.map((name) => [`gate.${name}`, textOf(member(member(terms, 'gate'), name))]),
    ]) as Record<string, string>,
    capacity: Object.fromEntries(capacity.map(({ team, quarter, weeks }) => [`${team} ${quarter}`, weeks])),
    quarters: quartersOf(
      capacity.map(({ quarter }) => quarter),
      today,
    ),
    connection: textOf(member(jira, 'connection')),
    query: textOf(member(jira, 'query')),
    fields: Object.entries((member(jira, 'fields') as object | undefined) ?? {}).map(([column, said]) =>
      fieldDraft(column, said),
    ),
  };
}

function fieldDraft(column: string, said: unknown): FieldDraft {
  const values = Object.entries((member(said, 'values') as Record<string, unknown> | undefined) ?? {});
  return {
    column,
    field: textOf(member(said, 'field')),
    values: values.map(([there, here]) => `${there} = ${textOf(here)}`).join('; '),
    as: textOf(member(said, 'as')),
    otherwise: textOf(member(said, 'otherwise')),
  };
}

const quartersShown = 4;

function quartersOf(stated: readonly string[], today: Date): readonly string[] {
  const first = `${today.getUTCFullYear()}-Q${Math.floor(today.getUTCMonth() / 3) + 1}`;
  const coming = [first];
  while (coming.length < quartersShown) coming.push(quarterAfter(coming.at(-1) ?? first));
  return [...new Set([...stated, ...coming])].sort();
}

export function quarterAfter(quarter: string): string {
  const [year = 0, number = 1] = quarter.split('-Q').map(Number);
  return number === 4 ? `${year + 1}-Q1` : `${year}-Q${number + 1}`;
}

/** As a configuration file writes it; what nothing is said of is left out. */
export function writtenTerms(draft: TermsDraft): Thing {
  const { plain, capacity, connection, query, fields } = draft;
  const gate = present(LIMITS.map((name) => [name, numbered(plain[`gate.${name}`])]));
  // In the order in which they were stated, so that whoever changes nothing is told of no change.
  const stated = Object.entries(capacity).flatMap(([place, text]) => {
    const [team = '', quarter = ''] = place.split(' ');
    const weeks = numbered(text);
    return weeks === undefined ? [] : [{ team, quarter, weeks }];
  });
  const hasJira = [connection, query, ...fields.map(({ field }) => field)].some((text) => text.trim() !== '');
  return present([
    ['currency', said(plain['currency'])],
    ['discountRate', numbered(plain['discountRate'])],
    ['gate', Object.keys(gate).length > 0 ? gate : undefined],
    ['budget', numbered(plain['budget'])],
    ['capacity', stated.length > 0 ? stated : undefined],
    ['jira', hasJira ? writtenMapping(connection, query, fields) : undefined],
  ]);
}

function writtenMapping(connection: string, query: string, fields: readonly FieldDraft[]): Thing {
  return {
    connection,
    query: query.trim(),
    fields: present(
      fields.map(({ column, field, values, as, otherwise }) => [
        column,
        present([
          ['field', said(field)],
          ['values', said(values) === undefined ? undefined : pairsOf(values)],
          ['as', said(as)],
          ['otherwise', said(otherwise)],
        ]),
      ]),
    ),
  };
}

function pairsOf(text: string): Thing {
  const pairs = text
    .split(';')
    .map((pair) => pair.split('='))
    .filter((pair) => pair.some((part) => part.trim() !== ''));
  return Object.fromEntries(pairs.map(([there = '', ...here]) => [there.trim(), here.join('=').trim()]));
}

function said(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim();
}

/** What is no number goes as it is, so that the answer names the field. */
function numbered(text: string | undefined): number | string | undefined {
  const written = said(text);
  if (written === undefined) return undefined;
  const number = Number(written);
  return Number.isFinite(number) ? number : written;
}

function present(entries: readonly (readonly [string, unknown])[]): Thing {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}
