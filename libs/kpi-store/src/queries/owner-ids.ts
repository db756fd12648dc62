import type pg from 'pg';

/** The ids under which a person can own something: the own one, and that of the team. */
export async function ownerIdsOf(pool: Pick<pg.Pool, 'query'>, personId: string): Promise<readonly string[]> {
  const { rows } = await pool.query<{ team: string | null }>('select team_id as team from person where id = $1', [
    personId,
  ]);
  const team = rows[0]?.team ?? null;
  return team === null ? [personId] : [personId, team];
}
