import type { Json } from '@tandem/application/ports';
import type { RawReader } from '@tandem/application/sources/replay-ports';
import type { Database } from '../database.js';

/** Reads kept rows in the order of their keys; one page holds rows of one stream and part only. */
export function createRawReader({ pool }: Pick<Database, 'pool'>): RawReader {
  return {
    count: async (connectionId) => {
      const { rows } = await pool.query<{ count: number }>(
        'select count(*)::int as count from raw_row where connection_id = $1',
        [connectionId],
      );
      return rows[0]?.count ?? 0;
    },
    page: async (connectionId, after, limit) => {
      const { rows } = await pool.query<{ stream: string; part: string; row_key: string; data: string }>(
        `select stream, part, row_key, data from raw_row
          where connection_id = $1 and (stream, part, row_key) > ($2, $3, $4) order by stream, part, row_key limit $5`,
        [connectionId, after?.stream ?? '', after?.partition ?? '', after?.key ?? '', limit],
      );
      const [first] = rows;
      if (!first) return null;
      const same = rows.filter(({ stream, part }) => stream === first.stream && part === first.part);
      return {
        stream: first.stream,
        partition: first.part,
        rows: same.map(({ row_key: key, data }) => ({ key, row: JSON.parse(data) as Json })),
      };
    },
  };
}
