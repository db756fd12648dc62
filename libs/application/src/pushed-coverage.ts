import { addDays, startOfDay } from '@tandem/domain/metric/periods';
import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type { CoveredTime, Page } from './ports.js';

/**
 * What pushed records say about the time that their source covers. A push tells nothing about days that it has no record of: of each stream
 * it covers the whole days from its first instant to its last.
 */
export function pushedCoverage(records: readonly CanonicalRecord[], timeZone: string): NonNullable<Page['coverage']> {
  const covered: Partial<Record<StreamName, CoveredTime>> = {};
  for (const stream of new Set(records.map((record) => record.stream))) {
    const coverage = coverageOf(
      records.filter((record) => record.stream === stream),
      timeZone,
    );
    if (coverage) covered[stream] = coverage;
  }
  return covered;
}

function coverageOf(records: readonly CanonicalRecord[], timeZone: string): CoveredTime | null {
  let [earliest, latest] = [Infinity, -Infinity];
  for (const { fields } of records) {
    for (const name of placing) {
      const value = fields[name];
      if (value === undefined) continue;
      const time = new Date(String(value)).getTime();
      earliest = Math.min(earliest, time);
      latest = Math.max(latest, time);
    }
  }
  if (earliest > latest) return null;
  const first = startOfDay(new Date(earliest), timeZone);
  const last = addDays(startOfDay(new Date(latest), timeZone), 1, timeZone);
  const replayed = records.every(({ knownAt }) => knownAt !== undefined);
  return { from: first.toISOString(), to: last.toISOString(), ...(replayed ? { replayed: true as const } : {}) };
}

/** Instants that say when a fact happened; due times lie in the future and plans say nothing about what was collected. */
const placing = ['finishedAt', 'committedAt', 'openedAt', 'startedAt', 'stoppedAt', 'periodStart'];
