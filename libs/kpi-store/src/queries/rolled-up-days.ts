import type { RecordFormula } from '@tandem/domain/metric/definition';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import type pg from 'pg';
import { compileDefinition } from './compile-definition.js';
import { deliveredAlone, sliceExpression } from './slice-expression.js';

export interface RolledUp {
  readonly formula: RecordFormula;
  /** The version whose counted rows are read. */
  readonly countedBy: string;
}

export interface RolledUpRange {
  /** Local dates `YYYY-MM-DD`, half-open; all days when left out. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** Dimension to slice by; the whole when left out. */
  readonly by?: string | undefined;
}

interface Row {
  version: string;
  slice: string;
  days: string;
}

/** Whether the days of a formula are kept as sums; items are pooled, and of readings the last one is looked for. */
export function isRolledUpAsSums(formula: RecordFormula): boolean {
  const { item, reading } = compileDefinition(formula);
  return item === null && reading === null;
}

/**
 * The days of many versions as they were rolled up, in the order of the versions; of each slice after slice, in order of their first day. A
 * slice comes as one text: a row for each day costs the driver several times what reading it costs the database.
 */
export async function rolledUpDays(
  pool: Pick<pg.Pool, 'query'>,
  versions: readonly RolledUp[],
  range: RolledUpRange = {},
): Promise<DayOfObservations[][]> {
  const statements = new Map<string, RolledUp[]>();
  for (const version of versions) {
    const statement = statementFor(version.formula, range.by);
    const others = statements.get(statement);
    if (others) others.push(version);
    else statements.set(statement, [version]);
  }
  const daysOf = new Map<string, DayOfObservations[]>();
  for (const [statement, alike] of statements) {
    const means = new Set(alike.filter(({ formula }) => formula.kind === 'duration').map(({ countedBy }) => countedBy));
    const ids = alike.map(({ countedBy }) => countedBy);
    const { rows } = await pool.query<Row>(statement, [ids, range.from ?? null, range.to ?? null]);
    for (const { version, slice, days } of rows) {
      const known = daysOf.get(version) ?? [];
      daysOf.set(version, known);
      for (const day of days.split(',')) known.push(unpacked(day, slice, means.has(version)));
    }
  }
  return versions.map(({ countedBy }) => daysOf.get(countedBy) ?? []);
}

function statementFor(formula: RecordFormula, by: string | undefined): string {
  const compiled = compileDefinition(formula);
  const slice = sliceExpression(compiled, by);
  // A row that is alone on its day is not added up: grouping many such rows takes longer than reading them.
  const isAlone = compiled.asDelivered || compiled.dimensions.length === (by === undefined ? 0 : 1);
  const parts = isAlone
    ? 'numerator, denominator, n'
    : 'sum(numerator) as numerator, sum(denominator) as denominator, sum(n) as n';
  return `
    select version::text, slice,
           string_agg(concat_ws(' ', day, numerator, n, denominator), ',' order by day) as days
      from (select metric_version_id as version, day, ${slice} as slice, ${parts}
              from observation
             where metric_version_id = any($1::bigint[]) and ($2::date is null or day >= $2::date) and ($3::date is null or day < $3::date)
               and ${deliveredAlone(compiled, by)}
             ${isAlone ? '' : 'group by 1, 2, 3'}) one
     group by version, slice order by min(day), slice`;
}

/** A mean time keeps the number of its items in the denominator; the records beyond them were left out by rule. */
function unpacked(text: string, slice: string, isMean: boolean): DayOfObservations {
  const [day = '', numerator = '', records = '', denominator = null] = text.split(' ');
  const n = Number(isMean ? denominator : records);
  return { day, slice, numerator, denominator, n, items: null, excluded: isMean ? Number(records) - n : 0 };
}
