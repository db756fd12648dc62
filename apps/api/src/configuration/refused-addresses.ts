import { askDeclaration } from '@tandem/application/sources/shown-settings';
import type { Connector } from '@tandem/connector-kit/connector';
import type { ConfigurationPart } from '@tandem/domain/organisation/configuration-part';
import { refusedAddress, type RefusedAddress, type PrivateAddresses } from '@tandem/outbound/address-guard';
import type { Path } from './yaml-document.js';

interface Contact {
  readonly path: Path;
  readonly address: string;
}

export interface RefusedContact {
  /** Of the part, not yet of the file. */
  readonly path: Path;
  readonly reason: string;
}

/** Addresses of webhooks and sources that may not be contacted from here, each with a sentence for whoever wrote it. */
export async function refusedAddresses(
  part: ConfigurationPart,
  {
    connectors,
    allowPrivateAddresses,
  }: { readonly connectors: readonly Connector[]; readonly allowPrivateAddresses: PrivateAddresses },
): Promise<readonly RefusedContact[]> {
  const contacts = [...webhooks(part), ...sources(part, connectors)].filter(({ address }) => URL.canParse(address));
  const judged = await Promise.all(
    contacts.map(async ({ path, address }) => ({
      path,
      refused: await refusedAddress(new URL(address), allowPrivateAddresses),
    })),
  );
  return judged.flatMap(({ path, refused }) => (refused ? [{ path, reason: sentence(refused) }] : []));
}

function webhooks({ routes = [] }: ConfigurationPart): Contact[] {
  return routes.flatMap((route, index): Contact[] => {
    if (route.channel === 'webhook') return [{ path: ['routes', index, 'url'], address: route.url }];
    // What is no address, such as a token, is left out by whoever judges them.
    const isAddress = route.channel === 'slack' || route.channel === 'teams';
    return isAddress ? [{ path: ['routes', index, 'secret'], address: route.secret }] : [];
  });
}

function sources({ connections = [] }: ConfigurationPart, connectors: readonly Connector[]): Contact[] {
  return connections.flatMap(({ connector: id, settings }, index) => {
    const connector = connectors.find((candidate) => candidate.id === id);
    const addresses = askDeclaration(connector, settings, (declared, given) => declared.contacts?.(given)) ?? [];
    return addresses.map((address) => ({ path: ['connections', index, 'settings'], address }));
  });
}

/** It does not say what the name leads to, or a file could be used to look around in the network of the server. */
function sentence({ host, reach }: RefusedAddress): string {
  return reach === 'private'
    ? `${host} is not a public address; use another, or have the operator of this installation name it in TANDEM_ALLOW_PRIVATE_ADDRESSES`
    : `${host} may not be contacted from here; use another address`;
}

/** The same for one connector and settings that are not saved yet. */
export async function refusedContacts(
  connector: Connector,
  settings: Readonly<Record<string, unknown>>,
  allowPrivateAddresses: PrivateAddresses,
): Promise<readonly string[]> {
  const connection = { id: 'trial', name: 'Trial', connector: connector.id, settings, expectedEveryMs: 1 };
  const refused = await refusedAddresses(
    { connections: [connection] },
    { connectors: [connector], allowPrivateAddresses },
  );
  return refused.map(({ reason }) => reason);
}
