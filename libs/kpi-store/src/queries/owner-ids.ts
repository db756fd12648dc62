import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';

/** The ids under which a person can own something: the own one, and that of the team. */
export async function ownerIdsOf(pool: Pick<pg.Pool, 'query'>, personId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ team: string | null }>('select team_id as team from person where id = $1', [
    personId,
  ]);
  const team = rows[0]?.team ?? null;
  return team === null ? [personId] : [personId, team];
}

/** Everybody of the configuration, in its order. */
export async function listPeople(
  pool: Pick<pg.Pool, 'query'>,
): Promise<readonly { readonly id: string; readonly name: string; readonly side: Side }[]> {
  const { rows } = await pool.query<{ id: string; name: string; side: Side }>(
    'select id, name, side from person order by position, id',
  );
  return rows;
}
