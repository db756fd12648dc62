import type { StreamName } from '../record/streams.js';

/** How long things are kept, in milliseconds; what is not named is kept for ever. */
export interface Retention {
  /** Files that were uploaded; the latest of each source stays. */
  readonly uploads?: number;
  /** Versions of records that a later version has replaced. */
  readonly versions?: KeptStreams;
  readonly records?: KeptStreams;
  /** The days that metrics have counted from records. */
  readonly observations?: KeptStreams;
}

export type KeptStreams = Readonly<Partial<Record<StreamName, number>>>;

/** What a stream has of its own to be kept for a time. */
export const keptOfStreams = ['versions', 'records', 'observations'] as const satisfies readonly (keyof Retention)[];
export type KeptOfStream = (typeof keptOfStreams)[number];

export type RetentionReason =
  | { readonly code: 'observationsShorterThanRecords'; readonly stream: StreamName }
  | { readonly code: 'linkedStreamsDiffer'; readonly streams: readonly StreamName[] };

/** A value of one of them may be read from records of the others. */
const linked: readonly StreamName[] = ['deployment', 'change', 'incident'];

/**
 * The faults of a retention, each with the path to it. Days that could be counted from kept records anew cannot be gone for good, so they are
 * kept at least as long as these; records that are linked with each other are kept equally long, so that no link loses an end.
 */
export function checkRetention(keep: Retention): { path: readonly string[]; reason: RetentionReason }[] {
  const { records = {}, observations = {} } = keep;
  const shorter = (Object.keys(observations) as StreamName[]).filter(
    (stream) => (observations[stream] ?? Infinity) < (records[stream] ?? Infinity),
  );
  const unlike = new Set(linked.map((stream) => records[stream])).size > 1;
  return [
    ...shorter.map((stream) => ({
      path: ['keep', 'observations', stream],
      reason: { code: 'observationsShorterThanRecords', stream } as const,
    })),
    ...(unlike
      ? [{ path: ['keep', 'records'], reason: { code: 'linkedStreamsDiffer', streams: linked } as const }]
      : []),
  ];
}

/** Whole months of UTC are removed, so a thing is kept at least as long as said: from the first instant of the month in which that time began. */
export function keptFrom(now: Date, keptMs: number): Date {
  const oldest = new Date(now.getTime() - keptMs);
  return new Date(Date.UTC(oldest.getUTCFullYear(), oldest.getUTCMonth(), 1));
}
