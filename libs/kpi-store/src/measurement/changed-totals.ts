import type pg from 'pg';
import { copyRows, emptyTemporaryTable } from '../repositories/copy-rows.js';
import { DecimalSum } from './decimal-sum.js';
import { localDates, type LocalDate } from './local-dates.js';
import { utcDayOf, type Measurement } from './measurement.js';
import type { MeasurementChanges } from './store-measurements.js';

/** Fields that place a measurement in its day, the first that it has; as a formula names them. */
export type Placing = readonly string[];

interface Total {
  readonly seriesId: number;
  readonly day: string;
  weight: number;
  readonly value: DecimalSum | null;
  readonly numerator: DecimalSum | null;
  readonly denominator: DecimalSum | null;
}

/**
 * Fills the temporary table `changed_measurement`: for each series, local day and set of fields that measurements have, how many came to
 * it and what they add up to, less what was taken away. A formula that asks of a measurement only which series it is of and which
 * fields it has adds these totals as it would add the measurements.
 */
export async function writeChangedTotals(
  client: pg.PoolClient,
  changes: MeasurementChanges,
  { placings, timeZone }: { readonly placings: readonly Placing[]; readonly timeZone: string },
): Promise<void> {
  await emptyTemporaryTable(
    client,
    'changed_measurement',
    `(placed_by text not null, series_id integer not null, day date not null, weight bigint not null,
      value numeric, numerator numeric, denominator numeric)`,
  );
  for (const placing of placings) {
    const totals = await changedTotals(client, changes, placing, timeZone);
    await copyRows(
      client,
      'changed_measurement',
      totals.map(({ seriesId, day, weight, value, numerator, denominator }) => [
        placingText(placing),
        seriesId,
        day,
        weight,
        text(value),
        text(numerator),
        text(denominator),
      ]),
    );
  }
}

export function placingText(placing: Placing): string {
  return placing.join(',');
}

async function changedTotals(
  client: pg.PoolClient,
  changes: MeasurementChanges,
  placing: Placing,
  timeZone: string,
): Promise<Total[]> {
  const utcDays = new Set<number>();
  for (const { measurement } of signed(changes)) {
    const atMs = placed(measurement, placing);
    if (atMs !== null) utcDays.add(utcDayOf(atMs));
  }
  const dateAt = await localDates(client, timeZone, utcDays);
  const totals = new Map<string, Total>();
  let last: { total: Total; fields: number; date: LocalDate } | undefined;
  for (const { measurement, sign } of signed(changes)) {
    const atMs = placed(measurement, placing);
    if (atMs === null) continue;
    const fields = fieldsOf(measurement);
    const isSame =
      last?.total.seriesId === measurement.seriesId &&
      last.fields === fields &&
      atMs >= last.date.fromMs &&
      atMs < last.date.untilMs;
    if (!last || !isSame) {
      const date = dateAt(atMs);
      last = { total: totalOf(totals, measurement, date.date, fields), fields, date };
    }
    addTo(last.total, measurement, sign);
  }
  return [...totals.values()];
}

function* signed({ added, replaced }: MeasurementChanges): Generator<{ measurement: Measurement; sign: 1 | -1 }> {
  for (const measurement of added) yield { measurement, sign: 1 };
  for (const { before } of replaced) yield { measurement: before, sign: -1 };
  for (const { after } of replaced) yield { measurement: after, sign: 1 };
}

function fieldsOf({ value, numerator, denominator }: Measurement): number {
  return (value === null ? 0 : 1) + (numerator === null ? 0 : 2) + (denominator === null ? 0 : 4);
}

function totalOf(totals: Map<string, Total>, measurement: Measurement, day: string, fields: number): Total {
  const { seriesId, value, numerator, denominator } = measurement;
  const name = `${seriesId} ${day} ${fields}`;
  const found = totals.get(name);
  if (found) return found;
  const made = {
    seriesId,
    day,
    weight: 0,
    value: sumOf(value),
    numerator: sumOf(numerator),
    denominator: sumOf(denominator),
  };
  totals.set(name, made);
  return made;
}

function addTo(total: Total, { value, numerator, denominator }: Measurement, sign: 1 | -1): void {
  total.weight += sign;
  if (value !== null) total.value?.add(value, sign);
  if (numerator !== null) total.numerator?.add(numerator, sign);
  if (denominator !== null) total.denominator?.add(denominator, sign);
}

function placed(measurement: Measurement, placing: Placing): number | null {
  for (const field of placing) {
    if (field === 'periodStart') return measurement.atMs;
    if (field === 'knownAt') return measurement.arrival.knownAtMs;
    if (field === 'periodEnd' && measurement.endMs !== null) return measurement.endMs;
  }
  return null;
}

function sumOf(field: string | null): DecimalSum | null {
  return field === null ? null : new DecimalSum();
}

function text(sum: DecimalSum | null): string | null {
  return sum === null ? null : sum.toString();
}
