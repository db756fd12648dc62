import { UnusableKey } from '@tandem/secrets/secret-key';
import { sealingKeyId, type SecretVault } from '@tandem/secrets/secret-vault';
import type pg from 'pg';
import { sealedColumns, type SealedColumn } from './sealed-columns.js';

interface StoredSecret {
  readonly row: string;
  readonly value: string;
}

/**
 * Makes sure that everything secret in the database is encrypted and can be read: what an earlier version left in clear is sealed, and
 * a missing or wrong key stops the start instead of failing at the first alert.
 *
 * @throws {UnusableKey} when something is stored that these keys cannot read
 */
export async function sealStoredSecrets(client: pg.ClientBase, vault: SecretVault): Promise<void> {
  for (const column of sealedColumns) {
    const stored = await storedSecrets(client, column);
    for (const { row, value } of stored.filter((secret) => sealingKeyId(secret.value) !== null))
      requireReadable(vault, column, row, value);
    for (const { row, value } of stored.filter((secret) => sealingKeyId(secret.value) === null))
      await replace(client, column, { row, value }, vault.seal(value, { ...column, row }));
  }
  // So that the key file is there to be backed up before the first secret is.
  vault.keys.current();
}

/** Seals everything anew with the current key; answers how many secrets there were. The caller holds the transaction. */
export async function resealStoredSecrets(client: pg.ClientBase, vault: SecretVault): Promise<number> {
  let resealed = 0;
  for (const column of sealedColumns) {
    await client.query(`lock table "${column.table}" in exclusive mode`);
    for (const { row, value } of await storedSecrets(client, column)) {
      const place = { ...column, row };
      await replace(client, column, { row, value }, vault.seal(vault.open(value, place), place));
      resealed += 1;
    }
  }
  return resealed;
}

function requireReadable(vault: SecretVault, column: SealedColumn, row: string, value: string): void {
  try {
    vault.open(value, { ...column, row });
  } catch (error) {
    throw new UnusableKey(
      `${(error as Error).message} The keys come from ${vault.keys.origin}. Start with the key that was used before: put its ` +
        'file back, or name it in TANDEM_SECRET_KEY (an earlier one in TANDEM_SECRET_KEY_PREVIOUS).',
    );
  }
}

async function storedSecrets(client: pg.ClientBase, { table, column, key }: SealedColumn): Promise<StoredSecret[]> {
  const found = await client.query<StoredSecret>(
    `select "${key}"::text as row, "${column}" as value from "${table}" where "${column}" is not null order by 1`,
  );
  return found.rows;
}

async function replace(
  client: pg.ClientBase,
  { table, column, key }: SealedColumn,
  { row, value }: StoredSecret,
  sealed: string,
): Promise<void> {
  // Whoever replaced the secret in the meantime has the last word.
  await client.query(`update "${table}" set "${column}" = $2 where "${key}"::text = $1 and "${column}" = $3`, [
    row,
    sealed,
    value,
  ]);
}
