import { lookup as resolve, type LookupAddress } from 'node:dns';
import { lookup as resolveAll } from 'node:dns/promises';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/**
 * How near an address is to us: `forbidden` is never contacted (metadata services, link-local, multicast, nowhere, addresses that carry
 * another one inside), `private` only where the installation allows it, `public` always.
 */
export type AddressReach = 'public' | 'private' | 'forbidden';

const forbidden = blockList([
  ['0.0.0.0', 8],
  ['100.100.100.200', 32],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 32],
  ['2002::', 16],
  ['fd00:ec2::254', 128],
  ['fe80::', 10],
  ['ff00::', 8],
]);

const loopback = blockList([['::1', 128]]);

/** Loopback, private, shared, test and documentation networks. */
const privately = blockList([
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fec0::', 10],
]);

/** An address that may not be contacted. It says which name led there and how near it lies, and nothing of what answers there. */
export class RefusedAddress extends Error {
  constructor(
    readonly host: string,
    readonly reach: Exclude<AddressReach, 'public'>,
  ) {
    super(`${host} is a ${reach} address`);
    this.name = 'RefusedAddress';
  }
}

/** A literal IPv4 or IPv6 address; anything else is forbidden. IPv4 addresses written as IPv6 are judged as what they are. */
export function addressReach(address: string): AddressReach {
  const version = isIP(address);
  if (version === 0) return 'forbidden';
  const family = version === 6 ? 'ipv6' : 'ipv4';
  // The loopback address lies among those that carry an IPv4 address inside, and is none of them.
  if (version === 6 && loopback.check(address, family)) return 'private';
  if (forbidden.check(address, family)) return 'forbidden';
  return privately.check(address, family) ? 'private' : 'public';
}

/**
 * Which private addresses may be contacted: none, all, or those of the listed addresses, networks and names. A name stands for itself alone,
 * and for whatever private address it leads to. What is forbidden stays forbidden.
 */
export type PrivateAddresses = boolean | readonly string[];

/** Throws a `RefusedAddress` for an address that may not be contacted. */
export function guardAddress(host: string, address: string, allowed: PrivateAddresses): void {
  const reach = addressReach(address);
  if (reach === 'forbidden' || (reach === 'private' && !isAllowed(host, address, allowed)))
    throw new RefusedAddress(host, reach);
}

function isAllowed(host: string, address: string, allowed: PrivateAddresses): boolean {
  if (typeof allowed === 'boolean') return allowed;
  const name = host.toLowerCase().replace(/\.$/, '');
  return allowed.some((entry) => {
    const [network = '', prefix] = entry.split('/');
    const version = isIP(network);
    if (version === 0) return entry.toLowerCase() === name;
    const list = blockList([[network, prefix === undefined ? (version === 4 ? 32 : 128) : Number(prefix)]]);
    return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  });
}

/** The host of a URL when it is a literal address, which is never looked up, so that the look-up below would not see it. */
export function guardLiteralHost(url: URL, allowed: PrivateAddresses): void {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host)) guardAddress(host, host, allowed);
}

/**
 * Judges an address when it is written down, so that whoever writes it hears of it at once. A name that nobody knows at present is let
 * pass: every connection is judged again when it is made, and only that counts.
 */
export async function refusedAddress(url: URL, allowed: PrivateAddresses): Promise<RefusedAddress | null> {
  const host = url.hostname.replace(/^\[|\]$|\.$/g, '');
  try {
    guardLiteralHost(url, allowed);
    // By its standard this name is this machine, whether or not a name server says so.
    if (/(^|\.)localhost$/.test(host)) guardAddress(host, '127.0.0.1', allowed);
    const addresses = isIP(host) ? [] : await resolveAll(host, { all: true });
    for (const { address } of addresses) guardAddress(host, address, allowed);
    return null;
  } catch (error) {
    if (error instanceof RefusedAddress) return error;
    return null; // The name server did not answer with addresses; connecting will say so.
  }
}

/**
 * A look-up for sockets that answers only addresses that may be connected to; one refused address refuses the name. It judges at the moment
 * of connecting, so that a name that resolves to another address the second time gets nowhere either.
 */
export function guardedLookup(allowed: PrivateAddresses): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      try {
        for (const { address } of addresses) guardAddress(host, address, allowed);
      } catch (refused) {
        return callback(refused as NodeJS.ErrnoException, '');
      }
      const [first] = addresses;
      if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

function blockList(subnets: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of subnets) list.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');
  return list;
}
