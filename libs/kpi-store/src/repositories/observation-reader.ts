import {
  CountingTookTooLong,
  type ObservationReader,
  type SeriesRequest,
  type StoredMetricVersion,
} from '@tandem/application/ports';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import { freshnessAt, type CollectedTime } from '@tandem/domain/metric/freshness';
import { seriesOf, type MetricSeries, type SeriesVersion } from '@tandem/domain/metric/series';
import { inTransaction, type Database } from '../database.js';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricCoverage } from '../queries/metric-coverage.js';

/** The one way from the store to a number: every reader folds the same days. */
export function createObservationReader(database: Pick<Database, 'pool'>): ObservationReader {
  return { series: (request) => readSeries(database, request) };
}

/** What one counting of a metric has; versions that count the same share it. */
interface Counted {
  readonly collected: CollectedTime;
  readonly days: SeriesVersion['days'];
}

async function readSeries(database: Pick<Database, 'pool'>, request: SeriesRequest): Promise<MetricSeries> {
  const { versions, organisation, by, asKnownAt, now } = request;
  const asOf = asKnownAt ?? now;
  const counted = new Map<string | null, Promise<Counted>>();
  for (const version of versions) {
    if (!counted.has(version.countedBy)) counted.set(version.countedBy, readCounted(database, version, request));
  }
  const read = await Promise.all(
    versions.map(async (version, index): Promise<SeriesVersion> => {
      const { collected, days } =
        (await counted.get(version.countedBy)) ?? (await readCounted(database, version, request));
      const followedAt = versions[index + 1]?.validFrom;
      const freshness = freshnessAt(until(collected, followedAt), asOf, organisation.timeZone);
      return {
        version: version.version,
        validFrom: version.validFrom,
        definition: version.definition,
        freshness,
        days,
      };
    }),
  );
  return seriesOf(read, { calendar: organisation, asOf, by: by ?? null });
}

async function readCounted(
  { pool }: Pick<Database, 'pool'>,
  { definition: { formula }, countedBy }: StoredMetricVersion,
  { organisation: { timeZone }, by, asKnownAt }: SeriesRequest,
): Promise<Counted> {
  const canBeSliced = by === undefined || formula.dimensions.includes(by);
  const wanted = { formula, countedBy, timeZone, asKnownAt, ...(by === undefined ? {} : { by }) };
  const [collected, rows] = await Promise.all([
    metricCoverage(pool, { formula, countedBy }, asKnownAt),
    !canBeSliced ? null : countedBy === null ? countedNow(pool, wanted) : dailyObservations(pool, wanted),
  ]);
  return { collected, days: rows && bySlice(rows) };
}

const countingLimitMs = 20_000;
const statementTimeout = '57014';

/** Counts all records for one answer, and gives up before it becomes a burden for everybody else. */
async function countedNow(
  pool: Database['pool'],
  wanted: Parameters<typeof dailyObservations>[1],
): Promise<DayOfObservations[]> {
  try {
    return await inTransaction(pool, async (client) => {
      await client.query(`set local statement_timeout = ${countingLimitMs}`);
      return dailyObservations(client, wanted);
    });
  } catch (error) {
    const isTooLong = error instanceof Error && 'code' in error && error.code === statementTimeout;
    throw isTooLong ? new CountingTookTooLong(countingLimitMs) : error;
  }
}

/** A version that was followed speaks for no time after that. */
function until(collected: CollectedTime, followedAt: Date | undefined): CollectedTime {
  const { to } = collected;
  return followedAt !== undefined && to !== null && to > followedAt ? { ...collected, to: followedAt } : collected;
}

function bySlice(rows: readonly DayOfObservations[]): Map<string, DayOfObservations[]> {
  const days = new Map<string, DayOfObservations[]>();
  for (const row of rows) {
    const slice = days.get(row.slice);
    if (slice) slice.push(row);
    else days.set(row.slice, [row]);
  }
  return days;
}
