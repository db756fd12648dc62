import { createHash } from 'node:crypto';
import type { AttemptStore } from '@tandem/application/access/access-ports';
import type { Database } from '../database.js';

/** In the database, so that all processes count together. Keys hold addresses of people, so only their hashes are kept. */
export function createAttemptStore({ pool }: Pick<Database, 'pool'>): AttemptStore {
  return {
    count: async (keys, now) => {
      await pool.query('delete from sign_in_attempt where window_ends_at <= $1', [now]);
      let blockedUntil: Date | null = null;
      for (const { key, atMost, windowMs } of keys) {
        const { rows } = await pool.query<{ count: number; window_ends_at: Date }>(
          `insert into sign_in_attempt (key_hash, count, window_ends_at) values ($1, 1, $2)
           on conflict (workspace, key_hash) do update set count = sign_in_attempt.count + 1
           returning count, window_ends_at`,
          [hashOf(key), new Date(now.getTime() + windowMs)],
        );
        const [row] = rows;
        if (row && row.count > atMost) blockedUntil ??= row.window_ends_at;
      }
      return blockedUntil;
    },
    forget: async (keys) => {
      await pool.query('delete from sign_in_attempt where key_hash = any($1)', [keys.map(hashOf)]);
    },
  };
}

function hashOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
