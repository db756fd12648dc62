import type { SecretPlace } from '@tandem/secrets/secret-vault';

/** A text column whose values are encrypted; each is bound to its row by the primary key. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  /** The primary key, as text. */
  readonly key: string;
}

/** Every place of the database that holds a secret: what the start checks, and what a rotation goes through. */
export const sealedColumns = [
  { table: 'route', column: 'secret', key: 'id' },
  { table: 'account', column: 'totp_secret', key: 'id' },
  { table: 'webhook_secret', column: 'secret', key: 'id' },
  { table: 'connection', column: 'secrets', key: 'id' },
] as const satisfies readonly SealedColumn[];

export function routeSecretPlace(routeId: string): SecretPlace {
  return { table: 'route', column: 'secret', row: routeId };
}

export function webhookSecretPlace(id: string): SecretPlace {
  return { table: 'webhook_secret', column: 'secret', row: id };
}

export function connectionSecretsPlace(connectionId: string): SecretPlace {
  return { table: 'connection', column: 'secrets', row: connectionId };
}
