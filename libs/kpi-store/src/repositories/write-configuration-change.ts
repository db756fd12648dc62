import type { GoalRecords } from '@tandem/application/goal-ports';
import type { ConfigurationChange, ConfigurationKind } from '@tandem/application/ports';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { isSameGoverned } from '@tandem/domain/metric/governed-definition';
import { placed } from '@tandem/domain/organisation/in-file-order';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import { readsLinks } from '@tandem/domain/record/linked-fields';
import type { SecretVault } from '@tandem/secrets/secret-vault';
import type { EntityManager, EntityTarget, ObjectLiteral } from 'typeorm';
import { AlertPolicyEntity } from '../entities/alert-policy.entity.js';
import { AuditLogEntity } from '../entities/audit-log.entity.js';
import { BusinessCalendarEntity } from '../entities/business-calendar.entity.js';
import { ConnectionEntity } from '../entities/connection.entity.js';
import { GoalEntity } from '../entities/goal.entity.js';
import { GuardrailEntity } from '../entities/guardrail.entity.js';
import { InitiativeEntity } from '../entities/initiative.entity.js';
import { MetricEntity } from '../entities/metric.entity.js';
import { MetricVersionEntity } from '../entities/metric-version.entity.js';
import { OrganisationEntity } from '../entities/organisation.entity.js';
import { PersonEntity } from '../entities/person.entity.js';
import { RouteEntity } from '../entities/route.entity.js';
import { TeamEntity } from '../entities/team.entity.js';
import { connectionColumns, personColumns, routeColumns, withoutSecret } from './configuration-rows.js';
import { writeGoalTerms } from './write-goal-records.js';
import { writeRevision } from './write-revision.js';
import { writeVersion } from './write-version.js';

interface Writing {
  readonly manager: EntityManager;
  readonly change: ConfigurationChange;
  readonly now: Date;
  readonly secrets: SecretVault;
  /** For what is new: since when it had been known, where a file imports history. */
  readonly knownSince: Date | null;
  /** Connectors whose sources are not read, but sent their data. */
  readonly pushedConnectors: readonly string[];
  readonly goals: GoalRecords | undefined;
}

/** Writes one thing of the configuration, with its row in the audit log; the caller holds the lock and the transaction. */
export async function writeConfigurationChange(
  manager: EntityManager,
  change: ConfigurationChange,
  {
    current,
    next,
    now,
    secrets,
    knownSince,
    pushedConnectors,
    actor,
    goals,
  }: {
    readonly current: Configuration;
    readonly next: Configuration;
    readonly now: Date;
    readonly secrets: SecretVault;
    readonly knownSince: Date | null;
    readonly pushedConnectors: readonly string[];
    /** Who is named in the audit log. */
    readonly actor: string;
    /** Of goals: the aims that a change moves. */
    readonly goals: GoalRecords | undefined;
  },
): Promise<void> {
  const after = thingOf(next, change);
  if (after === undefined)
    throw new Error(`The new configuration lacks the ${change.kind} "${change.id}" that it is said to change.`);
  await writers[change.kind]({ manager, change, now, secrets, knownSince, pushedConnectors, goals }, next);
  await writeRevision(manager, change, after, { now, knownSince });
  const before = thingOf(current, change);
  await manager.insert(AuditLogEntity, {
    at: now,
    actor,
    action: change.action,
    subjectKind: change.kind,
    subjectId: change.id,
    before: before === undefined ? null : withoutSecret(before),
    after: withoutSecret(after),
  });
}

/** A thing of a configuration, a policy with its place; undefined when it is not there. */
export function thingOf(
  configuration: Configuration,
  { kind, id }: Pick<ConfigurationChange, 'kind' | 'id'>,
): object | undefined {
  switch (kind) {
    case 'organisation':
      return configuration.organisation;
    case 'alertPolicy':
      return placed(configuration.alertPolicies).find((policy) => policy.id === id);
    case 'metric':
      return configuration.metrics.find(({ key }) => key === id);
    default:
      return configuration[listOf[kind]].find((thing) => thing.id === id);
  }
}

const listOf = {
  team: 'teams',
  person: 'people',
  connection: 'connections',
  calendar: 'calendars',
  goal: 'goals',
  guardrail: 'guardrails',
  route: 'routes',
  initiative: 'initiatives',
} as const;

function named<Thing extends { readonly id: string }>(things: readonly Thing[], id: string): Thing {
  const thing = things.find((candidate) => candidate.id === id);
  if (thing === undefined) throw new Error(`The new configuration lacks "${id}".`);
  return thing;
}

const writers: Record<ConfigurationKind, (writing: Writing, next: Configuration) => Promise<void>> = {
  organisation: async ({ manager, change, now }, { organisation }) => {
    const {
      fiscalYearStartsIn = 1,
      keep = {},
      statusCutOffs = {},
      failingSources = {},
      reviews = {},
      communication = {},
      initiatives = {},
    } = organisation;
    const columns = {
      ...organisation,
      fiscalYearStartsIn,
      keep,
      statusCutOffs,
      failingSources,
      reviews,
      communication,
      initiatives,
    };
    await manager.update(OrganisationEntity, { id: 1 }, { ...columns, updatedAt: now });
    // The zone draws the days that records are counted in, of every metric.
    if (changes(change, 'timeZone')) {
      await manager.query('delete from metric_counting');
      await manager.query('update metric_version set counted_at = null');
    }
    // The reach decides which incident belongs to which deployment; counting anew links anew first.
    if (changes(change, 'linkWithinHours')) await recountLinked(manager);
  },
  team: (writing, { teams }) => {
    const { title, side } = named(teams, writing.change.id);
    return write(writing, TeamEntity, { title, side });
  },
  person: (writing, { people }) => write(writing, PersonEntity, personColumns(named(people, writing.change.id))),
  connection: async (writing, { connections }) => {
    const { manager, change, now } = writing;
    const connection = named(connections, change.id);
    const { syncEveryMs } = connection;
    // Its first run is queued by the apply; the clock takes over one beat later.
    const isBeginning = change.action === 'create' && syncEveryMs !== undefined;
    const beginning = isBeginning ? { nextSyncAt: new Date(now.getTime() + syncEveryMs) } : {};
    await write(writing, ConnectionEntity, { ...connectionColumns(connection, writing.secrets), ...beginning });
    // What it reads may be different now; the run is there even when nobody is left to wake a worker for it.
    if (writing.pushedConnectors.includes(connection.connector)) return;
    if (change.action === 'create' || changes(change, 'settings') || changes(change, 'connector')) {
      await manager.query(
        `insert into sync_run (connection_id, trigger, queued_at)
         select id, 'configuration', $2 from connection where id = $1 and paused_at is null
         on conflict (workspace, connection_id) where state = 'queued' and trigger not in ('push', 'backfill', 'replay') do nothing`,
        [change.id, now],
      );
    }
  },
  calendar: (writing, { calendars }) =>
    write(writing, BusinessCalendarEntity, { definition: named(calendars, writing.change.id) }),
  metric: async (writing, { metrics }) => {
    const definition = metrics.find(({ key }) => key === writing.change.id);
    if (definition) await writeMetric(writing, definition);
  },
  goal: async (writing, { goals }) => {
    const { manager, change, now, knownSince } = writing;
    const definition = named(goals, change.id);
    await write(writing, GoalEntity, { definition });
    const { aims = [], reason = null } = writing.goals?.moved.get(change.id) ?? {};
    const knownFrom = change.action === 'create' ? knownSince : null;
    await writeGoalTerms(manager, definition, { validFrom: knownFrom ?? now, knownFrom, moved: aims, reason, now });
  },
  guardrail: (writing, { guardrails }) => {
    const definition = named(guardrails, writing.change.id);
    return write(writing, GuardrailEntity, { definition, metricKey: definition.metric });
  },
  route: (writing, { routes }) =>
    write(writing, RouteEntity, routeColumns(named(routes, writing.change.id), writing.secrets)),
  alertPolicy: async (writing, { alertPolicies }) => {
    await write(writing, AlertPolicyEntity, { definition: named(alertPolicies, writing.change.id) });
    // What fires now is told by the new policy from now on.
    await writing.manager.query('update alert_episode set look_at = $1 where resolved_at is null', [writing.now]);
  },
  initiative: (writing, { initiatives }) =>
    write(writing, InitiativeEntity, { definition: named(initiatives, writing.change.id) }),
};

/** Alert policies are asked in the order of the configuration. */
export async function writePolicyOrder(manager: EntityManager, { alertPolicies }: Configuration): Promise<void> {
  await manager.query(
    `update alert_policy p set position = o.place
       from unnest($1::text[]) with ordinality o(id, place) where p.id = o.id and p.position <> o.place`,
    [alertPolicies.map(({ id }) => id)],
  );
}

async function recountLinked(manager: EntityManager): Promise<void> {
  const versions = await manager.find(MetricVersionEntity);
  const linked = versions.filter(({ definition }) => readsLinks(definition.formula));
  const ids = linked.map(({ id }) => id);
  await manager.query('delete from metric_counting where metric_version_id = any($1)', [ids]);
  await manager.query('update metric_version set counted_at = null where id = any($1)', [ids]);
}

/** Whether a field, or something inside it, is among the differences. */
function changes({ fields }: ConfigurationChange, field: string): boolean {
  return fields.some(
    (change) => change.field === field || change.field.startsWith(`${field}.`) || change.field.startsWith(`${field}[`),
  );
}

async function write(
  { manager, change, now }: Writing,
  entity: EntityTarget<ObjectLiteral>,
  columns: ObjectLiteral,
): Promise<void> {
  if (change.action === 'create') {
    const position = await nextPosition(manager, entity);
    await manager.insert(entity, { id: change.id, ...columns, position, createdAt: now, updatedAt: now });
  } else {
    await manager.update(entity, { id: change.id }, { ...columns, updatedAt: now });
  }
}

/** A change that moves numbers is a new version, valid from now; wording and owners belong to the version that there is. */
async function writeMetric({ manager, change, now, knownSince }: Writing, definition: MetricDefinition): Promise<void> {
  const key = change.id;
  const metric = await manager.findOneBy(MetricEntity, { key });
  if (metric) {
    const version = metric.currentVersion;
    const present = await manager.findOneByOrFail(MetricVersionEntity, { metricKey: key, version });
    if (isSameGoverned(present.definition, definition)) {
      await manager.update(MetricVersionEntity, { id: present.id }, { definition, updatedAt: now });
      return;
    }
  } else {
    const position = await nextPosition(manager, MetricEntity);
    await manager.insert(MetricEntity, { key, currentVersion: 1, position, createdAt: now, updatedAt: now });
  }
  const knownFrom = metric ? null : knownSince;
  await writeVersion(manager, { key, definition, validFrom: knownFrom ?? now, proposalId: null, knownFrom, now });
}

async function nextPosition(manager: EntityManager, entity: EntityTarget<ObjectLiteral>): Promise<number> {
  return ((await manager.maximum(entity, 'position')) ?? 0) + 1;
}
