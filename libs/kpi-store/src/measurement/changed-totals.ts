import type pg from 'pg';
import { copyRows } from '../repositories/copy-rows.js';
import { DecimalSum } from './decimal-sum.js';
import { localDates } from './local-dates.js';
import type { Measurement } from './measurement.js';
import type { MeasurementChange } from './store-measurements.js';

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
  changes: readonly MeasurementChange[],
  { placings, timeZone }: { readonly placings: readonly Placing[]; readonly timeZone: string },
): Promise<void> {
  await client.query(`
    create temporary table if not exists changed_measurement (
      placed_by text not null, series_id integer not null, day date not null, weight bigint not null,
      value numeric, numerator numeric, denominator numeric
    ) on commit delete rows`);
  await client.query('truncate changed_measurement');
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
  changes: readonly MeasurementChange[],
  placing: Placing,
  timeZone: string,
): Promise<Total[]> {
  const instants = new Set<number>();
  for (const { before, after } of changes) {
    for (const measurement of [before, after]) {
      const atMs = measurement && placed(measurement, placing);
      if (atMs !== null) instants.add(atMs);
    }
  }
  const dateOf = await localDates(client, timeZone, instants);
  const totals = new Map<number, Map<string, Total>>();
  const add = (measurement: Measurement | null, sign: 1 | -1) => {
    const atMs = measurement && placed(measurement, placing);
    if (measurement && atMs !== null) addTo(totals, measurement, dateOf(atMs), sign);
  };
  for (const { before, after } of changes) {
    add(before, -1);
    add(after, 1);
  }
  return [...totals.values()].flatMap((days) => [...days.values()]);
}

function addTo(totals: Map<number, Map<string, Total>>, measurement: Measurement, day: string, sign: 1 | -1): void {
  const { seriesId, value, numerator, denominator } = measurement;
  let days = totals.get(seriesId);
  if (!days) {
    days = new Map();
    totals.set(seriesId, days);
  }
  const has = (value === null ? 0 : 1) + (numerator === null ? 0 : 2) + (denominator === null ? 0 : 4);
  const name = day + has;
  let total = days.get(name);
  if (!total) {
    total = {
      seriesId,
      day,
      weight: 0,
      value: sumOf(value),
      numerator: sumOf(numerator),
      denominator: sumOf(denominator),
    };
    days.set(name, total);
  }
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
