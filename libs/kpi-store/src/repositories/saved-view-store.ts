import { Contradiction } from '@tandem/application/access/access-ports';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

export interface SavedViewRow {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly isShared: boolean;
  readonly accountId: string;
  readonly owner: string;
  readonly createdAt: Date;
}

type Written = Pick<SavedViewRow, 'name' | 'address' | 'isShared'>;
interface By {
  readonly accountId: string;
  readonly actor: string;
  readonly now: Date;
}

const select = `select v.id, v.name, v.address, v.is_shared as "isShared", v.account_id as "accountId", a.name as owner, v.created_at as "createdAt"
  from saved_view v join account a on a.id = v.account_id`;

/** Addresses that were given a name, by people for themselves or for everybody. */
export function createSavedViewStore({ pool }: Pick<Database, 'pool'>) {
  /** What this account may open; null sees only what is shared. */
  const visible = '(v.is_shared or v.account_id = $1)';
  const one = async (id: string, accountId: string | null) =>
    (await pool.query<SavedViewRow>(`${select} where ${visible} and v.id = $2`, [accountId, id])).rows[0] ?? null;
  return {
    list: async (accountId: string | null): Promise<readonly SavedViewRow[]> =>
      (await pool.query<SavedViewRow>(`${select} where ${visible} order by lower(v.name), v.id`, [accountId])).rows,
    one,

    create: (view: Written, { accountId, actor, now }: By) =>
      inTransaction(pool, async (client) => {
        const { rows } = await refusingDoubles(view.name, () =>
          client.query<{ id: string }>(
            'insert into saved_view (account_id, name, address, is_shared, created_at) values ($1, $2, $3, $4, $5) returning id',
            [accountId, view.name, view.address, view.isShared, now],
          ),
        );
        const id = rows[0]?.id ?? '';
        await appendAudit(client, { ...rowOf('create', id, actor, now), before: null, after: view });
        return id;
      }),

    change: (before: SavedViewRow, view: Written, { actor, now }: By) =>
      inTransaction(pool, async (client) => {
        await refusingDoubles(view.name, () =>
          client.query('update saved_view set name = $2, address = $3, is_shared = $4 where id = $1', [
            before.id,
            view.name,
            view.address,
            view.isShared,
          ]),
        );
        await appendAudit(client, { ...rowOf('change', before.id, actor, now), before: written(before), after: view });
      }),

    remove: (view: SavedViewRow, { actor, now }: By) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query('delete from saved_view where id = $1', [view.id]);
        // Somebody else was as fast.
        if (rowCount === 0) return;
        await appendAudit(client, { ...rowOf('remove', view.id, actor, now), before: written(view), after: null });
      }),
  };
}

const rowOf = (action: string, subjectId: string, actor: string, at: Date) => ({
  at,
  actor,
  action,
  subjectKind: 'view',
  subjectId,
});

const written = ({ name, address, isShared }: Written): Written => ({ name, address, isShared });

async function refusingDoubles<T>(name: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'saved_view_name_once')
      throw new Contradiction(`You have a view of the name "${name}" already: choose another one, or change that.`);
    throw error;
  }
}
