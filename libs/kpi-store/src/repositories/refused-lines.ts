import type { RefusedLines, StoredRefusal } from '@tandem/application/initiatives/initiative-ports';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

const columns = `id::text, source, key, line, columns, cells, text, url, faults, refused_at as "refusedAt", refused_by as "refusedBy"`;
/** A bigint: anything else is the id of nothing. */
const rowId = /^[1-9]\d{0,17}$/;

/** Lines of lists and issues that were not taken in, until they are mended or put aside. */
export function createRefusedLines({ pool }: Pick<Database, 'pool'>): RefusedLines {
  return {
    all: async () =>
      (await pool.query<StoredRefusal>(`select ${columns} from initiative_refusal order by refused_at desc, line, id`))
        .rows,

    find: async (id) => {
      if (!rowId.test(id)) return null;
      const { rows } = await pool.query<StoredRefusal>(`select ${columns} from initiative_refusal where id = $1`, [id]);
      return rows[0] ?? null;
    },

    keep: ({ source, refused, settled }, by, now) =>
      inTransaction(pool, async (client) => {
        await client.query('delete from initiative_refusal where source = $1 and key = any($2)', [source, settled]);
        for (const line of refused) await keepLine(client, line, by, now);
        await notifyChange(client, { kind: 'configuration', keys: ['refusedLines'], at: now });
      }),

    remove: async (id, why, by, now) => {
      if (!rowId.test(id)) return false;
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<Pick<StoredRefusal, 'source' | 'key' | 'text'>>(
          'delete from initiative_refusal where id = $1 returning source, key, text',
          [id],
        );
        const [row] = rows;
        if (row === undefined) return false;
        const told = { at: now, actor: by, action: why, subjectKind: 'refusedLine', subjectId: id };
        await appendAudit(client, { ...told, before: row, after: null });
        await notifyChange(client, { kind: 'configuration', keys: ['refusedLines'], at: now });
        return true;
      });
    },
  };
}

/** A row of the trail for what is refused anew; the same line that is refused again for the same reasons leaves none. */
async function keepLine(
  client: pg.PoolClient,
  line: Parameters<RefusedLines['keep']>[0]['refused'][number],
  by: string,
  now: Date,
): Promise<void> {
  const key = storable(line.key);
  const cells = JSON.stringify(line.cells.map(storable));
  const faults = JSON.stringify(line.faults.map(({ column, reason }) => ({ column, reason: storable(reason) })));
  const { rows } = await client.query<{ id: string }>(
    `insert into initiative_refusal as kept (source, key, line, columns, cells, text, url, faults, refused_at, refused_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (workspace, source, key) do update
       set line = excluded.line, columns = excluded.columns, cells = excluded.cells, text = excluded.text, url = excluded.url,
           faults = excluded.faults, refused_at = excluded.refused_at, refused_by = excluded.refused_by
       where (kept.text, kept.cells, kept.faults) is distinct from (excluded.text, excluded.cells, excluded.faults)
     returning id::text`,
    [line.source, key, line.line, JSON.stringify(line.columns), cells, storable(line.text), line.url, faults, now, by],
  );
  const id = rows[0]?.id;
  if (id === undefined) return;
  const told = { at: now, actor: by, action: 'refuse', subjectKind: 'refusedLine', subjectId: id };
  await appendAudit(client, { ...told, before: null, after: { source: line.source, key, faults: line.faults } });
}

/** PostgreSQL keeps every character but one. */
function storable(text: string): string {
  return text.replaceAll('\u0000', '');
}
