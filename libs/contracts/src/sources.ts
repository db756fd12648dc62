import { z } from 'zod';
import { identifier, instant } from './common.js';

export const syncRun = z
  .strictObject({
    id: z.string(),
    trigger: z.enum(['request', 'schedule', 'upload', 'push', 'configuration']),
    state: z.enum(['queued', 'running', 'succeeded', 'failed']),
    startedAt: instant.nullable(),
    finishedAt: instant.nullable(),
    /** received = stored + unchanged + quarantined. */
    received: z.number().int(),
    stored: z.number().int(),
    unchanged: z.number().int(),
    quarantined: z.number().int(),
    /** Rows that the mapping's filter leaves out on purpose. */
    filteredOut: z.number().int(),
    /** 0 to 1 while it runs, null when the length is not known. */
    progress: z.number().nullable(),
    error: z.strictObject({ code: z.string(), message: z.string(), hint: z.string() }).nullable(),
  })
  .meta({ id: 'SyncRun' });

export const source = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    connector: z.string(),
    /** What it reads, without secrets: a path, a host. */
    location: z.string(),
    state: z.enum(['neverSynced', 'running', 'healthy', 'stale', 'failing']),
    lastSyncAt: instant.nullable(),
    dataTo: instant.nullable(),
    expectedEveryMs: z.number(),
    quarantined: z.number().int(),
    shiftWeeks: z.number().int(),
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

export const quarantinedRow = z
  .strictObject({
    id: z.string(),
    stream: z.string(),
    file: z.string(),
    line: z.number().int(),
    field: z.string().nullable(),
    reason: z.string(),
    raw: z.string(),
    seenAt: instant,
  })
  .meta({ id: 'QuarantinedRow' });

export const sourcePage = z
  .strictObject({ source, runs: z.array(syncRun), quarantine: z.array(quarantinedRow) })
  .meta({ id: 'SourcePage' });

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
export type PushAnswer = z.infer<typeof pushAnswer>;
