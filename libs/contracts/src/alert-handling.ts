import { alertCauses } from '@tandem/domain/alert/alert-act';
import { z } from 'zod';
import { instant, side } from './common.js';

const minutesOfDay = 24 * 60;

const seen = z.strictObject({ at: instant, by: z.string() }).nullable();
export const alertCause = z.enum(alertCauses);

/** What people did about the last breach of an alert. */
export const alertHandling = z
  .strictObject({
    acknowledged: z.strictObject({ by: z.string(), at: instant, until: instant }).nullable(),
    assignedTo: z.strictObject({ id: z.string(), name: z.string(), side }).nullable(),
    seen: z.strictObject({ marketing: seen, it: seen }).describe('The first opening by somebody of each side'),
    cause: z.strictObject({ code: alertCause, note: z.string().nullable(), by: z.string() }).nullable(),
    closedAt: instant.nullable(),
    wantsCause: z.boolean().describe('It is over, and nobody has said why it was'),
    detectedLate: z
      .strictObject({ from: instant, to: instant, learntAt: instant })
      .nullable()
      .describe(
        'It was over when late data brought it to light: ends of its first and last period, and when that was learnt',
      ),
    silencedUntil: instant.nullable(),
    isInhibited: z.boolean().describe('Nobody was told yet, because a graver alert fires'),
  })
  .meta({ id: 'AlertHandling' });

export const alertActItem = z
  .strictObject({
    id: z.string(),
    kind: z.enum(['acknowledge', 'assign', 'comment', 'link', 'close']),
    at: instant,
    by: z.string(),
    side: side.nullable(),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'AlertAct' });

const text = (longest: number) => z.string().trim().min(1).max(longest);
const address = z
  .url({ protocol: /^https?$/, error: 'must be an address that begins with https:// or http://' })
  .max(2000);

const link = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('deployment'),
    recordId: z.string().regex(/^[1-9]\d{0,17}$/, 'must be the id of a deployment of this alert'),
  }),
  z.strictObject({ kind: z.literal('campaign'), title: text(200), url: address.nullable().default(null) }),
]);

/** What somebody does about an alert. */
export const alertActBody = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('acknowledge'),
      forMinutes: z
        .number()
        .int()
        .min(5)
        .max(14 * minutesOfDay)
        .default(minutesOfDay)
        .describe('Until then nobody is reminded; if it goes on then, everybody is.'),
    }),
    z.strictObject({ kind: z.literal('assign'), to: z.string().max(100).nullable() }),
    z.strictObject({ kind: z.literal('comment'), text: text(4000) }),
    z.strictObject({ kind: z.literal('link'), link }),
    z.strictObject({ kind: z.literal('close'), cause: alertCause, note: text(2000).nullable().default(null) }),
  ])
  .meta({ id: 'AlertActBody' });

export const alertChoices = z
  .strictObject({
    people: z.array(z.strictObject({ id: z.string(), name: z.string(), side })).describe('Who can be assigned'),
    deployments: z.array(
      z.strictObject({ recordId: z.string(), service: z.string(), ref: z.string(), at: instant, outcome: z.string() }),
    ),
  })
  .meta({ id: 'AlertChoices' });

export const silenceItem = z
  .strictObject({
    id: z.string(),
    guardrail: z.strictObject({ id: z.string(), title: z.string() }).nullable(),
    metric: z.strictObject({ key: z.string(), title: z.string() }).nullable(),
    slice: z.record(z.string(), z.string()).nullable().describe('One value of a dimension; null silences all of it'),
    reason: z.string(),
    madeAt: instant,
    madeBy: z.string(),
    endsAt: instant,
    endedAt: instant.nullable(),
    endedBy: z.string().nullable().describe('Who ended it early; null where its time had come'),
  })
  .meta({ id: 'Silence' });

export const silenceList = z.strictObject({ silences: z.array(silenceItem) }).meta({ id: 'SilenceList' });

export const silenceBody = z
  .strictObject({
    of: z.strictObject({
      kind: z.enum(['guardrail', 'metric']),
      id: z.string().min(1).max(100),
      slice: z
        .strictObject({ dimension: z.string().min(1).max(100), value: z.string().max(500) })
        .optional()
        .describe('Only alerts of this value of a dimension; left out: all of it'),
    }),
    reason: text(2000),
    forMinutes: z
      .number()
      .int()
      .min(5)
      .max(30 * minutesOfDay)
      .describe('A silence always ends by itself; what goes on then is told.'),
  })
  .meta({ id: 'SilenceBody' });

export const silenceMade = z.strictObject({ id: z.string() }).meta({ id: 'SilenceMade' });

export type AlertHandling = z.infer<typeof alertHandling>;
export type AlertActItem = z.infer<typeof alertActItem>;
export type AlertActBody = z.infer<typeof alertActBody>;
export type AlertCause = z.infer<typeof alertCause>;
export type AlertChoices = z.infer<typeof alertChoices>;
export type SilenceItem = z.infer<typeof silenceItem>;
export type SilenceList = z.infer<typeof silenceList>;
export type SilenceBody = z.infer<typeof silenceBody>;
export type SilenceMade = z.infer<typeof silenceMade>;
