import { type ObservationReader, type SeriesQuestion, type StoredMetricVersion } from '@tandem/application/ports';
import { CountingTookTooLong } from '@tandem/application/proposal-ports';
import type { RecordFormula } from '@tandem/domain/metric/definition';
import { inputsOf } from '@tandem/domain/metric/derived-inputs';
import type { DayOfObservations } from '@tandem/domain/metric/fold-observations';
import { freshnessAt, freshnessOfAll, type CollectedTime } from '@tandem/domain/metric/freshness';
import { addDays, localDateOf } from '@tandem/domain/metric/periods';
import { seriesOf, slicesOf, type MetricSeries, type SeriesVersion } from '@tandem/domain/metric/series';
import { inTransaction, type Database } from '../database.js';
import { dailyObservations } from '../queries/daily-observations.js';
import { metricCoverage } from '../queries/metric-coverage.js';
import { isRolledUpAsSums, rolledUpDays, type RolledUp } from '../queries/rolled-up-days.js';

/** The one way from the store to a number: every reader folds the same days. */
export function createObservationReader({ pool }: Pick<Database, 'pool'>): ObservationReader {
  const seriesOfEach: ObservationReader['seriesOfEach'] = async (metrics, question) => {
    const counted = await readCounted(
      pool,
      new Map(metrics.flatMap((versions) => behind(versions, question))),
      question,
    );
    return metrics.map((versions) => assemble(versions, { question, counted }));
  };
  return {
    seriesOfEach,
    series: async ({ versions, ...question }) => {
      const [series] = await seriesOfEach([versions], question);
      if (!series) throw new Error('One metric gives one series.');
      return series;
    },
  };
}

type CountedVersion = StoredMetricVersion & { readonly definition: { readonly formula: RecordFormula } };

/** Versions that count the same share what was counted; one that nobody has counted has it for itself. */
type CountingName = string | CountedVersion;

/** What one counting of a metric has. */
interface Counted {
  readonly collected: CollectedTime;
  readonly days: SeriesVersion['days'];
}

interface Reading {
  readonly question: SeriesQuestion;
  readonly counted: ReadonlyMap<CountingName, Counted>;
}

function isCounted(version: StoredMetricVersion): version is CountedVersion {
  return version.definition.formula.kind !== 'derived';
}

function countingName(version: CountedVersion): CountingName {
  return version.countedBy ?? version;
}

/**
 * The metrics that a version is reckoned from.
 * @param path keys that led here; an older version may lead back to one of them, and then has no value of it.
 */
function inputsBehind(
  { definition }: StoredMetricVersion,
  { metrics }: SeriesQuestion,
  path: readonly string[],
): (readonly [string, readonly StoredMetricVersion[]])[] {
  return inputsOf(definition.formula).flatMap((key) => {
    const versions = key === definition.key || path.includes(key) ? undefined : metrics.get(key);
    return versions ? [[key, versions] as const] : [];
  });
}

/** Every counting that versions stand on, those of their inputs with them. */
function behind(
  versions: readonly StoredMetricVersion[],
  question: SeriesQuestion,
  path: readonly string[] = [],
): (readonly [CountingName, CountedVersion])[] {
  return versions.flatMap((version) => {
    if (isCounted(version)) return [[countingName(version), version] as const];
    const way = [...path, version.definition.key];
    return inputsBehind(version, question, path).flatMap(([, inputs]) => behind(inputs, question, way));
  });
}

function assemble(
  versions: readonly StoredMetricVersion[],
  reading: Reading,
  path: readonly string[] = [],
): MetricSeries {
  const { organisation, asKnownAt, now, by } = reading.question;
  const asOf = asKnownAt ?? now;
  const read = versions.map((version, index): SeriesVersion => {
    const followedAt = versions[index + 1]?.validFrom;
    if (!isCounted(version)) return derivedVersion(version, reading, { path, followedAt });
    const counted = reading.counted.get(countingName(version));
    if (!counted) throw new Error(`Version ${version.version} of ${version.definition.key} was not read.`);
    return {
      version: version.version,
      validFrom: version.validFrom,
      definition: version.definition,
      freshness: freshnessAt(until(counted.collected, followedAt), asOf, organisation.timeZone),
      days: counted.days,
    };
  });
  return seriesOf(read, { calendar: organisation, asOf, by: by ?? null });
}

/** A version that is reckoned from other metrics: their series, and the slices that they have. */
function derivedVersion(
  stored: StoredMetricVersion,
  reading: Reading,
  { path, followedAt }: { readonly path: readonly string[]; readonly followedAt: Date | undefined },
): SeriesVersion {
  const { version, validFrom, definition } = stored;
  const { by, organisation } = reading.question;
  const way = [...path, definition.key];
  const inputs = new Map(
    inputsBehind(stored, reading.question, path).map(([key, versions]) => [key, assemble(versions, reading, way)]),
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

/** How far countings reach, and their days: those that are kept as sums in one statement. */
async function readCounted(
  pool: Database['pool'],
  versions: ReadonlyMap<CountingName, CountedVersion>,
  question: SeriesQuestion,
): Promise<Map<CountingName, Counted>> {
  const { by, asKnownAt } = question;
  const { timeZone, linkWithinHours } = question.organisation;
  const all = [...versions].map(([name, { definition, countedBy }]) => ({
    name,
    formula: definition.formula,
    countedBy,
  }));
  const askable = all.filter(({ formula }) => by === undefined || formula.dimensions.includes(by));
  const sums = askable.flatMap(({ name, formula, countedBy }) =>
    asKnownAt === null && countedBy !== null && isRolledUpAsSums(formula) ? [{ name, formula, countedBy }] : [],
  );
  const summed = new Set(sums.map(({ name }) => name));
  const others = askable.filter(({ name }) => !summed.has(name));
  const common = { timeZone, linkWithinHours, asKnownAt, ...(by === undefined ? {} : { by }) };
  const coverage = metricCoverage(pool, all, asKnownAt);
  const from = question.lastDays === undefined ? undefined : firstDayOf(await coverage, question);
  const [collected, daysOfSums, daysOfOthers] = await Promise.all([
    coverage,
    daysByVersion(pool, sums, { by, from }),
    Promise.all(
      others.map(({ formula, countedBy }) => {
        const wanted = { formula, countedBy, ...common };
        return countedBy === null ? countedNow(pool, wanted) : dailyObservations(pool, wanted);
      }),
    ),
  ]);
  const days = new Map([
    ...sums.map(({ name }, index) => [name, daysOfSums[index] ?? []] as const),
    ...others.map(({ name }, index) => [name, daysOfOthers[index] ?? []] as const),
  ]);
  return new Map(
    all.flatMap(({ name }, index) => {
      const reach = collected[index];
      const rows = days.get(name);
      // Days that are half counted are no days.
      return reach ? [[name, { collected: reach, days: rows ? bySlice(reach.isCounted ? rows : []) : null }]] : [];
    }),
  );
}

/** The local day from which on the last days of the shortest counting are whole, to be on the safe side by one; undefined for all days. */
function firstDayOf(
  collected: readonly CollectedTime[],
  { lastDays = 0, now, asKnownAt, organisation }: SeriesQuestion,
) {
  const { timeZone } = organisation;
  const ends = collected.flatMap(({ to }) => to?.getTime() ?? []);
  const end = new Date(Math.min((asKnownAt ?? now).getTime(), ...ends));
  return localDateOf(addDays(end, -lastDays - 1, timeZone), timeZone);
}

/** Only what adds up can do without earlier days: what is open is the sum of all of them, and active days are counted by whole weeks. */
async function daysByVersion(
  pool: Database['pool'],
  versions: readonly RolledUp[],
  { by, from }: { readonly by: string | undefined; readonly from: string | undefined },
): Promise<DayOfObservations[][]> {
  const isShort = ({ formula: { kind } }: RolledUp) => from !== undefined && kind !== 'open' && kind !== 'activeDays';
  const [short, long] = [versions.filter(isShort), versions.filter((version) => !isShort(version))];
  const [some, all] = await Promise.all([rolledUpDays(pool, short, { by, from }), rolledUpDays(pool, long, { by })]);
  return versions.map(
    (version) => (isShort(version) ? some[short.indexOf(version)] : all[long.indexOf(version)]) ?? [],
  );
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
