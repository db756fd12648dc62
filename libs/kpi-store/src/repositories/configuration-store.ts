import type { ConfigurationChange, ConfigurationStore } from '@tandem/application/ports';
import type { Governance } from '@tandem/application/proposal-ports';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { OwnerOfSide } from '@tandem/domain/metric/signing-team';
import { hasSecret, type Connection, type Route } from '@tandem/domain/organisation/organisation';
import type { SecretVault } from '@tandem/secrets/secret-vault';
import type pg from 'pg';
import type { EntityManager } from 'typeorm';
import type { Database } from '../database.js';
import { knownAtStatement } from '../queries/configuration-as-known.js';
import { goalGovernance } from '../queries/goal-governance.js';
import { listProposals } from '../queries/list-proposals.js';
import { ownersSinceVersion } from '../queries/owners-since-version.js';
import { openConnectionSecrets } from '../secrets/connection-secrets.js';
import { routeSecretPlace } from '../secrets/sealed-columns.js';
import {
  loadStatement,
  toConfiguration,
  toKnownConfiguration,
  type KnownRow,
  type LoadedRow,
} from './configuration-rows.js';
import { lockedDecisions, writeDecision } from './decision-store.js';
import { keepConfiguration } from './kept-configuration.js';
import { notifyChange } from './notify-change.js';
import { repeatTransaction } from './repeat-transaction.js';
import { writeConfigurationChange, writePolicyOrder } from './write-configuration-change.js';
import { writeGoalRecords } from './write-goal-records.js';
import { writeRemoval } from './write-removal.js';
import { writeProposal } from './write-proposal.js';

/** Organisation, people, connections, metrics, goals, guardrails and routes as PostgreSQL holds them. */
export function createConfigurationStore({
  dataSource,
  pool,
  secrets,
}: Pick<Database, 'dataSource' | 'pool' | 'secrets'>): ConfigurationStore {
  const kept = keepConfiguration(pool);
  return {
    load: async () => toConfiguration(onlyRow((await pool.query<LoadedRow>(loadStatement)).rows)),

    known: async ({ now, asKnownAt, withGuardrails = true }) => {
      if (!asKnownAt) return toKnownConfiguration(await kept.current({ withGuardrails }), now);
      return toKnownConfiguration(onlyRow((await pool.query<KnownRow>(knownAtStatement, [asKnownAt])).rows), asKnownAt);
    },

    change: (compute, options) =>
      repeatTransaction(() =>
        dataSource.transaction((manager) => writeChange(manager, { compute, secrets, ...options })),
      ),
  };
}

type Changing = Parameters<ConfigurationStore['change']>;

async function writeChange(
  manager: EntityManager,
  asked: { readonly compute: Changing[0]; readonly secrets: SecretVault } & Changing[1],
): Promise<readonly ConfigurationChange[]> {
  const { compute, secrets, now, dryRun, knownSince = null, pushedConnectors = [], actor = 'apply', decisions } = asked;
  // The one row of the organisation is the lock: whoever changes anything of the configuration holds it until the end.
  await manager.query('select 1 from organisation where id = 1 for update');
  const loaded = toConfiguration(onlyRow(await manager.query<LoadedRow[]>(loadStatement)));
  const current = {
    ...loaded,
    routes: await withSecrets(loaded.routes, manager, secrets),
    connections: await withTheirSecrets(loaded.connections, manager, secrets),
  };
  const { next, changes, proposals = [], goals, removals = [] } = compute(current, await governanceOf(manager));
  const client = await clientOf(manager);
  const brought = decisions ? decisions.bring(await lockedDecisions(client, decisions.kind), next) : [];
  if (dryRun) return changes;
  for (const change of inOrderOfReference(changes)) {
    const writing = { current, next, now, secrets, knownSince, pushedConnectors, actor, goals };
    await writeConfigurationChange(manager, change, writing);
  }
  if (changes.some(({ kind, action }) => kind === 'alertPolicy' && action !== 'unchanged')) {
    await writePolicyOrder(manager, next);
  }
  for (const record of proposals) {
    const before = current.metrics.find(({ key }) => key === record.proposal.metric) ?? null;
    await writeProposal(manager, record, { before, now });
  }
  for (const removal of removals) await writeRemoval(manager, removal, { current, now, actor });
  await writeGoalRecords(manager, goals, { current, next, changes, now, knownSince, actor });
  for (const write of brought) await writeDecision(client, write);
  const keys = [
    ...changes.filter(({ action }) => action !== 'unchanged').map(({ kind, id }) => `${kind}:${id}`),
    ...removals.map(({ kind, id }) => `${kind}:${id}`),
    ...proposals.map(({ proposal }) => `metric:${proposal.metric}`),
    ...(goals?.proposals ?? []).map(({ proposal }) => `goal:${proposal.goal}`),
  ];
  if (keys.length) await notifyChange(manager, { kind: 'configuration', keys, at: now });
  return changes;
}

/** The connection that this transaction is on. */
async function clientOf({ queryRunner }: EntityManager): Promise<pg.PoolClient> {
  if (!queryRunner) throw new Error('A change of the configuration is written in a transaction.');
  return (await queryRunner.connect()) as pg.PoolClient;
}

/** Whoever changes a route has to see whether its secret is another one; nobody else gets to see it here. */
async function withSecrets(
  routes: readonly Route[],
  manager: EntityManager,
  secrets: SecretVault,
): Promise<readonly Route[]> {
  const stored = await manager.query<{ id: string; secret: string }[]>(
    'select id, secret from route where secret is not null',
  );
  const sealed = new Map(stored.map(({ id, secret }) => [id, secret]));
  return routes.map((route) => {
    const secret = sealed.get(route.id);
    return secret === undefined || !hasSecret(route)
      ? route
      : { ...route, secret: secrets.open(secret, routeSecretPlace(route.id)) };
  });
}

async function withTheirSecrets(
  connections: readonly Connection[],
  manager: EntityManager,
  vault: SecretVault,
): Promise<readonly Connection[]> {
  const stored = await manager.query<{ id: string; secrets: string }[]>(
    'select id, secrets from connection where secrets is not null',
  );
  const sealed = new Map(stored.map(({ id, secrets }) => [id, secrets]));
  return connections.map((connection) => {
    const secrets = sealed.get(connection.id);
    return secrets === undefined
      ? connection
      : { ...connection, secrets: openConnectionSecrets(connection.id, secrets, vault) };
  });
}

async function governanceOf(manager: EntityManager): Promise<Governance> {
  const latest = await manager.query<
    { key: string; version: number; valid_from: Date; definition: MetricDefinition; owning: OwnerOfSide[] }[]
  >(
    `select m.key, v.version, v.valid_from, v.definition, ${ownersSinceVersion} as owning
       from metric m join metric_version v on v.metric_key = m.key and v.version = m.current_version`,
  );
  const open = await listProposals(manager, { onlyOpen: true });
  return {
    latest: new Map(latest.map(({ key, valid_from: validFrom, ...version }) => [key, { ...version, validFrom }])),
    open: new Map(open.map((proposal) => [proposal.metric, proposal])),
    goals: await goalGovernance(manager),
  };
}

/** Metrics and teams before the guardrails and people that refer to them; the rest as written. What becomes of governed changes is among the proposals. */
function inOrderOfReference(changes: readonly ConfigurationChange[]): readonly ConfigurationChange[] {
  const written = changes.filter(({ action, waitsFor }) => action !== 'unchanged' && waitsFor === undefined);
  const isReferredTo = ({ kind }: ConfigurationChange) => kind === 'metric' || kind === 'team';
  return [...written.filter(isReferredTo), ...written.filter((change) => !isReferredTo(change))];
}

function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined) throw new Error('The configuration could not be read: the statement answered no row.');
  return row;
}
