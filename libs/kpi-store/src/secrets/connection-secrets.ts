import type { Connection, ConnectionSecrets } from '@tandem/domain/organisation/organisation';
import type { SecretVault } from '@tandem/secrets/secret-vault';
import { connectionSecretsPlace } from './sealed-columns.js';

/** What is encrypted as one text, so that a secret cannot be kept while its receiver is exchanged. */
type Stored = Pick<ConnectionSecrets, 'given' | 'receiver'>;

/** Secrets of a connection on their way into the database; null for a connection without. */
export function sealConnectionSecrets({ id, secrets }: Connection, vault: SecretVault): string | null {
  if (secrets === undefined || Object.keys(secrets.given).length === 0) return null;
  const stored: Stored = { given: secrets.given, receiver: secrets.receiver };
  return vault.seal(JSON.stringify(stored), connectionSecretsPlace(id));
}

/** @throws {UnreadableSecret} for a text that was moved here from another row, or changed */
export function openConnectionSecrets(id: string, sealed: string, vault: SecretVault): ConnectionSecrets {
  const { given, receiver } = JSON.parse(vault.open(sealed, connectionSecretsPlace(id))) as Stored;
  return { given, receiver, kept: [] };
}

/** The settings as the connector wants them, with their secrets; only where the source is asked. */
export function settingsWithSecrets(
  settings: Readonly<Record<string, unknown>>,
  given: ConnectionSecrets['given'],
): Record<string, unknown> {
  const whole = structuredClone(settings) as Record<string, unknown>;
  for (const [place, secret] of Object.entries(given)) setAt(whole, place.split('.'), secret);
  return whole;
}

function setAt(settings: Record<string, unknown>, path: readonly string[], secret: string): void {
  let holder: unknown = settings;
  for (const [index, step] of path.entries()) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return;
    if (index === path.length - 1) Reflect.set(holder, step, secret);
    else holder = Reflect.get(holder, step);
  }
}
