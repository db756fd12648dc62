import type { RecordFormula } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { compileDefinition } from './compile-definition.js';
import { withDeployment } from './with-deployment.js';

/** Local days `YYYY-MM-DD` before `end` whose value a formula may see changed by the `changed_record`s that came in the ordinary course. */
export async function touchedDays(
  client: pg.PoolClient,
  formula: RecordFormula,
  { timeZone, now, end }: { readonly timeZone: string; readonly now: Date; readonly end: string },
): Promise<string[]> {
  const compiled = compileDefinition(formula);
  const ordinary = (stream: string, side: 'old' | 'new') =>
    `select c.record_id, c.connection_id, c.${side}_data as data, c.${side}_known_at as known_at
       from changed_record c
      where c.stream = '${stream}' and c.${side}_data is not null and (c.new_known_at = $2 or c.new_known_at = c.old_known_at)`;
  const relation = (records: string) => (compiled.needsDeployment ? withDeployment(records) : `(${records}) r`);
  const sides = (['old', 'new'] as const).map(
    (side) =>
      `select (${compiled.at} at time zone $1)::date as day
         from ${relation(ordinary(compiled.stream, side))} where ${compiled.at} is not null`,
  );
  const ofDeployments = formula.at
    .filter((name) => name.startsWith('deployment.'))
    .flatMap((name) =>
      (['old', 'new'] as const).map(
        (side) =>
          `select ((d.data ->> '${name.slice('deployment.'.length)}')::timestamptz at time zone $1)::date as day
             from (${ordinary('deployment', side)}) d`,
      ),
    );
  const { rows } = await client.query<{ day: string }>(
    `select distinct day::text from (${[...sides, ...ofDeployments].join(' union all ')}) touched where day < $3::date order by 1`,
    [timeZone, now, end],
  );
  return rows.map(({ day }) => day);
}
