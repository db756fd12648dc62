import { z } from 'zod';
import { identifier, instant } from './common.js';

export const syncRun = z
  .strictObject({
    id: z.string(),
    trigger: z.enum(['request', 'schedule', 'upload', 'push', 'configuration', 'mend', 'backfill', 'replay']),
    state: z.enum(['queued', 'running', 'succeeded', 'failed', 'stopped']),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    /** received = stored + unchanged + quarantined. */
    received: z.number().int(),
    stored: z.number().int(),
    unchanged: z.number().int(),
    quarantined: z.number().int(),
    /** Rows that the mapping's filter leaves out on purpose. */
    filteredOut: z.number().int(),
    /** Records that were there before, and that the source said are gone; beside what was received. */
    takenBack: z.number().int(),
    /** 0 to 1 while it runs, null when the length is not known. */
    progress: z.number().nullable(),
    error: z
      .strictObject({
        code: z.string(),
        message: z.string(),
        hint: z.string(),
        /** Whether another try can help (`retry`, `rateLimited`), or somebody has to act. */
        action: z.enum(['retry', 'rateLimited', 'configuration', 'sourceChanged']).optional(),
      })
      .nullable(),
  })
  .meta({ id: 'SyncRun' });

export const source = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    connector: z.string(),
    /** What it reads, without secrets: a path, a host. */
    location: z.string(),
    state: z.enum(['neverSynced', 'running', 'healthy', 'stale', 'failing', 'paused']),
    lastSyncAt: instant.nullable(),
    /** When the clock reads it next; null when it does not. */
    nextSyncAt: instant.nullable(),
    dataTo: instant.nullable(),
    expectedEveryMs: z.number(),
    /** null: only on request. */
    syncEveryMs: z.number().nullable(),
    paused: z.strictObject({ at: instant, by: z.string(), reason: z.string() }).nullable(),
    /** Runs that failed one after another up to now, and since when. */
    failedRuns: z.number().int(),
    failingSince: instant.nullable(),
    /** Since when its owners know that it fails. */
    warnedAt: instant.nullable(),
    /** Refused rows that nobody has mended or dismissed. */
    quarantined: z.number().int(),
    shiftWeeks: z.number().int(),
    /** Others send to it: nothing is read. */
    isPushed: z.boolean(),
    /** Whether a window of time can be read again, and records be made anew of kept rows. */
    canBackfill: z.boolean(),
    canReplay: z.boolean(),
    /** Whether files can be uploaded to it. */
    takesUploads: z.boolean(),
    origin: z.strictObject({ title: z.string(), licence: z.string(), url: z.string().nullable() }).nullable(),
    metrics: z.array(z.strictObject({ key: z.string(), title: z.string() })),
    lastRun: syncRun.nullable(),
  })
  .meta({ id: 'Source' });
/** What the organisation does not keep for ever: older things of this kind are not there any more. */
export const removedThings = z
  .strictObject({
    kind: z.enum(['uploads', 'versions', 'records', 'observations']),
    /** A stream; of uploads the source. */
    subject: z.string(),
    keptFrom: instant,
    /** How much the last run has removed, and when. */
    removed: z.number().int(),
    removedAt: instant,
  })
  .meta({ id: 'RemovedThings' });
export const sourceList = z
  .strictObject({ sources: z.array(source), removed: z.array(removedThings) })
  .meta({ id: 'SourceList' });

export const quarantineState = z.enum(['open', 'mended', 'dismissed']);

export const quarantinedRow = z
  .strictObject({
    id: z.string(),
    stream: z.string(),
    file: z.string(),
    line: z.number().int(),
    field: z.string().nullable(),
    reason: z.string(),
    raw: z.string(),
    /** The row by its columns; null where it has none. */
    cells: z.array(z.strictObject({ column: z.string(), value: z.string() })).nullable(),
    seenAt: instant,
    state: quarantineState,
    decided: z.strictObject({ at: instant, by: z.string(), reason: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'QuarantinedRow' });

/** received = stored + unchanged + quarantined, over all runs that are kept. */
export const runTotals = z
  .strictObject({
    runs: z.number().int(),
    received: z.number().int(),
    stored: z.number().int(),
    unchanged: z.number().int(),
    quarantined: z.number().int(),
    filteredOut: z.number().int(),
    takenBack: z.number().int(),
  })
  .meta({ id: 'RunTotals' });

export const refusalReason = z
  .strictObject({ stream: z.string(), field: z.string().nullable(), reason: z.string(), rows: z.number().int() })
  .meta({ id: 'RefusalReason', description: 'Open rows that were refused for the same reason' });

/** The first of the open rows and the newest of the runs; routes of their own go on from there. */
export const sourcePage = z
  .strictObject({
    source,
    runs: z.array(syncRun),
    totals: runTotals,
    quarantine: z.array(quarantinedRow),
    reasons: z.array(refusalReason),
  })
  .meta({ id: 'SourcePage' });

const rowId = z.string().regex(/^\d{1,18}$/, 'must be an id from the list');

export const runsQuery = z.strictObject({
  /** Id of the oldest run that is known. */
  before: rowId.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export const runList = z.strictObject({ runs: z.array(syncRun) }).meta({ id: 'RunList' });

export const quarantineQuery = z.strictObject({
  state: quarantineState.default('open'),
  reason: z.string().min(1).max(5000).optional(),
  /** Id of the last row that is known. */
  after: rowId.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const quarantineList = z.strictObject({ rows: z.array(quarantinedRow) }).meta({ id: 'QuarantineList' });

const selection = z
  .union([
    z.strictObject({ ids: z.array(rowId).min(1).max(500) }),
    z.strictObject({ reason: z.string().min(1).max(5000), stream: z.string().min(1).max(50) }),
  ])
  .describe('Some open rows, or all that were refused for one reason');

export const mendBody = z.strictObject({
  rows: selection,
  /** Cells by their column, or one row as a whole; null reads the rows again as they are. */
  edit: z
    .union([
      z.strictObject({ cells: z.record(z.string().min(1).max(500), z.string().max(16_000)) }),
      z.strictObject({ raw: z.string().min(1).max(16_000) }),
    ])
    .nullable(),
});
export const mendAnswer = z
  .strictObject({
    runId: z.string().nullable(),
    mended: z.number().int(),
    stored: z.number().int(),
    unchanged: z.number().int(),
    /** Rows that do not fit yet: how many, and the first of them with why. */
    stillRefused: z.number().int(),
    refused: z.array(z.strictObject({ id: z.string(), field: z.string().nullable(), reason: z.string() })),
    /** Open rows of the selection beyond those that one request takes: ask again. */
    left: z.number().int(),
  })
  .meta({ id: 'MendAnswer' });

const why = z.string().trim().min(3, 'Say why, in a few words').max(500);
export const dismissBody = z.strictObject({ rows: selection, reason: why });
export const dismissAnswer = z.strictObject({ dismissed: z.number().int() }).meta({ id: 'DismissAnswer' });

export const pauseBody = z.strictObject({ reason: why });
export const runPath = rowId;
/** null: nothing is read there, for others send to it. */
export const resumed = z.strictObject({ runId: z.string().nullable() }).meta({ id: 'Resumed' });

const instantWithZone = z.iso.datetime({
  offset: true,
  error: 'must be an instant with its zone, such as 2026-03-01T00:00:00Z',
});
/** Half-open. */
export const backfillBody = z.strictObject({ from: instantWithZone, to: instantWithZone });

/** What was noticed of a source beside its rows, by its last runs. */
export const sourceFindings = z
  .strictObject({
    findings: z.array(
      z.strictObject({
        run: z.string(),
        kind: z.enum(['fieldAdded', 'fieldRemoved', 'fieldChanged', 'clockSkew', 'notRead', 'other']),
        stream: z.string(),
        field: z.string().nullable(),
        message: z.string(),
        seenAt: instant,
      }),
    ),
  })
  .meta({ id: 'SourceFindings' });

export const syncStarted = z.strictObject({ runId: z.string() }).meta({ id: 'SyncStarted' });
export const uploadQuery = z.strictObject({ name: z.string().min(1).max(200) });

/** The connection that the records belong to. */
export const pushQuery = z.strictObject({ source: identifier });

export const pushAnswer = z
  .strictObject({
    runId: z.string(),
    received: z.number().int(),
    stored: z.number().int(),
    unchanged: z.number().int(),
    quarantined: z.number().int(),
    verdicts: z.array(
      z.strictObject({
        index: z.number().int(),
        /** `leftOut`: of a time that is not kept any more, and not counted as received. */
        verdict: z.enum(['accepted', 'quarantined', 'leftOut']),
        reason: z.string().optional(),
        field: z.string().optional(),
      }),
    ),
  })
  .meta({ id: 'PushAnswer' });

export type SyncRun = z.infer<typeof syncRun>;
export type Source = z.infer<typeof source>;
export type RemovedThings = z.infer<typeof removedThings>;
export type SourceList = z.infer<typeof sourceList>;
export type QuarantinedRow = z.infer<typeof quarantinedRow>;
export type SourcePage = z.infer<typeof sourcePage>;
export type RunTotals = z.infer<typeof runTotals>;
export type RefusalReason = z.infer<typeof refusalReason>;
export type RunList = z.infer<typeof runList>;
export type RunsQuery = z.infer<typeof runsQuery>;
export type QuarantineList = z.infer<typeof quarantineList>;
export type QuarantineQuery = z.infer<typeof quarantineQuery>;
export type MendBody = z.infer<typeof mendBody>;
export type MendAnswer = z.infer<typeof mendAnswer>;
export type DismissBody = z.infer<typeof dismissBody>;
export type DismissAnswer = z.infer<typeof dismissAnswer>;
export type BackfillBody = z.infer<typeof backfillBody>;
export type SourceFindings = z.infer<typeof sourceFindings>;
export type PauseBody = z.infer<typeof pauseBody>;
export type PushAnswer = z.infer<typeof pushAnswer>;
