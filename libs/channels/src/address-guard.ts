import { lookup as resolve, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export type AddressKind = 'public' | 'private' | 'metadata';

/** Addresses that hand out credentials of a cloud machine; link-local ones have no other use to us. */
const metadata = blockList([
  ['169.254.0.0', 16],
  ['100.100.100.200', 32],
  ['fe80::', 10],
  ['fd00:ec2::254', 128],
]);

/** Everything that is not on the public internet: private, loopback, shared, test, multicast, reserved, translated. */
const notPublic = blockList([
  ['0.0.0.0', 8],
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
  ['224.0.0.0', 3],
  ['::', 127],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['100::', 64],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fec0::', 10],
  ['ff00::', 8],
]);

export class RefusedAddress extends Error {
  constructor(
    readonly host: string,
    readonly kind: Exclude<AddressKind, 'public'>,
  ) {
    super(`${host} is a ${kind} address`);
    this.name = 'RefusedAddress';
  }
}

/** What an IP address is; IPv4 addresses mapped into IPv6 are judged as what they are. */
export function addressKind(address: string): AddressKind {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (metadata.check(address, family)) return 'metadata';
  return notPublic.check(address, family) ? 'private' : 'public';
}

/**
 * Guards the moment of connecting, so that a name that resolves to another address the second time gets nowhere either. Metadata
 * addresses are refused always, private ones unless they are allowed.
 */
export function guardAddress(host: string, address: string, allowPrivate: boolean): void {
  const kind = addressKind(address);
  if (kind === 'metadata' || (kind === 'private' && !allowPrivate)) throw new RefusedAddress(host, kind);
}

/** A look-up for sockets that answers only addresses that may be connected to; one refused address refuses the name. */
export function guardedLookup(allowPrivate: boolean): LookupFunction {
  return (host, options, callback) => {
    resolve(host, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      try {
        for (const { address } of addresses) guardAddress(host, address, allowPrivate);
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
