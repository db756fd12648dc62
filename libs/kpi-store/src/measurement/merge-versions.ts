import type { Measurement, SupersededMeasurement } from './measurement.js';

export interface MergedVersions {
  readonly current: Measurement;
  /** Versions to keep beside the current one; instead of the whole history that was passed in when `replacesHistory`. */
  readonly superseded: readonly SupersededMeasurement[];
  readonly replacesHistory: boolean;
  /** How many of the incoming versions were new. */
  readonly stored: number;
}

/**
 * Brings versions of one measurement together. The current one is the greatest (version, content), whatever the order of arrival; without a
 * version of its own the later arrival is the later version, and what comes again as it is held is none. Each other version was known
 * from its own `knownAt` until a greater one was.
 *
 * In the ordinary course of things the new version is the greatest and the last to be known, and the history stays as it is. `null` says
 * that it is not so, and that the history is needed: pass it then.
 */
export function mergeVersions(
  held: Measurement | null,
  incoming: readonly Measurement[],
  history: readonly SupersededMeasurement[] | null,
): MergedVersions | null {
  const inOrder = history === null ? appendInOrder(held, incoming) : null;
  if (inOrder) return inOrder;
  if (history === null && held !== null) return null;
  const versions: Measurement[] = [...(history ?? []), ...(held ? [held] : [])].sort(compareVersions);
  let stored = 0;
  for (const measurement of incoming) {
    const last = versions.at(-1);
    const isKnown =
      measurement.version === null
        ? last !== undefined && contentOf(last) === contentOf(measurement)
        : versions.some((version) => compareVersions(version, measurement) === 0);
    if (isKnown) continue;
    versions.push(measurement);
    versions.sort(compareVersions);
    stored += 1;
  }
  const current = versions.pop();
  if (!current) throw new Error('There is no version to merge.');
  return { current, superseded: withTimesKnown(versions, current), replacesHistory: true, stored };
}

function appendInOrder(held: Measurement | null, incoming: readonly Measurement[]): MergedVersions | null {
  let current = held;
  let stored = 0;
  const superseded: SupersededMeasurement[] = [];
  for (const measurement of incoming) {
    if (current !== null) {
      if (isRepeated(measurement, current)) continue;
      const knownUntilMs = measurement.arrival.knownAtMs;
      if (compareVersions(measurement, current) < 0 || knownUntilMs < current.arrival.knownAtMs) return null;
      superseded.push({ ...current, knownUntilMs });
    }
    current = measurement;
    stored += 1;
  }
  return current && { current, superseded, replacesHistory: false, stored };
}

function isRepeated(measurement: Measurement, current: Measurement): boolean {
  return measurement.version === null
    ? contentOf(measurement) === contentOf(current)
    : compareVersions(measurement, current) === 0;
}

/** `versions` in order, all less than `current`. */
function withTimesKnown(versions: readonly Measurement[], current: Measurement): SupersededMeasurement[] {
  let knownUntilMs = current.arrival.knownAtMs;
  const superseded: SupersededMeasurement[] = [];
  for (const version of [...versions].reverse()) {
    superseded.push({ ...version, knownUntilMs });
    knownUntilMs = Math.min(knownUntilMs, version.arrival.knownAtMs);
  }
  return superseded.reverse();
}

/** Of two versions without an order of their own the later arrival is greater; within one page, the later in the list. */
export function compareVersions(a: Measurement, b: Measurement): number {
  if (a.version === null && b.version === null) {
    return (a.arrival.number ?? Number.MAX_SAFE_INTEGER) - (b.arrival.number ?? Number.MAX_SAFE_INTEGER);
  }
  return compareTexts(versionText(a), versionText(b)) || compareTexts(contentOf(a), contentOf(b));
}

// Beside versions of the source's own, an arrival sorts by its time.
function versionText({ version, arrival }: Measurement): string {
  return version ?? `${new Date(arrival.recordedAtMs).toISOString()}|`;
}

/** What a version says; equal texts are the same content. */
function contentOf({ seriesId, atMs, endMs, value, numerator, denominator }: Measurement): string {
  return `${seriesId}|${atMs}|${endMs ?? ''}|${value ?? ''}|${numerator ?? ''}|${denominator ?? ''}`;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
