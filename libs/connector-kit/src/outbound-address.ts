import { BlockList, isIP } from 'node:net';

/**
 * How near an address is to us: `forbidden` is never contacted (metadata services, link-local, multicast, nowhere), `private` only where
 * the installation allows it, `public` always.
 */
export type AddressReach = 'public' | 'private' | 'forbidden';

const forbidden = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  forbidden.addSubnet(network, prefix, 'ipv4');
}
forbidden.addAddress('::', 'ipv6');
forbidden.addAddress('fd00:ec2::254', 'ipv6');
for (const [network, prefix] of [
  ['fe80::', 10],
  ['ff00::', 8],
  // Addresses that carry an IPv4 address inside could lead anywhere.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2002::', 16],
  ['2001::', 32],
] as const) {
  forbidden.addSubnet(network, prefix, 'ipv6');
}

const privately = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
] as const) {
  privately.addSubnet(network, prefix, 'ipv4');
}
privately.addAddress('::1', 'ipv6');
privately.addSubnet('fc00::', 7, 'ipv6');

/** @param address a literal IPv4 or IPv6 address; anything else is forbidden. An IPv4 address written as IPv6 is judged as IPv4. */
export function addressReach(address: string): AddressReach {
  const version = isIP(address);
  if (version === 0) return 'forbidden';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  if (forbidden.check(address, family)) return 'forbidden';
  return privately.check(address, family) ? 'private' : 'public';
}
