import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { Observation } from '@tandem/domain/metric/observation';
import { periodContaining, periodsBetween } from '@tandem/domain/metric/periods';
import { observationsOf } from '@tandem/domain/metric/series';
import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createRecordStore } from '@tandem/kpi-store/repositories/record-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { openTestDatabase, type TestDatabase } from './test-database.js';

export interface Question {
  /** Local dates in UTC, half-open. */
  readonly from: string;
  readonly to: string;
  readonly grain?: 'day' | 'week' | 'month';
  readonly by?: string;
  /** One window from `from` to `to` instead of periods of a grain. */
  readonly window?: true;
  /** ISO instant; as it stands when left out. */
  readonly asKnownAt?: string;
}

export interface MetricStage {
  readonly database: TestDatabase;
  /** Stores records as one run of a source that has collected their stream for all of November 2026, or for the days said. */
  commit(
    records: readonly CanonicalRecord[],
    covered?: { readonly from: string; readonly to: string },
    arrivesAt?: Date,
  ): Promise<void>;
  ask(key: string, question: Question): Promise<Observation[]>;
  /** The shown values of the periods of a question. */
  values(key: string, question: Question): Promise<(string | null)[]>;
  empty(): Promise<void>;
  close(): Promise<void>;
}

const organisation = { name: 'Test', timeZone: 'UTC', weekStartsOn: 1 };
const validFrom = new Date('2026-01-01T00:00:00Z');
const november = { from: '2026-11-01', to: '2026-12-01' };
const at = (date: string) => new Date(`${date}T00:00:00.000Z`);

/** Metrics on a real database, asked at a fixed time: the first of December 2026 at noon, unless said otherwise. */
export async function openMetricStage(
  definitions: readonly MetricDefinition[],
  now = new Date('2026-12-01T12:00:00Z'),
): Promise<MetricStage> {
  const database = await openTestDatabase();
  const { pool } = database;
  await pool.query(
    `insert into connection (id, name, connector, settings, expected_every_ms, position) values ('source', 'Source', 'file', '{}', 86400000, 0)`,
  );
  const metrics = new Map<string, Parameters<ReturnType<typeof createObservationReader>['series']>[0]['versions']>();
  for (const definition of definitions) {
    await pool.query(`insert into metric (key, current_version, position) values ($1, 1, 0)`, [definition.key]);
    const { rows } = await pool.query<{ id: string }>(
      `insert into metric_version (metric_key, version, valid_from, definition, formula_hash, counted_at)
       values ($1, 1, $2, $3, '', now()) returning id`,
      [definition.key, validFrom, definition],
    );
    const id = rows[0]?.id ?? '';
    metrics.set(definition.key, [{ id, countedBy: id, version: 1, validFrom, definition }]);
  }
  const ask = async (key: string, { from, to, grain = 'day', by, window, asKnownAt }: Question) => {
    const versions = metrics.get(key);
    if (!versions) throw new Error(`There is no metric "${key}" on this stage.`);
    const series = await createObservationReader(database).series({
      versions,
      metrics,
      organisation,
      asKnownAt: asKnownAt === undefined ? null : new Date(asKnownAt),
      now,
      ...(by === undefined ? {} : { by }),
    });
    const periods = window
      ? [{ start: at(from), end: at(to) }]
      : periodsBetween(periodContaining(at(from), grain, organisation).start, at(to), grain, organisation);
    return observationsOf(series, periods);
  };
  return {
    database,
    ask,
    values: async (key, question) => (await ask(key, question)).map(({ value }) => value),
    commit: async (records, covered = november, arrivesAt = now) => {
      const runs = createRunStore(database);
      const run = await runs.begin(await runs.queue('source', 'request', arrivesAt), arrivesAt);
      if (!run) throw new Error('The run did not begin.');
      const time = { from: at(covered.from).toISOString(), to: at(covered.to).toISOString() };
      const streams = new Set<StreamName>(records.map(({ stream }) => stream));
      const coverage = Object.fromEntries([...streams].map((stream) => [stream, time]));
      const page = { records, rejected: [], filteredOut: 0, cursor: null, progress: null, coverage };
      await createRecordStore(database).commitPage(run, page, arrivesAt);
      await runs.succeed(run, arrivesAt);
    },
    empty: async () => {
      await database.owner.query(
        `truncate record, record_revision, record_link, record_link_reach, observation, observation_item, observation_reading, sync_run,
                  stream_coverage, stream_coverage_revision`,
      );
    },
    close: () => database.close(),
  };
}

/** A record without a version: the later arrival is the later version. */
export function recordOf(
  stream: StreamName,
  naturalKey: string,
  fields: CanonicalRecord['fields'],
  dimensions: CanonicalRecord['dimensions'] = {},
): CanonicalRecord {
  return { stream, naturalKey, fields, dimensions, origin: `https://source.example.org/${naturalKey}` };
}
