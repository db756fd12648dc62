import pg from 'pg';

const { escapeLiteral } = pg;

/** The fields of a measurement are columns of the relation that the packed store is read as; null for any other name. */
export function measurementColumn(name: string): string | null {
  return Object.hasOwn(columns, name) ? (columns[name] ?? null) : null;
}

const columns: Readonly<Record<string, string>> = {
  metric: 'r.metric',
  periodStart: 'r.period_start',
  periodEnd: 'r.period_end',
  value: 'r.value',
  numerator: 'r.numerator',
  denominator: 'r.denominator',
};

/** The same as text, as it stands in a record; throws for a field that measurements do not have. */
export function measurementText(name: string): string {
  if (name.startsWith('dimensions.')) return `r.dimensions ->> ${escapeLiteral(name.slice('dimensions.'.length))}`;
  const column = measurementColumn(name);
  if (column === null) throw new Error(`The stream measurement has no field "${name}".`);
  if (name === 'metric') return column;
  return name.startsWith('period')
    ? `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : `trim_scale(${column})::text`;
}
