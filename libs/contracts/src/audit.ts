import { z } from 'zod';

/** SHA-256 as hexadecimal digits. */
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 hexadecimal digits');
const sequence = z.number().int();
const wanted = z.coerce.number({ error: 'must be a whole number' }).int();
const word = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^\0]*$/, 'must not hold a NUL character')
  .optional();

export const auditEntry = z
  .strictObject({
    sequence,
    /** ISO-8601 with microseconds, UTC. */
    at: z.string(),
    actor: z.string(),
    action: z.string(),
    subject: z.strictObject({ kind: z.string(), id: z.string() }),
    /** The thing before and after, without its secrets; null when there was none. */
    before: z.unknown(),
    after: z.unknown(),
    previousHash: hash,
    hash,
  })
  .meta({ id: 'AuditEntry' });

export const auditQuery = z.strictObject({
  limit: wanted.min(1).max(500).default(100),
  /** Only entries before this one; take it from `next`. */
  before: wanted.min(1).max(Number.MAX_SAFE_INTEGER).optional(),
  subjectKind: word,
  subjectId: word,
  actor: word,
  action: word,
});

export const auditPage = z
  .strictObject({ entries: z.array(auditEntry), next: sequence.nullable() })
  .meta({ id: 'AuditPage' });

/** A head that was noted elsewhere; both or neither. */
export const auditVerifyQuery = z
  .strictObject({ sequence: wanted.min(0).max(Number.MAX_SAFE_INTEGER).optional(), hash: hash.optional() })
  .refine((given) => (given.sequence === undefined) === (given.hash === undefined), {
    path: ['hash'],
    error: 'needs "sequence" beside it, and the other way round: give both or neither',
  });

export const auditVerdict = z
  .strictObject({
    ok: z.boolean(),
    /** Entries that fit, from the first on. */
    entries: z.number().int(),
    /** Note it elsewhere: a later check against it proves that nothing before it was rewritten. */
    head: z.strictObject({ sequence, hash }).nullable(),
    brokenAt: z
      .strictObject({
        sequence,
        auditId: z.string().nullable(),
        reason: z.enum([
          'linkMissing',
          'entryMissing',
          'linkBroken',
          'entryChanged',
          'entryUnlinked',
          'endMissing',
          'anchorMissed',
        ]),
      })
      .nullable(),
  })
  .meta({ id: 'AuditVerdict' });

export const secretsRotated = z.strictObject({ secrets: z.number().int() }).meta({ id: 'SecretsRotated' });

export type AuditQuery = z.infer<typeof auditQuery>;
export type AuditPage = z.infer<typeof auditPage>;
export type AuditVerifyQuery = z.infer<typeof auditVerifyQuery>;
export type AuditVerdict = z.infer<typeof auditVerdict>;
export type SecretsRotated = z.infer<typeof secretsRotated>;
