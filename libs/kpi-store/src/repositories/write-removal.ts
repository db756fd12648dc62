import { StillUsed } from '@tandem/application/settings/settings-ports';
import type { ConfigurationChange } from '@tandem/application/ports';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { AlertPolicyEntity } from '../entities/alert-policy.entity.js';
import { AuditLogEntity } from '../entities/audit-log.entity.js';
import { BusinessCalendarEntity } from '../entities/business-calendar.entity.js';
import { PersonEntity } from '../entities/person.entity.js';
import { RouteEntity } from '../entities/route.entity.js';
import { TeamEntity } from '../entities/team.entity.js';
import { withoutSecret } from './configuration-rows.js';
import { thingOf } from './write-configuration-change.js';
import { writeRevision } from './write-revision.js';

const tables: Partial<Record<ConfigurationChange['kind'], EntityTarget<ObjectLiteral>>> = {
  team: TeamEntity,
  person: PersonEntity,
  calendar: BusinessCalendarEntity,
  route: RouteEntity,
  alertPolicy: AlertPolicyEntity,
};

/** Takes one thing out, with its row in the audit log. Throws `StillUsed` when the record of what has happened names it. */
export async function writeRemoval(
  manager: EntityManager,
  { kind, id }: Pick<ConfigurationChange, 'kind' | 'id'>,
  { current, now, actor }: { readonly current: Configuration; readonly now: Date; readonly actor: string },
): Promise<void> {
  const table = tables[kind];
  const before = thingOf(current, { kind, id });
  if (table === undefined || before === undefined) throw new Error(`There is no ${kind} "${id}" that can be removed.`);
  await writeRevision(manager, { kind, id, action: 'change' }, before, { now, knownSince: null, removed: true });
  try {
    await manager.delete(table, { id });
  } catch (error) {
    if (isForeignKeyViolation(error)) throw new StillUsed(id, []);
    throw error;
  }
  await manager.insert(AuditLogEntity, {
    at: now,
    actor,
    action: 'remove',
    subjectKind: kind,
    subjectId: id,
    before: withoutSecret(before),
    after: null,
  });
}

function isForeignKeyViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === '23503';
}
