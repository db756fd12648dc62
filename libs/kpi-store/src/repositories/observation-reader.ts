import {
  CountingTookTooLong,
  type ObservationReader,
  type SeriesRequest,
  type StoredMetricVersion,
} from '@tandem/application/ports';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import { inputsOf } from '@tandem/domain/metric/derived-inputs';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import { freshnessAt, freshnessOfAll, type CollectedTime } from '@tandem/domain/metric/freshness';
import { seriesOf, slicesOf, type MetricSeries, type SeriesVersion } from '@tandem/domain/metric/series';
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

/** @param path keys that led here; an older version may lead back to one of them, and then has no value of it. */
async function readSeries(
  database: Pick<Database, 'pool'>,
  request: SeriesRequest,
  path: readonly string[] = [],
): Promise<MetricSeries> {
  const { versions, organisation, by, asKnownAt, now } = request;
  const asOf = asKnownAt ?? now;
  const counted = new Map<string | null, Promise<Counted>>();
  for (const version of versions) {
    if (isCounted(version) && !counted.has(version.countedBy))
      counted.set(version.countedBy, readCounted(database, version, request));
  }
  const read = await Promise.all(
    versions.map(async (version, index): Promise<SeriesVersion> => {
      if (!isCounted(version)) {
        return derivedVersion(database, version, request, { path, followedAt: versions[index + 1]?.validFrom });
      }
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

type CountedVersion = StoredMetricVersion & { readonly definition: { readonly formula: RecordFormula } };

function isCounted(version: StoredMetricVersion): version is CountedVersion {
  return version.definition.formula.kind !== 'derived';
}

/** A version that is reckoned from other metrics: their series, and the slices that they have. */
async function derivedVersion(
  database: Pick<Database, 'pool'>,
  { version, validFrom, definition }: StoredMetricVersion,
  request: SeriesRequest,
  { path, followedAt }: { readonly path: readonly string[]; readonly followedAt: Date | undefined },
): Promise<SeriesVersion> {
  const { by, organisation, metrics } = request;
  const way = [...path, definition.key];
  const keys = inputsOf(definition.formula).filter((key) => !way.includes(key) && metrics.has(key));
  const inputs = new Map(
    await Promise.all(
      keys.map(async (key) => {
        const versions = metrics.get(key) ?? [];
        return [key, await readSeries(database, { ...request, versions }, way)] as const;
      }),
    ),
  );
  const series = [...inputs.values()];
  const canBeSliced = by === undefined || definition.formula.dimensions.includes(by);
  return {
    version,
    validFrom,
    definition,
    freshness: freshnessOfAll(
      series.map(({ freshness }) => freshness),
      followedAt,
      organisation.timeZone,
    ),
    days: canBeSliced ? new Map(series.flatMap((input) => slicesOf(input).map((slice) => [slice, []]))) : null,
    inputs,
  };
}

async function readCounted(
  { pool }: Pick<Database, 'pool'>,
  { definition: { formula }, countedBy }: CountedVersion,
  { organisation: { timeZone, linkWithinHours }, by, asKnownAt }: SeriesRequest,
): Promise<Counted> {
  const canBeSliced = by === undefined || formula.dimensions.includes(by);
  const wanted = { formula, countedBy, timeZone, linkWithinHours, asKnownAt, ...(by === undefined ? {} : { by }) };
  const [collected, rows] = await Promise.all([
    metricCoverage(pool, { formula, countedBy }, asKnownAt),
    !canBeSliced ? null : countedBy === null ? countedNow(pool, wanted) : dailyObservations(pool, wanted),
  ]);
  // Days that are half counted are no days.
  return { collected, days: rows && bySlice(collected.isCounted ? rows : []) };
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
