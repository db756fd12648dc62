import type pg from 'pg';

export interface AuditEntry {
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subjectKind: string;
  readonly subjectId: string;
  readonly before: object | null;
  /** Never a secret, nor a hash of one. */
  readonly after: object | null;
}

/** One row of the audit trail, in the transaction of the change that it tells of. */
export async function appendAudit(client: Pick<pg.ClientBase, 'query'>, entry: AuditEntry): Promise<void> {
  await client.query(
    `insert into audit_log (at, actor, action, subject_kind, subject_id, before, after)
     values ($1, $2, $3, $4, $5, $6::jsonb, $7::jsonb)`,
    [
      entry.at,
      entry.actor,
      entry.action,
      entry.subjectKind,
      entry.subjectId,
      entry.before === null ? null : JSON.stringify(entry.before),
      entry.after === null ? null : JSON.stringify(entry.after),
    ],
  );
}
