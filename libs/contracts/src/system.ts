import { z } from 'zod';
import { instant, side } from './common.js';

export const health = z
  .strictObject({
    live: z.boolean(),
    ready: z.boolean(),
    /** The clock of the workers ticks and nothing that is due stands still. */
    progressing: z.boolean(),
    /** Empty for whoever is not signed in; so are the checks. */
    version: z.string(),
    checks: z.record(z.string(), z.strictObject({ ok: z.boolean(), detail: z.string() })),
  })
  .meta({ id: 'Health' });

/** `GET /health/live`. */
export const liveness = z.strictObject({ live: z.literal(true) }).meta({ id: 'Liveness' });

/** `GET /setup`: whether the workspace is empty, and whether the demo can be loaded. */
export const setup = z
  .strictObject({
    empty: z.boolean(),
    demo: z.strictObject({
      available: z.boolean(),
      state: z.enum(['notLoaded', 'loading', 'loaded']),
      progress: z.number().nullable(),
    }),
  })
  .meta({ id: 'Setup' });

/** One server-sent event: what changed, so that a page can ask again. */
export const changeEvent = z
  .strictObject({
    kind: z.enum(['observations', 'alerts', 'sources', 'configuration', 'reviews', 'notes', 'resync']),
    at: instant,
    keys: z.array(z.string()),
  })
  .meta({ id: 'ChangeEvent' });

export const applyBody = z.strictObject({
  /** The file's name, for errors. */
  file: z.string().max(500).default('tandem.yaml'),
  text: z.string().max(2_000_000),
  dryRun: z.boolean().default(false),
});
export const applyAnswer = z
  .strictObject({
    applied: z.boolean(),
    changes: z.array(
      z.strictObject({
        kind: z.enum([
          'organisation',
          'team',
          'person',
          'connection',
          'calendar',
          'metric',
          'goal',
          'guardrail',
          'route',
          'alertPolicy',
          'initiative',
        ]),
        id: z.string(),
        /** `propose`: it waits for signatures, and the present version stands until they are there. */
        action: z.enum(['create', 'change', 'propose', 'unchanged']),
        fields: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
        /** Of a change of a definition that both sides govern: the sides that have not signed; empty when it is signed. */
        waitsFor: z.array(side).optional(),
      }),
    ),
    /** Agreements of notice that a file names: `propose` waits for signatures, `agree` holds from now on. Left out where it names none. */
    agreements: z
      .array(
        z.strictObject({ id: z.string(), action: z.enum(['propose', 'agree', 'unchanged']), waitsFor: z.array(side) }),
      )
      .optional(),
    /** Keys of the metrics whose records are counted anew. */
    recounts: z.array(z.string()),
    /**
     * What was not refused, and somebody should know. `sameName`: metrics of one name that count different things. `goalDraft`: a goal lacks
     * something before it is published.
     */
    warnings: z.array(
      z.strictObject({ code: z.enum(['sameName', 'goalDraft']), metrics: z.array(z.string()), message: z.string() }),
    ),
  })
  .meta({ id: 'ApplyAnswer' });

export type Health = z.infer<typeof health>;
export type Liveness = z.infer<typeof liveness>;
export type Setup = z.infer<typeof setup>;
export type ChangeEvent = z.infer<typeof changeEvent>;
export type ApplyBody = z.infer<typeof applyBody>;
export type ApplyAnswer = z.infer<typeof applyAnswer>;
