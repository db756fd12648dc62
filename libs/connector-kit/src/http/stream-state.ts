import { z } from 'zod';
import type { ReadContext, StreamState } from '../connector.js';
import type { CursorKind } from './declaration.js';

const position = z.union([
  z.strictObject({ kind: z.literal('first') }),
  z.strictObject({ kind: z.literal('address'), path: z.string() }),
  z.strictObject({ kind: z.literal('token'), token: z.string() }),
  z.strictObject({
    kind: z.literal('offset'),
    offset: z.number().int(),
    anchor: z.string().optional(),
    seek: z.string().optional(),
    stepsBack: z.number().int().optional(),
  }),
  z.strictObject({ kind: z.literal('page'), page: z.number().int() }),
  z.strictObject({ kind: z.literal('after'), time: z.string(), id: z.string() }),
  z.strictObject({ kind: z.literal('since'), time: z.string(), page: z.number().int() }),
]);

/** A reading of one partition that has begun: its window, and the page that comes next. */
export const begunReading = z.strictObject({
  from: z.string().nullable(),
  to: z.string(),
  position,
  pages: z.number().int(),
  /** Whether the rows came sorted upwards by time so far, so that the state may follow them. */
  sorted: z.boolean(),
  /** The latest row so far by time, of streams with a time of change. */
  latest: z.strictObject({ time: z.string(), id: z.string() }).nullable(),
  /** Earliest instant of the records so far: where the coverage of a reading without a beginning begins. */
  earliest: z.string().nullable(),
});
export type BegunReading = z.output<typeof begunReading>;

const unitState = z.strictObject({
  v: z.literal(1),
  /** Time and id of the last row, as the vendor writes them; of sorted streams. */
  time: z.string().nullable(),
  id: z.string().nullable(),
  /** When the last complete reading began, by the vendor's clock. */
  readTo: z.string().nullable(),
  shape: z.record(z.string(), z.string()).nullable(),
  /** A reading that a failed run has left, and when it did. */
  pending: z.strictObject({ reading: begunReading, at: z.string() }).nullable(),
});
export type UnitState = z.output<typeof unitState>;

export const freshState: UnitState = { v: 1, time: null, id: null, readTo: null, shape: null, pending: null };

/** The state of one partition; a fresh one where there is none, or one of another form. */
export function stateOf(states: ReadContext['states'], stream: string, partition: string): UnitState {
  const kept = states?.find((state) => state.stream === stream && state.partition === partition);
  const read = unitState.safeParse(kept?.state);
  return read.success ? read.data : freshState;
}

export function toStreamState(stream: string, partition: string, state: UnitState): StreamState {
  return { stream, partition, state: state };
}

const dayMs = 86_400_000;
/** Beyond this age tokens have ended and rows have moved: the window is read again from its beginning. */
const pendingHoldsMs = dayMs;

/** What a failed run has left and can still be gone on with; null to begin anew. */
export function pendingReading(state: UnitState, now: Date): BegunReading | null {
  const { pending } = state;
  if (pending === null) return null;
  const age = now.getTime() - Date.parse(pending.at);
  return age >= 0 && age <= pendingHoldsMs ? pending.reading : null;
}

/**
 * From where on a partition is read.
 *
 * @param begins the beginning of a first reading; null for everything
 * @param to the moment at which the reading begins, by the vendor's clock
 * @returns an ISO instant, or null for everything
 */
export function readingBegins(cursor: CursorKind, state: UnitState, begins: Date | null, to: Date): string | null {
  const first = begins?.toISOString() ?? null;
  switch (cursor.kind) {
    case 'none':
      return first;
    case 'timestampId':
      return state.time === null ? first : before(state.time, cursor.overlapMs);
    case 'lookBack':
      return state.readTo === null ? first : before(state.readTo, cursor.lookBackMs);
    case 'rewriteWindow': {
      if (state.readTo === null) return first;
      const last = Math.min(Date.parse(state.readTo), to.getTime());
      return new Date(Math.floor(last / dayMs) * dayMs - cursor.days * dayMs).toISOString();
    }
  }
}

function before(instant: string, ms: number): string {
  return new Date(Date.parse(instant) - ms).toISOString();
}
