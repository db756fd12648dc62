import type { Connector, Json } from '@tandem/connector-kit/connector';
import { hostValues, mapSecrets, secretPaths } from '@tandem/connector-kit/settings/setting-fields';
import { secretReferencePattern } from '@tandem/contracts/route-document';
import { unchangedSecret } from '@tandem/domain/organisation/configuration-part';
import type { Connection } from '@tandem/domain/organisation/organisation';
import { faultsOf, type Fault } from './document-faults.js';
import type { Path } from './yaml-document.js';

export interface SplitConnection {
  /** Its settings without secrets, and the secrets apart. */
  readonly connection: Connection;
  /** Paths begin with `settings`. */
  readonly faults: readonly Fault[];
}

/**
 * Takes the secrets out of the settings of a connection, by the declaration of its connector, and judges the settings with what is given. A secret
 * that is kept is judged by nobody: it was, when it was given.
 *
 * @param variables what a file may name as `${TANDEM_SECRET_…}`
 */
export function splitConnectionSecrets(
  connection: Connection,
  connector: Connector,
  variables: Readonly<Record<string, string>>,
): SplitConnection {
  const settings = connection.settings as Json;
  const given: Record<string, string> = {};
  const kept: string[] = [];
  const faults: Fault[] = [];
  const whole = mapSecrets(connector.settings, settings, (text, place) => {
    const name = secretReferencePattern.exec(text)?.[1];
    const secret = name === undefined ? text : Object.hasOwn(variables, name) ? variables[name] : undefined;
    if (secret === undefined) {
      const reason = `${name ?? ''} is not set in the environment of the server: set it and start the server again`;
      faults.push({ path: pathOf(place), reason });
    } else if (secret === unchangedSecret) kept.push(place);
    else given[place] = secret;
    return secret ?? unchangedSecret;
  });
  const unjudged = new Set([...kept.map(pathOf), ...faults.map(({ path }) => path)].map((path) => path.join('.')));
  const found = faultsOf(connector.settings, whole, ['settings']).filter(({ path }) => !unjudged.has(path.join('.')));
  faults.push(...found);
  if (secretPaths(connector.settings).length === 0) return { connection, faults };
  const masked = mapSecrets(connector.settings, settings, () => unchangedSecret);
  const secrets = { given, kept, receiver: hostValues(connector.settings, settings) };
  return { connection: { ...connection, settings: masked as Connection['settings'], secrets }, faults };
}

function pathOf(place: string): Path {
  return ['settings', ...place.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step))];
}
