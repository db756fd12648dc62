import type { ConfigurationChange, ConfigurationKind } from '@tandem/application/ports';
import type { Connection } from '@tandem/domain/organisation/organisation';
import type { EntityManager } from 'typeorm';

/**
 * What the past is asked about. Routes are not: who was told of an alert stands with the alert; nor are calendars, which each version of a
 * metric keeps as it counts by them.
 */
const remembered: Partial<Record<ConfigurationKind, string>> = {
  organisation: 'organisation',
  team: 'team',
  person: 'person',
  connection: 'connection',
  metric: 'metric',
  goal: 'goal',
  guardrail: 'guardrail',
  initiative: 'initiative',
};
const placed = new Set<ConfigurationKind>([
  'team',
  'person',
  'connection',
  'metric',
  'goal',
  'guardrail',
  'initiative',
]);

interface Remembering {
  readonly now: Date;
  readonly knownSince: Date | null;
  /** The thing is not there any more from now on. */
  readonly removed?: boolean;
}

/**
 * Remembers how a thing of the configuration is from now on. What is new may have been known since an earlier time, when a file imports
 * history and says so; what changes is known from now.
 */
export async function writeRevision(
  manager: EntityManager,
  change: Pick<ConfigurationChange, 'kind' | 'id' | 'action'>,
  thing: object,
  { now, knownSince, removed = false }: Remembering,
): Promise<void> {
  const kind = remembered[change.kind];
  if (kind === undefined) return;
  const column = kind === 'metric' ? 'key' : 'id';
  const position = placed.has(change.kind) ? `(select position from ${kind} where ${column} = $2)` : '0';
  // The row that the store begins with is nobody's choice: the first file that names the organisation creates it.
  const isNew = change.action === 'create' || (kind === 'organisation' && (await isUntouched(manager)));
  const replayed = isNew && knownSince !== null;
  await manager.query(
    `insert into configuration_revision (kind, subject_id, position, content, known_from, recorded_at, replayed, removed)
     values ($1, $2, ${position}, $3, $4, $5, $6, $7)`,
    [
      kind,
      change.id,
      JSON.stringify(contentOf(change.kind, thing)),
      replayed ? knownSince : now,
      now,
      replayed,
      removed,
    ],
  );
}

async function isUntouched(manager: EntityManager): Promise<boolean> {
  const rows = await manager.query<object[]>(
    `select 1 from configuration_revision where kind = 'organisation' limit 2`,
  );
  return rows.length < 2;
}

/** Of a connection only what its metrics show: its settings are its own, and may be secret. */
function contentOf(kind: ConfigurationKind, thing: object): object {
  if (kind !== 'connection') return thing;
  const { id, name, expectedEveryMs } = thing as Connection;
  return { id, name, expectedEveryMs };
}
