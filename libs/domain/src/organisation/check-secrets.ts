import { secretFaults, type SecretFault } from './connection-secrets.js';
import { unchangedSecret, type ConfigurationPart } from './configuration-part.js';
import { hasSecret, type Configuration } from './organisation.js';

export type SecretReason =
  | SecretFault
  | { readonly code: 'secretMissing'; readonly id: string }
  | { readonly code: 'secretForOtherHost'; readonly id: string; readonly host: string };

export interface LocatedSecret {
  readonly kind: 'route' | 'connection';
  readonly id: string;
  /** Place in the list of the file. */
  readonly index: number;
  readonly path: readonly (string | number)[];
  readonly reason: SecretReason;
}

/**
 * `unchanged` keeps a stored secret for the receiver that it was given for: to another host it would have to be given again, or whoever may
 * change an address could have messages signed for themselves.
 */
export function checkSecrets(current: Configuration, part: ConfigurationPart): readonly LocatedSecret[] {
  return [...ofRoutes(current, part), ...ofConnections(current, part)];
}

function ofConnections(current: Configuration, part: ConfigurationPart): readonly LocatedSecret[] {
  return (part.connections ?? []).flatMap((connection, index) =>
    secretFaults(connection, current.connections).map((reason): LocatedSecret => {
      const path = reason.place.split('.').map((step) => (/^\d+$/.test(step) ? Number(step) : step));
      return { kind: 'connection', id: connection.id, index, path: ['settings', ...path], reason };
    }),
  );
}

function ofRoutes(current: Configuration, part: ConfigurationPart): readonly LocatedSecret[] {
  return (part.routes ?? []).flatMap((route, index): LocatedSecret[] => {
    const { id } = route;
    if (!hasSecret(route) || route.secret !== unchangedSecret) return [];
    const stored = current.routes.find((candidate) => candidate.id === id);
    const located = { kind: 'route' as const, id, index, path: ['secret'] };
    if (stored?.channel !== route.channel) return [{ ...located, reason: { code: 'secretMissing', id } }];
    if (route.channel !== 'webhook' || stored.channel !== 'webhook') return [];
    if (originOf(stored.url) === originOf(route.url)) return [];
    return [{ ...located, reason: { code: 'secretForOtherHost', id, host: originOf(stored.url) } }];
  });
}

/** Scheme, host and port. */
function originOf(address: string): string {
  return /^[a-z]+:\/\/[^/?#]*/i.exec(address)?.[0].toLowerCase() ?? address;
}
