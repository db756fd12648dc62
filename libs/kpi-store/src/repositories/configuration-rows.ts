import { createHash } from 'node:crypto';
import type { KnownConfiguration, StoredMetricVersion } from '@tandem/application/ports';
import { canonicalFormula } from '@tandem/domain/metric/canonical-formula';
import type { MetricFormula } from '@tandem/domain/metric/definition';
import { withWordingOf } from '@tandem/domain/metric/governed-definition';
import { versionAt } from '@tandem/domain/metric/metric-version';
import { unchangedSecret } from '@tandem/domain/organisation/configuration-part';
import type { Configuration, Connection, Person, Route } from '@tandem/domain/organisation/organisation';
import { goalStatesStatement, onTermsInForce, type GoalStateRows } from '../queries/goal-states.js';
import type { SecretVault } from '@tandem/secrets/secret-vault';
import { sealConnectionSecrets } from '../secrets/connection-secrets.js';
import { routeSecretPlace } from '../secrets/sealed-columns.js';

const allGuardrails = `(select coalesce(json_agg(definition order by position, id), '[]') from guardrail)`;

const configurationObject = (guardrails: string) => `
  json_build_object(
    'organisation', (
      select json_strip_nulls(json_build_object('name', name, 'timeZone', time_zone, 'weekStartsOn', week_starts_on,
        'linkWithinHours', link_within_hours, 'fiscalYearStartsIn', nullif(fiscal_year_starts_in, 1),
        'keep', nullif(keep, '{}'), 'statusCutOffs', nullif(status_cut_offs, '{}'),
        'failingSources', nullif(failing_sources, '{}'), 'reviews', nullif(reviews, '{}'),
        'communication', nullif(communication, '{}'), 'initiatives', nullif(initiatives, '{}'))) from organisation where id = 1
    ),
    'teams', (
      select coalesce(json_agg(json_build_object('id', id, 'title', title, 'side', side) order by position, id), '[]') from team
    ),
    'people', (
      select coalesce(json_agg(json_strip_nulls(json_build_object('id', id, 'name', name, 'side', side, 'team', team_id, 'email', email))
        order by position, id), '[]') from person
    ),
    'connections', (
      select coalesce(json_agg(json_build_object('id', id, 'name', name, 'connector', connector, 'settings', settings,
        'expectedEveryMs', expected_every_ms, 'syncEveryMs', sync_every_ms) order by position, id), '[]') from connection
    ),
    'calendars', (select coalesce(json_agg(definition order by position, id), '[]') from business_calendar),
    'metrics', (
      select coalesce(json_agg(v.definition order by m.position, m.key), '[]')
        from metric m join metric_version v on v.metric_key = m.key and v.version = m.current_version
    ),
    'goals', (select coalesce(json_agg(definition order by position, id), '[]') from goal),
    'guardrails', ${guardrails},
    'routes', (
      select coalesce(json_agg(settings || jsonb_strip_nulls(jsonb_build_object('id', id, 'channel', channel, 'secret',
          case when secret is null then null else '${unchangedSecret}' end))
        order by position, id), '[]') from route
    ),
    'alertPolicies', (select coalesce(json_agg(definition order by position, id), '[]') from alert_policy),
    'initiatives', (select coalesce(json_agg(definition order by position, id), '[]') from initiative)
  )`;

/**
 * One statement for the whole configuration: readers ask for it on every request. Lists stand in the order they were written in. No
 * secret leaves with it: where there is one, it says so in the word of a configuration file.
 */
export const loadStatement = `select ${configurationObject(allGuardrails)} as configuration`;

/** The same with every version of every metric, for readers. */
export const knownStatement = known(allGuardrails);
/** Guardrails can be very many, and who judges some of them has no use for the others. */
export const knownWithoutGuardrails = known(`'[]'::json`);

function known(guardrails: string): string {
  return `
  select ${configurationObject(guardrails)} as configuration, (
    select coalesce(json_agg(json_build_object('id', v.id::text, 'key', m.key, 'version', v.version, 'validFrom', v.valid_from,
             'countedBy', coalesce(v.counted_by, v.id)::text, 'definition', v.definition)
             order by m.position, m.key, v.version), '[]')
      from metric m join metric_version v on v.metric_key = m.key
  ) as versions, ${goalStatesStatement(null)} as goals`;
}

/** What `loadStatement` answers; only connections differ from the domain, because a column cannot be left out. */
export interface LoadedRow {
  readonly configuration: Omit<Configuration, 'connections'> & {
    readonly connections: readonly (Omit<Connection, 'syncEveryMs'> & { readonly syncEveryMs: number | null })[];
  };
}

export interface KnownRow extends LoadedRow {
  readonly versions: readonly (Omit<StoredMetricVersion, 'validFrom'> & {
    readonly key: string;
    readonly validFrom: string;
  })[];
  readonly goals: GoalStateRows;
}

/** Metrics with all their versions, each under the present name of its metric; of each metric the definition in force at `now`. */
export function toKnownConfiguration(row: KnownRow, now: Date): KnownConfiguration {
  const configuration = toConfiguration(row);
  const latest = new Map(configuration.metrics.map((metric) => [metric.key, metric]));
  const versions = new Map<string, StoredMetricVersion[]>([...latest.keys()].map((key) => [key, []]));
  for (const { key, validFrom, definition, ...version } of row.versions) {
    const named = withWordingOf(definition, latest.get(key) ?? definition);
    versions.get(key)?.push({ ...version, validFrom: new Date(validFrom), definition: named });
  }
  const metrics = [...versions.values()].map((own) => versionAt(own, now).definition);
  return { ...configuration, metrics, versions, ...onTermsInForce(configuration.goals, row.goals, now) };
}

export function toConfiguration({ configuration }: LoadedRow): Configuration {
  return {
    ...configuration,
    connections: configuration.connections.map(({ syncEveryMs, ...connection }) => ({
      ...connection,
      ...(syncEveryMs === null ? {} : { syncEveryMs }),
    })),
  };
}

/** Tells versions of a metric apart by what they count, not by how it is worded. */
export function formulaHash(formula: MetricFormula): string {
  return createHash('sha256').update(canonicalFormula(formula)).digest('hex');
}

export function personColumns({ name, side, team, email }: Person) {
  return { name, side, teamId: team ?? null, email: email ?? null };
}

export function connectionColumns(connection: Connection, secrets: SecretVault) {
  const { name, connector, settings, expectedEveryMs, syncEveryMs } = connection;
  return {
    name,
    connector,
    settings: { ...settings },
    secrets: sealConnectionSecrets(connection, secrets),
    expectedEveryMs: String(expectedEveryMs),
    syncEveryMs: syncEveryMs === undefined ? null : String(syncEveryMs),
  };
}

export function routeColumns(route: Route, secrets: SecretVault) {
  const { id, channel, ...rest } = route;
  const { secret = null, ...settings } = { secret: undefined, ...rest };
  return { channel, settings, secret: secret === null ? null : secrets.seal(secret, routeSecretPlace(id)) };
}

/** What the audit log may keep of a thing: everything but its secrets. */
export function withoutSecret(thing: object): object {
  const { secrets, ...rest } = thing as Partial<Connection>;
  if (secrets !== undefined) return { ...rest, secrets: Object.keys(secrets.given) };
  return 'secret' in thing ? { ...thing, secret: '(secret)' } : thing;
}
