import type { Connector } from '@tandem/connector-kit/connector';
import { configurationDocument, documentItems, organisationDocument } from '@tandem/contracts/configuration-document';
import type { ConfigurationKind, ConfigurationPart } from '@tandem/domain/organisation/configuration-part';
import { listOfKind } from '@tandem/domain/organisation/configuration-part';
import type { Connection } from '@tandem/domain/organisation/organisation';
import { didYouMean } from './did-you-mean.js';
import { faultsOf, type Fault } from './document-faults.js';
import { expandStandardMetrics } from './expand-standard-metrics.js';
import { resolveSecrets } from './resolve-secrets.js';
import { splitConnectionSecrets, type SplitConnection } from './split-connection-secrets.js';
import { readYaml, type Path, type Position } from './yaml-document.js';

export interface DocumentIssue extends Fault {
  readonly position: Position | null;
}

type ListName = keyof typeof documentItems;

export interface ReadDocument {
  /** What could be read: all of the file when there are no issues. */
  readonly part: ConfigurationPart;
  readonly issues: readonly DocumentIssue[];
  /** Ids of things that could not be read, so that references to them are not called wrong as well. */
  readonly unreadable: Readonly<Partial<Record<ConfigurationKind, readonly string[]>>>;
  /** Where the n-th thing of a list of `part` stands in the list of the file. */
  readonly placeOf: (list: ListName, index: number) => number;
  readonly positionOf: (path: Path) => Position | null;
}

export interface ReadDocumentOptions {
  readonly connectors: readonly Connector[];
  /** Variables of the environment whose names begin with `TANDEM_SECRET_`. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** Reads a configuration file as far as it can be read by itself, and tells all that is wrong with it, each where it stands. */
export function readConfigurationDocument(text: string, { connectors, secrets }: ReadDocumentOptions): ReadDocument {
  const yaml = readYaml(text);
  if (yaml.value === undefined || yaml.issues.length) {
    return {
      part: {},
      issues: yaml.issues,
      unreadable: {},
      placeOf: (_list, index) => index,
      positionOf: yaml.positionOf,
    };
  }
  const { value, faults: adoption } = expandStandardMetrics(yaml.value);
  const readable = readableItems(value);
  const resolved = resolveSecrets(readable.part.routes ?? [], secrets);
  const placeOf = (list: ListName, index: number) => readable.places[list]?.[index] ?? index;
  const routePath = ([list, index, ...rest]: Path): Path => [list ?? '', placeOf('routes', Number(index)), ...rest];
  const connections = (readable.part.connections ?? []).map((connection) =>
    splitSecrets(connection, connectors, secrets),
  );
  const faults = [
    ...adoption.map(({ path, reason }) => ({ path, reason })),
    ...faultsOf(configurationDocument, value, []),
    ...connections.flatMap((split, index) =>
      split.faults.map(({ path, reason }) => ({
        path: ['connections', placeOf('connections', index), ...path],
        reason,
      })),
    ),
    ...resolved.issues.map(({ path, reason }) => ({ path: routePath(path), reason })),
  ];
  return {
    part: {
      ...readable.part,
      ...(readable.part.routes ? { routes: resolved.routes } : {}),
      ...(readable.part.connections ? { connections: connections.map(({ connection }) => connection) } : {}),
    },
    issues: faults.map((fault) => ({ ...fault, position: yaml.positionOf(fault.path) })),
    unreadable: readable.unreadable,
    placeOf,
    positionOf: yaml.positionOf,
  };
}

function splitSecrets(
  connection: Connection,
  connectors: readonly Connector[],
  secrets: Readonly<Record<string, string>>,
): SplitConnection {
  const id = connection.connector;
  const connector = connectors.find((candidate) => candidate.id === id);
  if (connector) return splitConnectionSecrets(connection, connector, secrets);
  const known = connectors.map((candidate) => candidate.id);
  const reason = `there is no connector "${id}"${didYouMean(id, known) || `; there are: ${known.join(', ')}`}`;
  return { connection, faults: [{ path: ['connector'], reason }] };
}

interface ReadableItems {
  readonly part: ConfigurationPart;
  readonly unreadable: Partial<Record<ConfigurationKind, string[]>>;
  readonly places: Partial<Record<ListName, number[]>>;
}

/** The things that can be read although others cannot, so that everything that is wrong is told at once. */
function readableItems(value: unknown): ReadableItems {
  const whole = configurationDocument.safeParse(value);
  if (whole.success) {
    const { version: _version, ...part } = whole.data;
    return { part, unreadable: {}, places: {} };
  }
  const members = new Map(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const part: Partial<Record<string, unknown>> = {};
  const unreadable: Partial<Record<ConfigurationKind, string[]>> = {};
  const places: Partial<Record<ListName, number[]>> = {};
  for (const [kind, list] of Object.entries(listOfKind) as [keyof typeof listOfKind, ListName][]) {
    const given: unknown = members.get(list);
    const items: readonly unknown[] = Array.isArray(given) ? given : [];
    const results = items.map((item) => ({ item, result: documentItems[list].safeParse(item) }));
    part[list] = results.flatMap(({ result }) => (result.success ? [result.data] : []));
    places[list] = results.flatMap(({ result }, index) => (result.success ? [index] : []));
    unreadable[kind] = results.flatMap(({ item, result }) => (result.success ? [] : idsIn(item)));
  }
  const organisation = organisationDocument.safeParse(members.get('organisation'));
  if (organisation.success) part['organisation'] = organisation.data;
  return { part, unreadable, places };
}

function idsIn(item: unknown): string[] {
  if (typeof item !== 'object' || item === null) return [];
  const members = new Map<string, unknown>(Object.entries(item));
  return [members.get('key'), members.get('id')].filter((id) => typeof id === 'string');
}
