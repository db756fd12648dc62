import type { AccessJournal } from '@tandem/application/access/access-ports';
import type { Database } from '../database.js';
import { appendAudit } from './append-audit.js';

export function createAccessJournal({ pool }: Pick<Database, 'pool'>): AccessJournal {
  return {
    note: ({ actor, action, subjectKind, subjectId, details, now }) =>
      appendAudit(pool, { at: now, actor, action, subjectKind, subjectId, before: null, after: details }),
  };
}
