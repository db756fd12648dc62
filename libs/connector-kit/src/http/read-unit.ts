import { instantsOf } from '@tandem/domain/record/record-end';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Finding, Page, ReadContext, TimeWindow } from '../connector.js';
import { ConnectorFailure } from '../connector-failure.js';
import type { Answer, Ask, CursorKind, HttpDeclaration, HttpStream, Reading, VendorRow } from './declaration.js';
import { lastOf, positionAfter, requestAt } from './next-page.js';
import { isRow, normalizeRows } from './normalize-rows.js';
import { realSurroundings } from './real-surroundings.js';
import { rawRows } from './raw-rows.js';
import { schemaDrift } from './schema-drift.js';
import { pendingReading, readingBegins, type BegunReading, type UnitState } from './stream-state.js';
import { ConnectionFailure, type VendorClient } from './vendor-client.js';

/** One partition of one stream: what is read, remembered and fails by itself. */
export interface Unit<Settings> {
  readonly stream: HttpStream<Settings>;
  readonly partition: string;
}

export interface UnitPage {
  readonly page: Pick<Page, 'records' | 'rejected' | 'filteredOut' | 'gone' | 'findings' | 'raw'>;
  /** null behind the last page. */
  readonly next: BegunReading | null;
  readonly state: UnitState;
  /** What has been read completely; with the last page. */
  readonly covered: TimeWindow | null;
}

export interface UnitReading<Settings> {
  readonly declaration: HttpDeclaration<Settings>;
  readonly settings: Settings;
  readonly client: VendorClient<Settings>;
  readonly context: ReadContext;
  readonly unit: Unit<Settings>;
  readonly state: UnitState;
  /** Where an interrupted run goes on; null to begin. */
  readonly resume: BegunReading | null;
}

export function subjectOf<Settings>({ stream, partition }: Unit<Settings>): string {
  return partition === '' ? stream.title : `${stream.title} of ${partition}`;
}

/** Reads a partition page by page. Its state moves only over rows that have been handed out. */
export async function* readUnit<Settings>(given: UnitReading<Settings>): AsyncGenerator<UnitPage> {
  const { client, unit, context } = given;
  const ask = client.askFor(subjectOf(unit));
  let reading = given.resume ?? begin(given, pendingReading(given.state, clockOf(context)()));
  let state = given.state;
  let mayAskAgain = true;
  for (let mayRestart = reading.position.kind !== 'first'; ; mayRestart = false) {
    if (reading.pages >= client.limits.mostPages) throw withoutEnd(unit, client.limits.mostPages);
    const current = readingOf(given, reading);
    const answer = await ask(requestAt(unit.stream.request(current), unit.stream.paging, reading.position)).catch(
      (error: unknown) => restartOrThrow(error, mayRestart),
    );
    if (answer === 'restart') {
      reading = begin(given, null);
      continue;
    }
    if (reading.pages === 0 && context.window === undefined) {
      const to = signpost(given);
      // Asked by a clock that is far from the vendor's own, which the first answer tells: once more, by the right one.
      if (mayAskAgain && Math.abs(Date.parse(to) - Date.parse(reading.to)) > tolerableSkewMs) {
        mayAskAgain = false;
        reading = begin(given, null);
        continue;
      }
      // What changes from this moment on comes again with the next run.
      reading = { ...reading, to };
    }
    const came = await rowsOf(given, answer, ask, current);
    const shown = pageOf(given, { ...came, body: answer.body }, state);
    const position = came.ended ? null : nextPosition(given, reading, answer, came.vendorRows, current);
    const read = advanced(reading, unit.stream.cursor, came.vendorRows, shown.page.records);
    const next: BegunReading | null = position === null ? null : { ...read, position };
    state = stateAfter(given, state, { read, next, shape: shown.shape });
    yield { page: shown.page, next, state, covered: next === null ? coveredBy(unit, read) : null };
    if (next === null) return;
    reading = next;
  }
}

/** A place that an earlier run has left may not be served any more; then the window is read again from its beginning. */
function restartOrThrow(error: unknown, mayRestart: boolean): 'restart' {
  const isRefused =
    error instanceof ConnectorFailure &&
    !(error instanceof ConnectionFailure) &&
    (error.action === 'configuration' || error.action === 'sourceChanged');
  if (mayRestart && isRefused) return 'restart';
  throw error;
}

function begin<Settings>(
  { declaration, settings, context, unit, state, client }: UnitReading<Settings>,
  pending: BegunReading | null,
): BegunReading {
  const now = clockOf(context)();
  const fresh = { position: { kind: 'first' } as const, pages: 0, sorted: true, latest: null, earliest: null };
  if (context.window) return { ...context.window, ...fresh };
  if (pending) return pending;
  const to = client.clocks?.vendor ?? now;
  const from = readingBegins(unit.stream.cursor, state, declaration.begins(settings, to), to);
  return { from, to: to.toISOString(), ...fresh };
}

function signpost<Settings>({ client, context }: UnitReading<Settings>): string {
  return (client.clocks?.vendor ?? clockOf(context)()).toISOString();
}

function clockOf({ surroundings }: ReadContext) {
  return (surroundings ?? realSurroundings).clock;
}

function readingOf<Settings>({ settings, unit }: UnitReading<Settings>, reading: BegunReading): Reading<Settings> {
  const { position, to } = reading;
  return {
    settings,
    partition: unit.partition,
    from: position.kind === 'since' ? position.time : reading.from,
    to,
    after: position.kind === 'after' ? { time: position.time, id: position.id } : null,
  };
}

interface CameRows {
  /** As the vendor gave them, in its order: what paging and cursor go by. */
  readonly vendorRows: readonly VendorRow[];
  /** Completed, and with what was no row at all: what is normalised and kept. */
  readonly rows: readonly unknown[];
  readonly ended: boolean;
}

async function rowsOf<Settings>(
  { unit, client, context }: UnitReading<Settings>,
  answer: Answer,
  ask: Ask,
  reading: Reading<Settings>,
): Promise<CameRows> {
  const { stream } = unit;
  const given = listIn(unit, answer, reading);
  const vendorRows = given.filter(isRow);
  const end = stream.endsAt ? given.findIndex((row) => isRow(row) && stream.endsAt?.(row, reading) === true) : -1;
  const wanted = end === -1 ? given : given.slice(0, end);
  const { complete } = stream;
  const ended = end !== -1;
  if (!complete) return { vendorRows, rows: wanted, ended };
  const rows: unknown[] = [];
  // A few rows are completed at the same time, as many as the host is asked at once.
  for (let from = 0; from < wanted.length; from += client.limits.concurrency) {
    context.signal.throwIfAborted();
    const some = wanted.slice(from, from + client.limits.concurrency);
    rows.push(...(await Promise.all(some.map((row) => (isRow(row) ? complete(row, ask, reading) : row)))));
  }
  return { vendorRows, rows, ended };
}

function listIn<Settings>(unit: Unit<Settings>, answer: Answer, reading: Reading<Settings>): readonly unknown[] {
  let rows: unknown;
  try {
    rows = unit.stream.rows(answer.body, reading);
  } catch {
    rows = undefined; // An answer of another build makes the declaration stumble.
  }
  if (Array.isArray(rows)) return rows as readonly unknown[];
  throw new ConnectorFailure(
    'sourceChanged',
    'rowsMissing',
    `${subjectOf(unit)} cannot be read: the answer holds no list of rows where it should.`,
    'Check the address in the settings of the connection; if it is right, the source has changed and this sentence should be reported.',
  );
}

function pageOf<Settings>(
  given: UnitReading<Settings>,
  { rows, vendorRows, body }: CameRows & { readonly body: unknown },
  state: UnitState,
) {
  const { declaration, settings, unit, client } = given;
  const { stream, partition } = unit;
  const completed = stream.complete ? rows.filter(isRow) : vendorRows;
  const { shape, findings } = schemaDrift(stream, completed, state.shape);
  const noticed = (stream.notices?.(body) ?? []).map((message): Finding => ({
    kind: 'other',
    stream: stream.name,
    field: null,
    message,
  }));
  const { keys, ...normalized } = normalizeRows(stream, rows, { connector: declaration.id, settings, partition });
  const page = {
    ...normalized,
    findings: [...findings, ...clockSkew(unit, client.clocks), ...noticed],
    raw: { stream: stream.name, partition, delivers: stream.delivers[0], rows: rawRows(rows, keys) },
  };
  return { page, shape };
}

function nextPosition<Settings>(
  { unit, client }: UnitReading<Settings>,
  { position }: BegunReading,
  answer: Answer,
  rows: readonly VendorRow[],
  current: Reading<Settings>,
) {
  const { paging, cursor } = unit.stream;
  return positionAfter({
    paging,
    cursor,
    position,
    answer,
    rows,
    reading: current,
    pathOf: (address) => client.pathOf(address),
  });
}

function advanced(
  reading: BegunReading,
  cursor: CursorKind,
  rows: readonly VendorRow[],
  records: readonly CanonicalRecord[],
): BegunReading {
  const earliest = records.reduce<string | null>(
    (first, record) =>
      instantsOf(record.stream).reduce<string | null>((least, name) => {
        const value = record.fields[name];
        return typeof value === 'string' && (least === null || value < least) ? value : least;
      }, first),
    reading.earliest,
  );
  const sorted = reading.sorted && isSorted(cursor, rows, reading.latest);
  return { ...reading, pages: reading.pages + 1, sorted, latest: latestOf(cursor, rows, reading.latest), earliest };
}

type Latest = BegunReading['latest'];

function isSorted(cursor: CursorKind, rows: readonly VendorRow[], before: Latest): boolean {
  if (cursor.kind !== 'timestampId') return false;
  const times = rows.flatMap((row) => cursor.time(row) ?? []).map((time) => Date.parse(time));
  if (before) times.unshift(Date.parse(before.time));
  return times.every((time, index) => index === 0 || time >= (times[index - 1] ?? 0));
}

function latestOf(cursor: CursorKind, rows: readonly VendorRow[], before: Latest): Latest {
  const last = lastOf(cursor, rows);
  return before && (last === null || Date.parse(last.time) < Date.parse(before.time)) ? before : last;
}

/** A backfilled window moves nothing. Otherwise sorted rows move the state page by page, and everything else moves at the end. */
function stateAfter<Settings>(
  { unit, context }: UnitReading<Settings>,
  state: UnitState,
  {
    read,
    next,
    shape,
  }: { readonly read: BegunReading; readonly next: BegunReading | null; readonly shape: UnitState['shape'] },
): UnitState {
  if (context.window) return state;
  const follows = read.sorted || next === null;
  const isLater =
    read.latest !== null && (state.time === null || Date.parse(read.latest.time) >= Date.parse(state.time));
  const moved = { ...state, ...(follows && isLater ? read.latest : {}), shape };
  if (next === null) return { ...moved, readTo: read.to, pending: null };
  const isRemembered = unit.stream.cursor.kind !== 'timestampId';
  return { ...moved, pending: isRemembered ? { reading: next, at: clockOf(context)().toISOString() } : null };
}

function coveredBy<Settings>({ stream }: Unit<Settings>, { from, to, earliest }: BegunReading): TimeWindow | null {
  const begins = from ?? earliest;
  return stream.covers === false || begins === null || begins >= to ? null : { from: begins, to };
}

const tolerableSkewMs = 5 * 60_000;

function clockSkew<Settings>({ stream }: Unit<Settings>, clocks: VendorClient<Settings>['clocks']): readonly Finding[] {
  if (clocks === null) return [];
  const skewMs = clocks.vendor.getTime() - clocks.ours.getTime();
  if (Math.abs(skewMs) <= tolerableSkewMs) return [];
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  const message = `The clock of the source is ${minutes} minutes ${skewMs > 0 ? 'ahead of' : 'behind'} ours. Its own time is used, so nothing is lost; set the clock that is wrong.`;
  return [{ kind: 'clockSkew', stream: stream.name, field: null, message }];
}

function withoutEnd<Settings>(unit: Unit<Settings>, pages: number): ConnectorFailure {
  return new ConnectorFailure(
    'sourceChanged',
    'pagesWithoutEnd',
    `${subjectOf(unit)} did not end after ${pages.toLocaleString('en')} pages.`,
    'Begin later in the settings of the connection, or choose less to read.',
  );
}
