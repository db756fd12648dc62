import type { ConnectionSecrets } from '@tandem/domain/organisation/organisation';
import type { Database } from '../database.js';
import { openConnectionSecrets } from './connection-secrets.js';

/** For whoever asks a source with the secrets that it has, before anything is saved; null where there are none of this connector. */
export function createStoredSecrets({ pool, secrets: vault }: Pick<Database, 'pool' | 'secrets'>) {
  return {
    open: async (connectionId: string, connector: string): Promise<ConnectionSecrets | null> => {
      const { rows } = await pool.query<{ secrets: string | null }>(
        'select secrets from connection where id = $1 and connector = $2',
        [connectionId, connector],
      );
      const sealed = rows[0]?.secrets ?? null;
      return sealed === null ? null : openConnectionSecrets(connectionId, sealed, vault);
    },
  };
}
