/** A place of the audit trail and its hash; noted elsewhere, it proves later that nothing before it was rewritten. */
export interface AuditAnchor {
  readonly sequence: number;
  /** SHA-256, 64 hexadecimal digits. */
  readonly hash: string;
}

/** The first entry that does not fit. */
export interface AuditFault {
  readonly sequence: number;
  /** Id of the row in the audit log, where one is known. */
  readonly auditId: string | null;
  readonly reason:
    'linkMissing' | 'entryMissing' | 'linkBroken' | 'entryChanged' | 'entryUnlinked' | 'endMissing' | 'anchorMissed';
}

export interface AuditVerdict {
  readonly ok: boolean;
  /** Entries that fit, from the first on. */
  readonly entries: number;
  /** The end of the trail when all of it fits. */
  readonly head: AuditAnchor | null;
  readonly brokenAt: AuditFault | null;
}

export interface AuditEntry {
  readonly sequence: number;
  readonly at: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
  readonly before: unknown;
  readonly after: unknown;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditFilter {
  readonly subjectKind?: string | undefined;
  readonly subjectId?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
}
