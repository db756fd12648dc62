import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { guardAddress, guardedLookup, RefusedAddress, type PrivateAddresses } from '@tandem/outbound/address-guard';
import { ConnectorFailure } from './connector-failure.js';

/**
 * The address behind a name, after the guard has judged it. A client that connects to this address and not to the name cannot be led elsewhere by
 * a name that resolves to something else the second time.
 *
 * @throws {ConnectorFailure} for an address that may not be contacted, and for a name that nobody knows
 */
export async function guardedAddress(host: string, allowed: PrivateAddresses): Promise<string> {
  try {
    if (isIP(host)) {
      guardAddress(host, host, allowed);
      return host;
    }
    return await new Promise<string>((resolve, reject) => {
      guardedLookup(allowed)(host, { all: true }, (error, found) => {
        const [first] = found as unknown as readonly LookupAddress[];
        if (error) reject(error);
        else resolve(first?.address ?? host);
      });
    });
  } catch (error) {
    if (!(error instanceof RefusedAddress)) throw error;
    throw new ConnectorFailure(
      'configuration',
      'addressRefused',
      `${host} lies on an address that may not be contacted from here.`,
      error.reach === 'private'
        ? 'Give a public address, or have the operator of this installation allow private addresses.'
        : 'Give a public address.',
    );
  }
}
