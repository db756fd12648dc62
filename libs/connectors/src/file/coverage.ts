import { DateTime } from 'luxon';
import type { CoveredTime, Page } from '@tandem/connector-kit/connector';
import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type { FileSettings } from './settings.js';

/** First and last instant at which the records of a stream show that their source was recording. */
export type SeenInstants = Partial<Record<StreamName, { readonly first: string; readonly last: string }>>;

/**
 * The fields that witness that a source was recording at that time: past facts, never plans such as a due time. A replay's knownAt is a
 * better witness than any of them and replaces them.
 */
const witnesses: Readonly<Record<StreamName, readonly string[]>> = {
  deployment: ['createdAt', 'startedAt', 'finishedAt'],
  change: ['committedAt'],
  incident: ['openedAt', 'acknowledgedAt', 'resolvedAt'],
  slaCycle: ['startedAt', 'stoppedAt'],
  funnelCount: ['periodStart'],
  // Both are planned ahead: when one begins shows nothing of the time in which they were recorded.
  campaign: [],
  freeze: [],
  measurement: ['periodStart'],
};

/** Widens what was seen by one record. */
export function noteInstants(seen: SeenInstants, record: CanonicalRecord): void {
  const { stream, fields } = record;
  for (const name of witnesses[stream]) {
    const field = fields[name];
    const instant = record.knownAt ?? (typeof field === 'string' ? field : undefined);
    if (instant === undefined) continue;
    const range = seen[stream];
    if (!range || instant < range.first || instant > range.last) {
      seen[stream] = {
        first: range && range.first < instant ? range.first : instant,
        last: range && range.last > instant ? range.last : instant,
      };
    }
    if (record.knownAt !== undefined) return;
  }
}

/**
 * The time that the files cover completely: what the settings say, moved by the shift; for a bound that they leave out, the whole local
 * days from the first to the last instant seen. A stream with neither has no coverage.
 */
export function coverageOf(settings: FileSettings, seen: SeenInstants): NonNullable<Page['coverage']> {
  const coverage: Partial<Record<StreamName, CoveredTime>> = {};
  for (const { stream, zone, knownAt } of settings.mappings) {
    if (coverage[stream]) continue;
    const range = seen[stream];
    const from = declared(settings.coverage?.from, zone, settings.shiftWeeks) ?? (range && dayOf(range.first, zone));
    const to =
      declared(settings.coverage?.to, zone, settings.shiftWeeks) ??
      (range && dayOf(range.last, zone).plus({ days: 1 }));
    if (from && to && from < to) {
      coverage[stream] = { from: iso(from), to: iso(to), ...(knownAt === undefined ? {} : { replayed: true }) };
    }
  }
  return coverage;
}

function declared(date: string | undefined, zone: string, shiftWeeks: number): DateTime | undefined {
  return date === undefined ? undefined : DateTime.fromISO(date, { zone }).plus({ weeks: shiftWeeks }).startOf('day');
}

function dayOf(instant: string, zone: string): DateTime {
  return DateTime.fromISO(instant, { zone }).startOf('day');
}

function iso(time: DateTime): string {
  return new Date(time.toMillis()).toISOString();
}
