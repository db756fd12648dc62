import { createHash } from 'node:crypto';
import type { AuditAnchor, AuditFault, AuditVerdict } from '@tandem/application/audit-ports';
import type pg from 'pg';
import { inTransaction } from '../database.js';

interface LinkRow {
  readonly sequence: string;
  readonly audit_id: string;
  readonly previous_hash: string;
  readonly hash: string;
  /** null when the entry itself is gone. */
  readonly at: string | null;
  readonly actor: string;
  readonly action: string;
  readonly subject_kind: string;
  readonly subject_id: string;
  readonly before: string | null;
  readonly after: string | null;
}

const rowsAtOnce = 2_000;
const beginning = '0'.repeat(64);

/**
 * Computes every hash of the chain anew, apart from the database's own functions, and names the first entry that does not fit: changed,
 * removed, added around the chain, or cut off at the end.
 *
 * @param anchor a head that was noted elsewhere: a chain that was rewritten as a whole no longer passes through it
 */
export function verifyAuditTrail(pool: pg.Pool, anchor: AuditAnchor | null): Promise<AuditVerdict> {
  return inTransaction(pool, async (client) => {
    await client.query('set transaction isolation level repeatable read, read only');
    let last = { sequence: 0, hash: beginning };
    let anchored = anchor === null || (anchor.sequence === 0 && anchor.hash === beginning);
    for (let rows = await linksAfter(client, 0); rows.length > 0; rows = await linksAfter(client, last.sequence)) {
      for (const row of rows) {
        const fault = faultOf(row, last);
        if (fault) return { ok: false, entries: last.sequence, head: null, brokenAt: fault };
        last = { sequence: Number(row.sequence), hash: row.hash };
        if (last.sequence === anchor?.sequence) anchored = last.hash === anchor.hash;
      }
    }
    const fault = (await faultAtTheEnd(client, last)) ?? (anchored ? null : anchorFault(anchor, last.sequence));
    return fault
      ? { ok: false, entries: last.sequence, head: null, brokenAt: fault }
      : { ok: true, entries: last.sequence, head: last, brokenAt: null };
  });
}

async function linksAfter(client: pg.PoolClient, sequence: number): Promise<readonly LinkRow[]> {
  const found = await client.query<LinkRow>(
    `select c.sequence, c.audit_id, encode(c.previous_hash, 'hex') as previous_hash, encode(c.hash, 'hex') as hash,
            to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, l.actor, l.action, l.subject_kind, l.subject_id,
            l.before::text as before, l.after::text as after
       from audit_chain c left join audit_log l on l.id = c.audit_id
      where c.sequence > $1 order by c.sequence limit ${rowsAtOnce}`,
    [sequence],
  );
  return found.rows;
}

function faultOf(row: LinkRow, last: AuditAnchor): AuditFault | null {
  const sequence = Number(row.sequence);
  const at = { sequence: last.sequence + 1, auditId: row.audit_id };
  if (sequence !== last.sequence + 1) return { ...at, auditId: null, reason: 'linkMissing' };
  if (row.at === null) return { ...at, reason: 'entryMissing' };
  if (row.previous_hash !== last.hash) return { ...at, reason: 'linkBroken' };
  return hashOf(row) === row.hash ? null : { ...at, reason: 'entryChanged' };
}

/** The same text as the database's `audit_entry_text`; `json_build_array` parts its elements by a comma and a space. */
export function auditEntryText(row: Omit<LinkRow, 'hash' | 'audit_id'>): string {
  const parts = [
    row.previous_hash,
    row.at,
    row.actor,
    row.action,
    row.subject_kind,
    row.subject_id,
    row.before,
    row.after,
  ];
  return `[1, ${row.sequence}, ${parts.map((part) => JSON.stringify(part)).join(', ')}]`;
}

function hashOf(row: LinkRow): string {
  return createHash('sha256').update(auditEntryText(row)).digest('hex');
}

async function faultAtTheEnd(client: pg.PoolClient, last: AuditAnchor): Promise<AuditFault | null> {
  const { rows } = await client.query<{ sequence: string; hash: string; unlinked: string | null }>(
    `select h.sequence, encode(h.hash, 'hex') as hash,
            (select min(l.id) from audit_log l where not exists (select 1 from audit_chain c where c.audit_id = l.id)) as unlinked
       from audit_head h`,
  );
  const [head] = rows;
  if (head?.unlinked) return { sequence: last.sequence + 1, auditId: head.unlinked, reason: 'entryUnlinked' };
  if (head === undefined || Number(head.sequence) !== last.sequence || head.hash !== last.hash)
    return { sequence: last.sequence + 1, auditId: null, reason: 'endMissing' };
  return null;
}

function anchorFault(anchor: AuditAnchor | null, entries: number): AuditFault {
  const sequence = anchor?.sequence ?? 0;
  return { sequence, auditId: null, reason: sequence > entries ? 'endMissing' : 'anchorMissed' };
}
