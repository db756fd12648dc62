import { inTransaction, type Database } from '../database.js';
import { resealStoredSecrets } from './seal-stored-secrets.js';

const rotationLock = 7_261_437;

/**
 * Seals every secret anew: with a new key where the key is a file, with the present one where the environment gives it. Old keys go
 * only after nothing needs them.
 *
 * @returns how many secrets there were
 */
export async function rotateSecrets(
  { pool, secrets }: Pick<Database, 'pool' | 'secrets'>,
  { actor, now }: { readonly actor: string; readonly now: Date },
): Promise<number> {
  const resealed = await inTransaction(pool, async (client) => {
    await client.query('select pg_advisory_xact_lock($1)', [rotationLock]);
    secrets.keys.renew();
    const count = await resealStoredSecrets(client, secrets);
    await client.query(
      `insert into audit_log (at, actor, action, subject_kind, subject_id, after)
       values ($1, $2, 'secrets.rotate', 'secrets', 'all', jsonb_build_object('secrets', $3::int, 'key', $4::text))`,
      [now, actor, count, secrets.keys.current().id],
    );
    return count;
  });
  secrets.keys.retire();
  return resealed;
}
