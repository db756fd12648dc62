import type { RecordFormula } from '@tandem/domain/metric/definition';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import type pg from 'pg';
import { workOutOpeningHours } from '../calendar/opening-hours.js';
import { compileDefinition, type CompiledDefinition } from './compile-definition.js';
import { dailyReadings } from './daily-readings.js';
import { recordsAsKnown, recordsAsTheyStand } from './records-as-known.js';
import { rolledUpDays } from './rolled-up-days.js';
import { deliveredAlone, sliceExpression } from './slice-expression.js';

export interface DailyObservationsRequest {
  readonly formula: RecordFormula;
  /** The version whose counted rows are read; null counts the records as they stand, for a definition that nobody has counted. */
  readonly countedBy: string | null;
  readonly timeZone: string;
  /** Reach of links between incidents and deployments, in hours; 24 when left out. */
  readonly linkWithinHours?: number | undefined;
  /** Local dates `YYYY-MM-DD`, half-open; all days when left out. */
  readonly from?: string;
  readonly to?: string;
  /** Dimension to slice by; the whole when left out. */
  readonly by?: string;
  readonly asKnownAt: Date | null;
}

interface Row {
  day: string;
  slice: string;
  numerator: string | null;
  denominator: string | null;
  n: string;
  items: number[] | null;
  excluded: string;
}

/** The parts of one version of a metric, day by day: from the roll-up as it stands, or from the versions that were known at an earlier time. */
export async function dailyObservations(
  pool: Pick<pg.Pool, 'query'>,
  request: DailyObservationsRequest,
): Promise<DayOfObservations[]> {
  const compiled = compileDefinition(request.formula);
  const slice = sliceExpression(compiled, request.by);
  if (compiled.reading !== null) return dailyReadings(pool, request, compiled, slice);
  const { formula, countedBy, asKnownAt } = request;
  if (compiled.item === null && asKnownAt === null && countedBy !== null) {
    const [days = []] = await rolledUpDays(pool, [{ formula, countedBy }], request);
    return days;
  }
  const parameters: unknown[] = [request.from ?? null, request.to ?? null];
  // Measurements are packed by series and day: their items are pooled from there, and are not kept a second time.
  const isPooled = compiled.stream === 'measurement' && compiled.item !== null;
  const days =
    asKnownAt || countedBy === null || isPooled
      ? await contributionsOfRecords(pool, compiled, parameters, request)
      : itemsAsRolledUp(parameters, countedBy);
  const { rows } = await pool.query<Row>(
    `select day::text, ${slice} as slice, sum(numerator)::text as numerator, sum(denominator)::text as denominator,
            coalesce(sum(n) filter (where not excluded), 0)::text as n,
            array_agg(item order by item) filter (where item is not null and not excluded) as items,
            count(*) filter (where excluded)::text as excluded
       from (${days}) c
      where ($1::date is null or day >= $1::date) and ($2::date is null or day < $2::date)
        and ${deliveredAlone(compiled, request.by)}
      group by 1, 2 order by 1, 2`,
    parameters,
  );
  // A mean time keeps the number of its items in the denominator; the records beyond them were left out by rule.
  const isMean = formula.kind === 'duration';
  return rows.map((row) => ({
    day: row.day,
    slice: row.slice,
    numerator: row.numerator,
    denominator: row.denominator,
    n: Number(isMean ? row.denominator : row.n),
    items: compiled.item === null ? null : (row.items ?? []),
    excluded: isMean ? Number(row.n) - Number(row.denominator) : Number(row.excluded),
  }));
}

function itemsAsRolledUp(parameters: unknown[], countedBy: string): string {
  parameters.push(countedBy);
  return `select day, slice, null::numeric as numerator, null::numeric as denominator, 1 as n, excluded, value as item
            from observation_item where metric_version_id = $3`;
}

/** Counted from the records when asked: from the versions that were known at a time, or as they stand. */
async function contributionsOfRecords(
  pool: Pick<pg.Pool, 'query'>,
  compiled: CompiledDefinition,
  parameters: unknown[],
  { timeZone, linkWithinHours, asKnownAt }: DailyObservationsRequest,
): Promise<string> {
  const records = (time: string) =>
    asKnownAt ? recordsAsKnown(compiled, time, linkWithinHours) : recordsAsTheyStand(compiled);
  if (compiled.clock !== null) {
    const known = asKnownAt ? [asKnownAt] : [];
    await workOutOpeningHours(pool, compiled.clock, { from: records('$1::timestamptz'), parameters: known });
  }
  parameters.push(timeZone);
  const source = records(asKnownAt ? `$${parameters.push(asKnownAt)}` : '');
  // Only a deployment that was recorded twice makes more of a record than its contributions.
  const [once, inOrder] = compiled.needsDeployment
    ? [`distinct on (${compiled.identity})`, `order by ${compiled.identity}, ${compiled.at}`]
    : ['', ''];
  return `select ${once} (${compiled.at} at time zone $3)::date as day, ${compiled.slice} as slice,
                 ${compiled.numerator} as numerator, ${compiled.denominator} as denominator, ${compiled.n} as n,
                 ${compiled.item === null ? 'false' : compiled.excluded} as excluded, ${compiled.item ?? 'null::double precision'} as item
            from ${source}${compiled.moves}
           where ${compiled.matches} and ${compiled.at} is not null ${inOrder}`;
}
