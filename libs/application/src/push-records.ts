import type { Page } from '@tandem/connector-kit/connector';
import { addDays, startOfDay } from '@tandem/domain/metric/periods';
import { checkRecord } from '@tandem/domain/record/check-record';
import { isStreamName, streamNames, type CanonicalRecord, type StreamName } from '@tandem/domain/record/streams';
import { InvalidInput, NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, JobQueue, PushRuns, RecordStore, RunStore } from './ports.js';

export interface PushRecordsDependencies {
  readonly pushes: PushRuns;
  readonly runs: RunStore;
  readonly records: RecordStore;
  readonly configuration: ConfigurationStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
}

export interface PushedRecords {
  readonly stream: string;
  readonly source: string;
  readonly body: unknown;
  /** Who pushes, as the audit trail names them. */
  readonly actor: string;
}

const mostRecords = 10_000;

/**
 * Takes records that a system sends by itself. The answer comes after the commit; each record has its verdict, and those that do not fit are in
 * quarantine under the position that they were sent in.
 */
export function pushRecords(dependencies: PushRecordsDependencies) {
  const { pushes, runs, records, configuration, jobs, clock } = dependencies;
  return async (request: PushedRecords) => {
    const { stream, source, body, actor } = request;
    if (!isStreamName(stream)) {
      const reason = `"${stream}" is not a stream. Use one of: ${streamNames.join(', ')}.`;
      throw new InvalidInput([{ field: 'stream', reason }]);
    }
    if (!Array.isArray(body) || body.length === 0 || body.length > mostRecords) {
      throw new InvalidInput([{ field: 'body', reason: `Send a JSON array of 1 to ${mostRecords} records.` }]);
    }
    const { organisation } = await configuration.load();
    const run = await pushes.begin(source, clock(), { actor, stream, records: body.length });
    if (!run) throw new NotFound('source', source);
    const verdicts = body.map((input: unknown, index) => ({
      input,
      checked: checkRecord(stream, input, `push ${run.runId}#${index + 1}`),
    }));
    const page = pageOf(stream, run.runId, verdicts, organisation.timeZone);
    const committed = await records.commitPage(run, page, clock());
    await runs.succeed(run, clock());
    if (committed.touchedMetrics.length) {
      await jobs.enqueue('guardrails.evaluate', { metricKeys: committed.touchedMetrics });
    }
    const { received, stored, unchanged, quarantined } = committed;
    const leftOut = new Set(committed.leftOut);
    return {
      runId: run.runId,
      received,
      stored,
      unchanged,
      quarantined,
      verdicts: verdicts.map(({ checked }, index) =>
        !checked.ok
          ? { index, verdict: 'quarantined' as const, reason: checked.reason, field: checked.field }
          : leftOut.has(checked.record)
            ? { index, verdict: 'leftOut' as const, reason: 'Its time is not kept any more.' }
            : { index, verdict: 'accepted' as const },
      ),
    };
  };
}

type Verdict = { readonly input: unknown; readonly checked: ReturnType<typeof checkRecord> };

function pageOf(stream: StreamName, runId: string, verdicts: readonly Verdict[], timeZone: string): Page {
  const accepted = verdicts.flatMap(({ checked }) => (checked.ok ? [checked.record] : []));
  const coverage = coverageOf(accepted, timeZone);
  return {
    records: accepted,
    rejected: verdicts.flatMap(({ input, checked }, index) =>
      checked.ok
        ? []
        : [
            {
              stream,
              file: `push ${runId}`,
              line: index + 1,
              field: checked.field,
              reason: checked.reason,
              raw: rawOf(input),
            },
          ],
    ),
    filteredOut: 0,
    cursor: null,
    progress: 1,
    ...(coverage ? { coverage: { [stream]: coverage } } : {}),
  };
}

// PostgreSQL text cannot hold NUL; the rest of a rejected record is kept as it came.
function rawOf(input: unknown): string {
  if (input === undefined) return 'undefined';
  return JSON.stringify(input).replaceAll('\\u0000', '').slice(0, 4000);
}

/** A push tells nothing about days that it has no record of: it covers the whole days from its first instant to its last. */
function coverageOf(records: readonly CanonicalRecord[], timeZone: string) {
  const times = records
    .flatMap(({ fields }) => Object.entries(fields).filter(([name]) => placing.has(name)))
    .map(([, value]) => new Date(String(value)).getTime());
  if (times.length === 0) return null;
  const first = startOfDay(new Date(Math.min(...times)), timeZone);
  const last = addDays(startOfDay(new Date(Math.max(...times)), timeZone), 1, timeZone);
  const replayed = records.every(({ knownAt }) => knownAt !== undefined);
  return { from: first.toISOString(), to: last.toISOString(), ...(replayed ? { replayed: true as const } : {}) };
}

/** Instants that say when a fact happened; due times lie in the future and plans say nothing about what was collected. */
const placing = new Set(['finishedAt', 'committedAt', 'openedAt', 'startedAt', 'stoppedAt', 'periodStart']);
