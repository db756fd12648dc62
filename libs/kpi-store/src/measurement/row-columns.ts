import type { DecimalColumn } from './decimal-column.js';
import type { IntegerColumn } from './integer-column.js';
import type { PackedRow } from './packed-row.js';

export type ColumnValue = string | number | boolean | null;

/** The columns that `measurement` and `measurement_revision` share, in the order in which `columnValues` answers. */
export const packedColumns = [
  'series_id',
  'day',
  'whole_month',
  'n',
  'first_at',
  'step_ms',
  'positions',
  'length_ms',
  'lengths_ms',
  ...decimalColumns('value'),
  ...decimalColumns('numerator'),
  ...decimalColumns('denominator'),
  ...integerColumns('arrival'),
  ...integerColumns('line'),
  'key_shape_id',
  'keys',
  'version',
  'versions',
  'known_to',
] as const;

function decimalColumns<Name extends string>(name: Name) {
  return [`${name}_base`, `${name}_small`, `${name}_wide`, `${name}_exact`] as const;
}

function integerColumns<Name extends string>(name: Name) {
  return [`${name}_base`, `${name}_step`, `${name}_differences`] as const;
}

/** As texts that COPY and the input of each type take. */
export function columnValues(row: PackedRow): ColumnValue[] {
  return [
    row.seriesId,
    row.day,
    row.wholeMonth,
    row.count,
    new Date(row.firstAtMs).toISOString(),
    row.stepMs,
    numbers(row.positions),
    row.lengthMs,
    numbers(row.lengthsMs),
    ...decimals(row.value),
    ...decimals(row.numerator),
    ...decimals(row.denominator),
    ...integers(row.arrivals),
    ...integers(row.lines),
    row.shapeId,
    texts(row.keys),
    row.version,
    texts(row.versions),
    new Date(row.knownToMs).toISOString(),
  ];
}

function decimals({ base, small, wide, exact }: DecimalColumn): ColumnValue[] {
  return [base, numbers(small), numbers(wide), numbers(exact)];
}

function integers({ base, step, differences }: IntegerColumn): ColumnValue[] {
  return [base, step, numbers(differences)];
}

function numbers(values: readonly (number | string | null)[] | null): string | null {
  return values === null ? null : `{${values.map((value) => value ?? 'null').join(',')}}`;
}

function texts(values: readonly (string | null)[] | null): string | null {
  if (values === null) return null;
  const quoted = values.map((value) => (value === null ? 'null' : `"${value.replace(/[\\"]/g, '\\$&')}"`));
  return `{${quoted.join(',')}}`;
}

/** What a statement selects of a row `m`, so that nothing is lost on the way into JavaScript. */
export const selectedColumns = `m.series_id, m.day::text, m.whole_month, m.n, ${milliseconds('m.first_at')} as first_at, m.step_ms::float8,
  m.positions, m.length_ms::float8, m.lengths_ms::float8[],
  ${['value', 'numerator', 'denominator'].map((name) => `m.${name}_base::text, m.${name}_small, m.${name}_wide, m.${name}_exact::text[]`).join(', ')},
  m.arrival_base, m.arrival_step, m.arrival_differences, m.line_base, m.line_step, m.line_differences,
  m.key_shape_id, m.keys, m.version, m.versions, ${milliseconds('m.known_to')} as known_to`;

export function milliseconds(instant: string): string {
  return `(extract(epoch from ${instant}) * 1000)::float8`;
}

type DecimalFields<Name extends string> = Record<`${Name}_base`, string | null> &
  Record<`${Name}_small` | `${Name}_wide`, (number | null)[] | null> &
  Record<`${Name}_exact`, (string | null)[] | null>;
type IntegerFields<Name extends string> = Record<`${Name}_base` | `${Name}_step`, number> &
  Record<`${Name}_differences`, number[] | null>;

export type SelectedRow = DecimalFields<'value'> &
  DecimalFields<'numerator'> &
  DecimalFields<'denominator'> &
  IntegerFields<'arrival'> &
  IntegerFields<'line'> & {
    readonly series_id: number;
    readonly day: string;
    readonly whole_month: boolean;
    readonly n: number;
    readonly first_at: number;
    readonly step_ms: number;
    readonly positions: number[] | null;
    readonly length_ms: number | null;
    readonly lengths_ms: (number | null)[] | null;
    readonly key_shape_id: number | null;
    readonly keys: (string | null)[] | null;
    readonly version: string | null;
    readonly versions: (string | null)[] | null;
    readonly known_to: number;
  };

export function toPackedRow(row: SelectedRow): PackedRow {
  return {
    seriesId: row.series_id,
    day: row.day,
    wholeMonth: row.whole_month,
    count: row.n,
    firstAtMs: row.first_at,
    stepMs: row.step_ms,
    positions: row.positions,
    lengthMs: row.length_ms,
    lengthsMs: row.lengths_ms,
    value: { base: row.value_base, small: row.value_small, wide: row.value_wide, exact: row.value_exact },
    numerator: {
      base: row.numerator_base,
      small: row.numerator_small,
      wide: row.numerator_wide,
      exact: row.numerator_exact,
    },
    denominator: {
      base: row.denominator_base,
      small: row.denominator_small,
      wide: row.denominator_wide,
      exact: row.denominator_exact,
    },
    arrivals: { base: row.arrival_base, step: row.arrival_step, differences: row.arrival_differences },
    lines: { base: row.line_base, step: row.line_step, differences: row.line_differences },
    shapeId: row.key_shape_id,
    keys: row.keys,
    version: row.version,
    versions: row.versions,
    knownToMs: row.known_to,
  };
}
