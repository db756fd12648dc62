const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type DurationUnit = keyof typeof unitMs;

export const durationPattern = /^(\d{1,9})(ms|s|m|h|d|w)$/;
/** Weeks are read but not written: `7d` says the same without raising the question of weeks of work. */
const writtenUnits = ['d', 'h', 'm', 's', 'ms'] as const satisfies readonly DurationUnit[];

/** Milliseconds of a duration such as `15m`, `2h` or `7d` (of 24 hours each); null for any other text. */
export function parseDuration(text: string): number | null {
  const match = durationPattern.exec(text);
  if (!match) return null;
  const unit = match[2] as DurationUnit;
  return Number(match[1]) * unitMs[unit];
}

/** The shortest text that `parseDuration` reads as the same number of whole, non-negative milliseconds. */
export function formatDuration(durationMs: number): string {
  if (durationMs === 0) return '0s';
  const unit = writtenUnits.find((candidate) => durationMs % unitMs[candidate] === 0) ?? 'ms';
  return `${durationMs / unitMs[unit]}${unit}`;
}
