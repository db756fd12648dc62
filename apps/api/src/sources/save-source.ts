import { Contradiction } from '@tandem/application/access/access-ports';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import type { ConfigurationStore } from '@tandem/application/ports';
import type { Connector, Json } from '@tandem/connector-kit/connector';
import { mapSecrets } from '@tandem/connector-kit/settings/setting-fields';
import type { ChangeBody, ConnectBody, Connected, SourceSettings } from '@tandem/contracts/connectors';
import type { ApplyBody } from '@tandem/contracts/system';
import { formatDuration } from '@tandem/domain/organisation/duration';
import type { Connection } from '@tandem/domain/organisation/organisation';

export interface SaveSourceDependencies {
  readonly configuration: ConfigurationStore;
  readonly connectors: readonly Connector[];
  /** The one way into the configuration: whatever holds for a file holds for a form. */
  readonly apply: (body: ApplyBody, actor?: string) => Promise<unknown>;
}

type Actor = { readonly actor: string };

/** Saves what somebody has filled in; its first sync begins at once. */
export function connectSource(dependencies: SaveSourceDependencies) {
  return async ({ actor, ...source }: ConnectBody & Actor): Promise<Connected> => {
    const { connections } = await dependencies.configuration.load();
    if (connections.some(({ id }) => id === source.id))
      throw new Contradiction(`There is a source "${source.id}" already. Choose another id.`);
    await save(dependencies, source, actor);
    return { id: source.id };
  };
}

/** A secret that is `unchanged` stays, as long as it is sent to the same address. */
export function changeSource(dependencies: SaveSourceDependencies) {
  return async ({ id, actor, ...source }: ChangeBody & Actor & { readonly id: string }): Promise<void> => {
    const { connector } = await storedConnection(dependencies, id);
    await save(dependencies, { id, connector, ...source }, actor);
  };
}

/** Exchanges secrets and nothing else. */
export function rotateCredentials(dependencies: SaveSourceDependencies) {
  return async ({
    id,
    secrets,
    actor,
  }: { readonly id: string; readonly secrets: Readonly<Record<string, string>> } & Actor): Promise<void> => {
    const connection = await storedConnection(dependencies, id);
    const connector = dependencies.connectors.find((candidate) => candidate.id === connection.connector);
    const known: string[] = [];
    const settings = connector
      ? mapSecrets(connector.settings, connection.settings as Json, (stored, place) => {
          known.push(place);
          return Object.hasOwn(secrets, place) ? (secrets[place] ?? stored) : stored;
        })
      : null;
    const unknown = Object.keys(secrets).filter((place) => !known.includes(place));
    if (settings === null || unknown.length > 0) {
      const reason = `This source has no secret there${known.length ? `; it has: ${known.join(', ')}` : ''}.`;
      throw new InvalidInput(unknown.map((place) => ({ field: `secrets.${place}`, reason })));
    }
    await save(dependencies, { ...inForm(connection), settings: settings as ConnectBody['settings'] }, actor);
  };
}

export function readSourceSettings(dependencies: SaveSourceDependencies) {
  return async ({ id }: { readonly id: string }): Promise<SourceSettings> =>
    inForm(await storedConnection(dependencies, id));
}

function inForm({ id, name, connector, settings, expectedEveryMs, syncEveryMs }: Connection): SourceSettings {
  return {
    id,
    name,
    connector,
    settings: settings as SourceSettings['settings'],
    expectedEvery: formatDuration(expectedEveryMs),
    syncEvery: syncEveryMs === undefined ? null : formatDuration(syncEveryMs),
  };
}

async function storedConnection({ configuration }: SaveSourceDependencies, id: string): Promise<Connection> {
  const connection = (await configuration.load()).connections.find((candidate) => candidate.id === id);
  if (!connection) throw new NotFound('source', id);
  return connection;
}

async function save({ apply }: SaveSourceDependencies, source: ConnectBody, actor: string): Promise<void> {
  const { syncEvery, ...rest } = source;
  const connection = { ...rest, ...(syncEvery === null ? {} : { syncEvery }) };
  // JSON is YAML, so that a form is a configuration file with one connection in it.
  const text = JSON.stringify({ version: 1, connections: [connection] });
  try {
    await apply({ file: 'form', text, dryRun: false }, actor);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    throw new InvalidInput(error.issues.map(({ field, reason }) => ({ field: fieldOfForm(field), reason })));
  }
}

/** `connections[0].settings.headers[0].value` is `settings.headers.0.value` in the form. */
export function fieldOfForm(field: string): string {
  return field.replace(/^connections\[0\]\.?/, '').replace(/\[(\d+)\]/g, '.$1');
}
