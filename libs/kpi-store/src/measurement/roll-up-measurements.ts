import {
  alternativesOf,
  type MetricDefinition,
  type RecordFormula,
  type Where,
} from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { compileDefinition, type CompiledDefinition } from '../queries/compile-definition.js';
import { placingText, writeChangedTotals, type Placing } from './changed-totals.js';
import { measurementsRelation } from './measurements-relation.js';
import type { MeasurementChanges } from './store-measurements.js';

interface CountingVersion {
  readonly id: string;
  readonly key: string;
  readonly formula: RecordFormula;
}

interface RollUpContext {
  readonly timeZone: string;
  readonly now: Date;
  readonly runId: string | null;
}

/**
 * Adds to the observations what these measurements changed, for every version that counts measurements. Answers the keys of the metrics
 * whose values changed. Percentiles have no rows of their own: they are pooled from the packed store.
 */
export async function rollUpMeasurements(
  client: pg.PoolClient,
  versions: readonly { readonly id: string; readonly key: string; readonly definition: MetricDefinition }[],
  changes: MeasurementChanges,
  context: RollUpContext & { readonly share: (versionId: string) => Promise<unknown> },
): Promise<string[]> {
  const counting = versions.flatMap(({ id, key, definition: { formula } }): CountingVersion[] =>
    formula.kind !== 'derived' && formula.stream === 'measurement' ? [{ id, key, formula }] : [],
  );
  const count = changes.added.length + changes.replaced.length;
  if (count === 0 || counting.length === 0) return [];
  const placings = new Map(
    counting.flatMap(({ formula }) => placingsOf(formula)).map((each) => [placingText(each), each]),
  );
  await writeChangedTotals(client, changes, { placings: [...placings.values()], timeZone: context.timeZone });
  const touched = new Set<string>();
  for (const version of counting) {
    await context.share(version.id);
    if ((await rollUp(client, version, context)) > 0) touched.add(version.key);
  }
  return [...touched];
}

async function rollUp(client: pg.PoolClient, version: CountingVersion, context: RollUpContext): Promise<number> {
  const { formula } = version;
  const compiled = compileDefinition(formula);
  if (isPooled(compiled)) return countTouched(client, formula, compiled);
  if (asksOfEach(formula)) return recountTouchedDays(client, version, compiled, context);
  const written = await client.query(
    `insert into observation as o (metric_version_id, day, slice, numerator, denominator, n, recorded_at, run_id)
     select $1, day, slice, sum(numerator), sum(denominator), sum(n), $2, $3
       from (${contributions(compiled, changedTotals(formula), 'r.day')}) difference
      group by day, slice
     having sum(n) <> 0 or sum(numerator) <> 0 or coalesce(sum(denominator), 0) <> 0
      order by day, slice
     on conflict (metric_version_id, day, slice) do update
        set numerator = o.numerator + excluded.numerator, denominator = o.denominator + excluded.denominator,
            n = o.n + excluded.n, recorded_at = excluded.recorded_at, run_id = excluded.run_id`,
    [version.id, context.now, context.runId],
  );
  await client.query('delete from observation where metric_version_id = $1 and n = 0 and numerator = 0', [version.id]);
  return written.rowCount ?? 0;
}

/** All observations of a version anew, from the measurements as they stand; the same rows that page after page has left. */
export async function recountMeasurements(
  client: pg.PoolClient,
  { id, formula }: Pick<CountingVersion, 'id' | 'formula'>,
  context: RollUpContext,
): Promise<void> {
  const compiled = compileDefinition(formula);
  if (isPooled(compiled)) return;
  await client.query('delete from observation where metric_version_id = $1', [id]);
  await insertCounted(client, id, compiled, context, 'true');
}

/** A formula that looks at the value of each measurement cannot be added to: its touched days are counted anew. */
async function recountTouchedDays(
  client: pg.PoolClient,
  { id, formula }: Pick<CountingVersion, 'id' | 'formula'>,
  compiled: CompiledDefinition,
  context: RollUpContext,
): Promise<number> {
  const placings = placingsOf(formula).map((placing) => literal(placingText(placing)));
  const days = `(select day from changed_measurement where placed_by in (${placings.join(', ')}))`;
  await client.query(`delete from observation where metric_version_id = $1 and day in ${days}`, [id]);
  await insertCounted(client, id, compiled, context, `(${compiled.at} at time zone $4)::date in ${days}`);
  return countTouched(client, formula, compiled);
}

async function insertCounted(
  client: pg.PoolClient,
  versionId: string,
  compiled: CompiledDefinition,
  context: RollUpContext,
  condition: string,
): Promise<void> {
  await client.query(
    `insert into observation (metric_version_id, day, slice, numerator, denominator, n, recorded_at, run_id)
     select $1, day, slice, sum(numerator), sum(denominator), sum(n), $2, $3
       from (${contributions(compiled, measurementsRelation({ asKnownAt: null }), `(${compiled.at} at time zone $4)::date`)}
               and ${compiled.at} is not null and ${condition}) counted
      group by day, slice
     having sum(n) <> 0 or sum(numerator) <> 0`,
    [versionId, context.now, context.runId, context.timeZone],
  );
}

/** How many of the changed totals may concern a formula whose values are pooled or counted anew; the fields of each are not asked. */
async function countTouched(
  client: pg.PoolClient,
  formula: RecordFormula,
  compiled: CompiledDefinition,
): Promise<number> {
  const condition = asksOfEach(formula) ? 'true' : compiled.matches;
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from (${changedTotals(formula)}) r where ${condition}`,
  );
  return rows[0]?.count ?? 0;
}

function changedTotals(formula: RecordFormula): string {
  return `select s.connection_id, s.metric, s.dimensions, c.day, c.weight, c.value, c.numerator, c.denominator
            from changed_measurement c join measurement_series s on s.id = c.series_id
           where c.placed_by = ${literal(placingText(formula.at))}`;
}

function contributions(compiled: CompiledDefinition, measurements: string, day: string): string {
  return `select ${day} as day, ${compiled.slice} as slice, ${compiled.numerator} as numerator, ${compiled.denominator} as denominator,
                 ${compiled.n} as n
            from (${measurements}) r${compiled.moves} where ${compiled.matches}`;
}

/** What is open for a time counts on the day it begins and on the day it ends. */
function placingsOf(formula: RecordFormula): Placing[] {
  return formula.kind === 'open' ? [formula.at, formula.until] : [formula.at];
}

/** Percentiles and latest values are read from the packed store itself, and leave nothing else to keep. */
function isPooled({ item, reading }: CompiledDefinition): boolean {
  return item !== null || reading !== null;
}

/** Whether a formula asks more of a measurement than which series it is of and which decimals it has. */
function asksOfEach(formula: RecordFormula): boolean {
  if (formula.kind === 'open' || formula.kind === 'duration') return true;
  const wheres: (Where | undefined)[] = [formula.where];
  if (formula.kind === 'ratio') wheres.push(formula.numerator.where, formula.denominator.where);
  const decimals = ['value', 'numerator', 'denominator'];
  const asked = wheres.flatMap(alternativesOf).flatMap((conditions) =>
    Object.entries(conditions).flatMap(([name, condition]) => {
      const isPresence = typeof condition === 'object' && 'present' in condition && decimals.includes(name);
      return isPresence ? [] : [name];
    }),
  );
  return [...asked, ...formula.dimensions].some((name) => name !== 'metric' && !name.startsWith('dimensions.'));
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
