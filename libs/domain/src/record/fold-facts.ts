import type { CheckedPush } from './check-pushed.js';
import { checkRecord } from './check-record.js';
import { isStorableText } from './storable-text.js';
import type { StreamName } from './streams.js';
import { tombstoneFault, type Tombstone } from './tombstone.js';

type FactValue = string | number | boolean;

/** What one event of another system says about one record. Events come in any order, come twice, and each tells a part only. */
export interface RecordFact {
  /** Names the event within its source: what comes under the same name is the same event again. */
  readonly eventId: string;
  readonly stream: StreamName;
  readonly naturalKey: string;
  /** When it happened, by the clock of its sender: an ISO instant in UTC with milliseconds. */
  readonly at: string;
  /** Fields as they are since then. null takes a field back: an incident that was opened again is resolved no more. */
  readonly values: Readonly<Record<string, FactValue | null>>;
  /** Fields that keep what the earliest event says: when it opened, or the first success, which no later event changes. */
  readonly lasting?: Readonly<Record<string, FactValue>>;
  readonly dimensions?: Readonly<Record<string, string>>;
  /** The record is not there any more, until a later event says otherwise. */
  readonly gone?: true;
  /** Where a person finds it: an address, or the name of the event. */
  readonly origin: string;
}

/**
 * The record that follows from all events that are known of it, whatever the order in which they came.
 *
 * @param facts of one stream and natural key, each event once; at least one
 * @param version sorts after that of every smaller set of them
 * @returns `gone` where the last of them says so; `ok: false` while a field that the stream needs is told by none of them, or when what they say does not fit the stream
 */
export function foldFacts(facts: readonly RecordFact[], version: string): CheckedPush {
  const inOrder = [...facts].sort((a, b) => order(a.at, b.at) || order(a.eventId, b.eventId));
  const [first] = inOrder;
  if (first === undefined) throw new Error('A record follows from at least one event.');
  const values: Record<string, FactValue | null> = {};
  const lasting: Record<string, FactValue> = {};
  const dimensions: Record<string, string> = {};
  for (const fact of inOrder) {
    Object.assign(values, fact.values);
    Object.assign(dimensions, fact.dimensions);
    for (const [name, value] of Object.entries(fact.lasting ?? {})) lasting[name] ??= value;
  }
  const { stream, naturalKey, origin } = first;
  if (inOrder.at(-1)?.gone && stream !== 'measurement') {
    const gone: Tombstone = { stream, key: naturalKey, covers: 'record', version, origin };
    const fault = tombstoneFault(gone);
    return fault === null ? { ok: true, gone } : { ok: false, field: 'key', reason: fault };
  }
  return checkRecord(stream, { ...values, ...lasting, key: naturalKey, version, dimensions, url: origin }, origin);
}

/**
 * What is wrong with an event by itself, before it is kept; null when only other events are missing.
 *
 * @returns the field and a sentence that says what would do
 */
export function factFault(fact: RecordFact): { readonly field: string; readonly reason: string } | null {
  const { eventId } = fact;
  if (eventId === '' || eventId.length > 500 || !isStorableText(eventId))
    return { field: 'id', reason: 'The id of an event is a text of 1 to 500 characters, without NUL.' };
  const checked = foldFacts([fact], '0');
  if (checked.ok) return null;
  const { field, reason } = checked;
  const isMissing = Object.entries({ ...fact.values, ...fact.lasting }).every(
    ([name, value]) => name !== field || value === null,
  );
  const isOwn = ['key', 'url', ''].includes(field) || field.startsWith('dimensions');
  return isMissing && !isOwn ? null : { field, reason };
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
