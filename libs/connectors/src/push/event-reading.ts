import type { RecordFact } from '@tandem/domain/record/fold-facts';
import type { StreamName } from '@tandem/domain/record/streams';
import { z } from 'zod';

/** An event that its sender vouches for, and that does not say what it must. */
export interface UnreadableEvent {
  readonly stream: StreamName;
  readonly field: string;
  /** A sentence that says what is wrong and what to do. */
  readonly reason: string;
}

/** What an event means here. */
export interface EventReading {
  readonly facts: readonly RecordFact[];
  /** The kind of an event that says nothing about any stream; null for one that does. */
  readonly notUsed: string | null;
  readonly fault: UnreadableEvent | null;
}

export const told = (...facts: readonly RecordFact[]): EventReading => ({ facts, notUsed: null, fault: null });

export const notUsed = (kind: string): EventReading => ({ facts: [], notUsed: kind.slice(0, 150), fault: null });

export function unreadable(stream: StreamName, field: string, reason: string): EventReading {
  return { facts: [], notUsed: null, fault: { stream, field, reason } };
}

/** Reads the part of an event that is used here; what does not have it is unreadable, and the rest of an event is of no interest. */
export function readPart<Part>(
  schema: z.ZodType<Part>,
  event: unknown,
  stream: StreamName,
  use: (part: Part) => EventReading,
): EventReading {
  const read = schema.safeParse(event);
  if (read.success) return use(read.data);
  const [issue] = read.error.issues;
  const field = issue?.path.join('.') ?? '';
  return unreadable(
    stream,
    field,
    `The event does not hold what it should at "${field}": ${issue?.message ?? 'it cannot be read'}.`,
  );
}

/**
 * An instant as senders write it: ISO-8601, or with blanks as GitLab does (`2026-11-10 08:00:00 +0100`, `… UTC`). Comes out in UTC with
 * milliseconds.
 */
export const sentInstant = z.string().transform((text, context) => {
  const plain = text.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?) ?(UTC|[+-]\d\d:?\d\d)$/, '$1T$2$3');
  const time = new Date(plain.replace(/UTC$/, 'Z'));
  if (/[T ].*(Z|UTC|[+-]\d\d:?\d\d)$/.test(text) && !Number.isNaN(time.getTime())) return time.toISOString();
  context.addIssue({ code: 'custom', message: `"${text.slice(0, 60)}" is no instant with a zone` });
  return z.NEVER;
});

/** Ids come as numbers or texts; they are names here. */
export const sentId = z.union([z.string().min(1).max(200), z.number().int()]).transform(String);
