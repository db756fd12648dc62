import assert from 'node:assert/strict';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { problemsOf } from './acceptance/record-problems.js';
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
