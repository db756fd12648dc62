import { checkRecord } from '@tandem/domain/record/check-record';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { tombstoneFault, type Tombstone } from '@tandem/domain/record/tombstone';
import type { Page, RejectedRow } from '../connector.js';
import type { GoneDraft, HttpStream, NormalizedRow, RecordDraft, VendorRow } from './declaration.js';

const longestRaw = 4_000;

export interface RowSource<Settings> {
  readonly connector: string;
  readonly settings: Settings;
  readonly partition: string;
}

export interface NormalizedRows extends Pick<Page, 'records' | 'rejected' | 'filteredOut'> {
  readonly gone: readonly Tombstone[];
  /** Of each row the key of its first record; null for a row without one. */
  readonly keys: readonly (string | null)[];
}

/** Turns a vendor's rows into records, or into rejected rows with the reason. Pure: the same rows give the same records. */
export function normalizeRows<Settings>(
  stream: HttpStream<Settings>,
  rows: readonly unknown[],
  source: RowSource<Settings>,
): NormalizedRows {
  const keys: (string | null)[] = [];
  const records: CanonicalRecord[] = [];
  const rejected: RejectedRow[] = [];
  const gone: Tombstone[] = [];
  let filteredOut = 0;
  for (const row of rows) {
    const outcome = normalizeRow(stream, row, source);
    records.push(...outcome.records);
    rejected.push(...outcome.rejected);
    gone.push(...outcome.gone);
    keys.push(outcome.records[0]?.naturalKey ?? null);
    if (outcome.records.length + outcome.rejected.length + outcome.gone.length === 0) filteredOut += 1;
  }
  return { records, rejected, filteredOut, gone, keys };
}

function normalizeRow<Settings>(stream: HttpStream<Settings>, row: unknown, source: RowSource<Settings>) {
  const records: CanonicalRecord[] = [];
  const rejected: RejectedRow[] = [];
  const gone: Tombstone[] = [];
  const file = source.partition === '' ? stream.name : `${stream.name} of ${source.partition}`;
  const raw = JSON.stringify(row).slice(0, longestRaw);
  const reject = (to: RejectedRow['stream'], field: string | null, reason: string) =>
    rejected.push({ stream: to, file, line: 1, field, reason, raw });
  const read = stream.row.safeParse(row);
  if (!read.success) {
    const [issue] = read.error.issues;
    const field = issue?.path.join('.') ?? null;
    reject(stream.delivers[0], field === '' ? null : field, misfit(field, issue?.message));
    return { records, rejected, gone };
  }
  // The stream's own schema has just made this row, whose type is known inside the declaration only.
  const normalize = stream.normalize as (row: unknown, about: object) => NormalizedRow;
  const normalized = normalize(read.data, { settings: source.settings, partition: source.partition });
  for (const draft of normalized.records) {
    const checked = checkRecord(draft.stream, pushedForm(draft), draft.url ?? originOf(source, stream.name, draft.key));
    if (checked.ok) records.push(checked.record);
    else reject(draft.stream, checked.field, `${draft.key}: ${checked.reason}`);
  }
  for (const { stream: to, field, reason } of normalized.rejected ?? []) reject(to, field, reason);
  for (const draft of normalized.gone ?? []) {
    const tombstone = tombstoneOf(draft, originOf(source, stream.name, draft.key));
    const fault = stream.takesBack ? tombstoneFault(tombstone) : `The stream ${stream.name} takes nothing back.`;
    if (fault === null) gone.push(tombstone);
    else reject(draft.stream, null, `${draft.key}: ${fault}`);
  }
  return { records, rejected, gone };
}

function tombstoneOf({ url, version, ...draft }: GoneDraft, origin: string): Tombstone {
  return { ...draft, ...(version === undefined ? {} : { version }), origin: (url ?? origin).slice(0, 2_000) };
}

function misfit(field: string | null, message = 'does not fit'): string {
  return `The vendor's row does not hold what is read from it${field ? `, at "${field}"` : ''}: ${message}.`;
}

function originOf<Settings>({ connector, partition }: RowSource<Settings>, stream: string, key: string): string {
  return [connector, stream, partition, key].filter((part) => part !== '').join(' ');
}

function pushedForm({ key, version, knownAt, fields, dimensions = {} }: RecordDraft): Record<string, unknown> {
  const given = Object.entries(dimensions).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return {
    ...Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)),
    key,
    ...(version === undefined ? {} : { version }),
    ...(knownAt === undefined ? {} : { knownAt }),
    dimensions: Object.fromEntries(given),
  };
}

/** What is no object is no row: it is rejected as it is. */
export function isRow(value: unknown): value is VendorRow {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
