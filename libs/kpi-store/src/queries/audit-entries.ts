import type { AuditEntry, AuditFilter } from '@tandem/application/audit-ports';
import type pg from 'pg';
import { auditEntryText } from './verify-audit-trail.js';

interface EntryRow {
  readonly sequence: string;
  readonly previous_hash: string;
  readonly hash: string;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: string | null;
  readonly after: string | null;
}

const columns = `c.sequence, encode(c.previous_hash, 'hex') as previous_hash, encode(c.hash, 'hex') as hash,
  to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, l.actor, l.action, l.subject_kind, l.subject_id,
  l.before::text as before, l.after::text as after`;

const rowsAtOnce = 1_000;

/** The youngest entries first; those before a sequence number, when one is given. */
export async function auditEntries(
  pool: pg.Pool,
  { limit, before, filter }: { readonly limit: number; readonly before: number | null; readonly filter: AuditFilter },
): Promise<readonly AuditEntry[]> {
  const found = await pool.query<EntryRow>(
    `select ${columns} from audit_chain c join audit_log l on l.id = c.audit_id
      where ($2::bigint is null or c.sequence < $2) and ($3::text is null or l.subject_kind = $3)
        and ($4::text is null or l.subject_id = $4) and ($5::text is null or l.actor = $5) and ($6::text is null or l.action = $6)
      order by c.sequence desc limit $1`,
    [limit, before, filter.subjectKind ?? null, filter.subjectId ?? null, filter.actor ?? null, filter.action ?? null],
  );
  return found.rows.map(toEntry);
}

/**
 * The whole trail as lines of JSON, the oldest first, read as it is wanted. Each carries the very text that was hashed, so that a copy can be
 * checked with nothing but SHA-256.
 */
export async function* auditLines(pool: pg.Pool): AsyncGenerator<string> {
  let last = '0';
  for (;;) {
    const { rows } = await pool.query<EntryRow>(
      `select ${columns} from audit_chain c join audit_log l on l.id = c.audit_id
        where c.sequence > $1 order by c.sequence limit ${rowsAtOnce}`,
      [last],
    );
    if (rows.length > 0)
      yield rows.map((row) => `${JSON.stringify({ ...toEntry(row), hashed: auditEntryText(row) })}\n`).join('');
    last = rows.at(-1)?.sequence ?? last;
    if (rows.length < rowsAtOnce) return;
  }
}

function toEntry(row: EntryRow): AuditEntry {
  return {
    sequence: Number(row.sequence),
    at: row.at,
    actor: row.actor,
    action: row.action,
    subject: { kind: row.subject_kind, id: row.subject_id },
    before: row.before === null ? null : (JSON.parse(row.before) as unknown),
    after: row.after === null ? null : (JSON.parse(row.after) as unknown),
    previousHash: row.previous_hash,
    hash: row.hash,
  };
}
