import assert from 'node:assert/strict';
import { fieldsOf, type CanonicalRecord, type FieldType } from '@tandem/domain/record/streams';
import type { Connector, Json, Page, ReadContext } from './connector.js';

export interface AcceptanceSubject<Settings> {
  readonly connector: Connector<Settings>;
  readonly settings: Settings;
  readonly context: Omit<ReadContext, 'cursor' | 'signal'>;
  /** Rows that the source holds, however they end. */
  readonly rows: number;
}

export interface AcceptanceCase {
  readonly title: string;
  run(): Promise<void>;
}

/**
 * What every connector owes, as cases for its spec: `for (const { title, run } of acceptanceSuite(…)) it(title, run)`.
 * The source must span several pages, or the case about interruptions fails for want of an interruption.
 */
export function acceptanceSuite<Settings>(subject: AcceptanceSubject<Settings>): readonly AcceptanceCase[] {
  return [
    { title: 'reads equal records twice', run: () => readsTheSameTwice(subject) },
    { title: 'goes on after any page as if never interrupted', run: () => resumesAfterAnyPage(subject) },
    { title: 'accounts for every row', run: () => accountsForEveryRow(subject) },
    { title: 'delivers canonical records', run: () => deliversCanonicalRecords(subject) },
    { title: 'stops when told to', run: () => stopsWhenTold(subject) },
  ];
}

async function readsTheSameTwice<Settings>(subject: AcceptanceSubject<Settings>): Promise<void> {
  const [first, second] = [await readAll(subject, null), await readAll(subject, null)];
  assert.deepEqual(recordsOf(second), recordsOf(first));
  assert.deepEqual(second.at(-1)?.coverage, first.at(-1)?.coverage);
}

async function resumesAfterAnyPage<Settings>(subject: AcceptanceSubject<Settings>): Promise<void> {
  const whole = await readAll(subject, null);
  assert.ok(whole.length > 1, 'the source of an acceptance suite must span several pages');
  for (let read = 1; read < whole.length; read += 1) {
    // A cursor spends the interruption in a database: what is not plain JSON is lost there.
    const cursor = JSON.parse(JSON.stringify(whole[read - 1]?.cursor ?? null)) as Json;
    const rest = await readAll(subject, cursor);
    assert.deepEqual(recordsOf(rest), recordsOf(whole.slice(read)), `records after page ${read}`);
    assert.deepEqual(
      rest.flatMap((page) => page.rejected),
      whole.slice(read).flatMap((page) => page.rejected),
    );
    assert.deepEqual(rest.at(-1)?.coverage, whole.at(-1)?.coverage, `coverage after page ${read}`);
  }
}

async function accountsForEveryRow<Settings>(subject: AcceptanceSubject<Settings>): Promise<void> {
  const pages = await readAll(subject, null);
  const rows = new Set<string>();
  let filteredOut = 0;
  for (const page of pages) {
    for (const record of page.records) rows.add(record.origin);
    for (const row of page.rejected) rows.add(`${row.file}:${row.line}`);
    filteredOut += page.filteredOut;
  }
  assert.equal(rows.size + filteredOut, subject.rows, 'rows with a record or a reason, plus rows left out on purpose');
}

async function deliversCanonicalRecords<Settings>(subject: AcceptanceSubject<Settings>): Promise<void> {
  const problems = recordsOf(await readAll(subject, null)).flatMap((record) => problemsOf(record));
  assert.deepEqual(problems.slice(0, 5), []);
}

async function stopsWhenTold<Settings>(subject: AcceptanceSubject<Settings>): Promise<void> {
  const stop = new AbortController();
  const pages = subject.connector.read(subject.settings, { ...subject.context, cursor: null, signal: stop.signal });
  const reading = pages[Symbol.asyncIterator]();
  assert.equal((await reading.next()).done, false);
  stop.abort();
  await assert.rejects(async () => {
    await reading.next();
  }, 'a page was delivered after the signal');
}

async function readAll<Settings>(subject: AcceptanceSubject<Settings>, cursor: Json | null): Promise<Page[]> {
  const pages: Page[] = [];
  const signal = new AbortController().signal;
  for await (const page of subject.connector.read(subject.settings, { ...subject.context, cursor, signal })) {
    pages.push(page);
  }
  return pages;
}

function recordsOf(pages: readonly Page[]): CanonicalRecord[] {
  return pages.flatMap((page) => page.records);
}

function problemsOf(record: CanonicalRecord): string[] {
  const fields = fieldsOf(record.stream);
  const problems: string[] = [];
  for (const [name, declaration] of Object.entries(fields)) {
    const value = record.fields[name];
    if (value === undefined && declaration.required) problems.push(`${record.origin}: ${name} is missing`);
    if (value !== undefined && !fits(value, declaration.type)) problems.push(`${record.origin}: ${name} is ${value}`);
  }
  for (const name of Object.keys(record.fields)) {
    if (!Object.hasOwn(fields, name)) problems.push(`${record.origin}: ${name} is no field of ${record.stream}`);
  }
  if (record.naturalKey === '') problems.push(`${record.origin}: the natural key is empty`);
  if (record.knownAt !== undefined && !fits(record.knownAt, 'instant')) {
    problems.push(`${record.origin}: knownAt is ${record.knownAt}`);
  }
  return problems;
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const decimalPattern = /^-?\d+(\.\d+)?$/;

function fits(value: string | number | boolean, type: FieldType): boolean {
  if (typeof type === 'object') return typeof value === 'string' && type.oneOf.includes(value);
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'instant':
      return typeof value === 'string' && instantPattern.test(value) && !Number.isNaN(Date.parse(value));
    case 'integer':
      return Number.isSafeInteger(value);
    case 'decimal':
      return typeof value === 'string' && decimalPattern.test(value);
    case 'boolean':
      return typeof value === 'boolean';
  }
}
