import { fieldsOf, type CanonicalRecord, type StreamName } from './streams.js';

/** When a fact of a stream has come to its end: a field is there, or has one of these values. Any of them will do. */
export type Ending = { readonly field: string; readonly oneOf?: readonly string[] };

const endings: Readonly<Partial<Record<StreamName, readonly Ending[]>>> = {
  deployment: [{ field: 'outcome', oneOf: ['succeeded', 'failed', 'cancelled'] }],
  incident: [{ field: 'resolvedAt' }],
  slaCycle: [{ field: 'stoppedAt' }, { field: 'state', oneOf: ['cancelled'] }],
  campaign: [{ field: 'endsAt' }, { field: 'state', oneOf: ['ended', 'cancelled'] }],
  freeze: [{ field: 'endsAt' }, { field: 'state', oneOf: ['ended', 'cancelled'] }],
};

/** null for a stream whose facts have no duration. */
export function endingsOf(stream: StreamName): readonly Ending[] | null {
  return endings[stream] ?? null;
}

/** The fields of a stream that are instants. */
export function instantsOf(stream: StreamName): string[] {
  return Object.entries(fieldsOf(stream)).flatMap(([name, { type }]) => (type === 'instant' ? [name] : []));
}

/**
 * Whether everything that a record says lies before an instant: it has ended, and none of its instants is as late. `before` and the
 * instants are ISO texts in UTC with milliseconds, which sort as they are.
 */
export function isBefore({ stream, fields }: CanonicalRecord, before: string): boolean {
  const ended = endingsOf(stream)?.some(({ field, oneOf }) => {
    const value = fields[field];
    return value !== undefined && (oneOf === undefined || oneOf.includes(String(value)));
  });
  if (ended === false) return false;
  return instantsOf(stream).every((name) => fields[name] === undefined || String(fields[name]) < before);
}
