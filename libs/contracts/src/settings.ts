import { z } from 'zod';
import { instant } from './common.js';
import { applyAnswer } from './system.js';

/** What a configuration is made of. */
export const configurationKind = applyAnswer.shape.changes.element.shape.kind;
/** A thing as a configuration file writes it; what is wrong with it is told by the path of its field. */
const thing = z.record(z.string(), z.unknown());
const thingId = z.string().min(1).max(100);
/** Changes with the thing. It says which one somebody has before them, so that nobody overwrites what they have not seen. */
const edition = z.string().min(1).max(100);

export const namedThing = z
  .strictObject({ kind: configurationKind, id: z.string(), title: z.string() })
  .meta({ id: 'NamedThing' });

/** `GET /configuration/things/{kind}`: things in the order of the configuration. */
export const thingList = z
  .strictObject({
    kind: configurationKind,
    things: z.array(
      z.strictObject({
        id: z.string(),
        thing,
        edition,
        /** What names it, and would name nothing without it. */
        usedBy: z.array(namedThing),
        /** Who changed it last; null for what was there before changes were kept. */
        changed: z.strictObject({ at: instant, by: z.string() }).nullable(),
      }),
    ),
  })
  .meta({ id: 'ThingList' });

export const thingBody = z.strictObject({ thing });
export const saveThingBody = z.strictObject({
  thing,
  /** The edition that the change starts from; null for a new thing. */
  edition: edition.nullable(),
});
/** Ids of all alert policies: in the order in which they are to be asked, and in the one that was seen. */
const policyIds = z.array(thingId).max(5000);
export const policyOrderBody = z.strictObject({ order: policyIds, seen: policyIds });
export const removeThingQuery = z.strictObject({ edition });
/** The number of an entry in a path. */
export const historyEntry = z.string().regex(/^[1-9]\d{0,14}$/, 'Use the number of an entry of the history');
export const restoreBody = z.strictObject({
  /** The edition that stands now; null when the thing is not there. */
  edition: edition.nullable(),
});

export const configurationHistoryQuery = z.strictObject({
  kind: configurationKind.optional(),
  id: thingId.optional(),
  /** The number of an entry: answers those before it. */
  before: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const configurationHistory = z
  .strictObject({
    /** The youngest first. */
    entries: z.array(
      z.strictObject({
        /** Its number in the audit trail. */
        sequence: z.number().int(),
        at: instant,
        by: z.string(),
        action: z.enum(['create', 'change', 'remove']),
        kind: configurationKind,
        id: z.string(),
        title: z.string(),
        fields: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
      }),
    ),
    next: z.number().int().nullable(),
  })
  .meta({ id: 'ConfigurationHistory' });

export type ConfigurationKind = z.infer<typeof configurationKind>;
export type ThingList = z.infer<typeof thingList>;
export type ThingBody = z.infer<typeof thingBody>;
export type SaveThingBody = z.infer<typeof saveThingBody>;
export type RemoveThingQuery = z.infer<typeof removeThingQuery>;
export type RestoreBody = z.infer<typeof restoreBody>;
export type ConfigurationHistoryQuery = z.infer<typeof configurationHistoryQuery>;
export type ConfigurationHistory = z.infer<typeof configurationHistory>;
export type PolicyOrderBody = z.infer<typeof policyOrderBody>;
