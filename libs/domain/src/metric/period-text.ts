const dayMs = 86_400_000;

/** "15 Nov" of an instant in the organisation's zone. */
function dayText(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short' }).format(instant);
}

/** "15 Nov 2026, 11:00". */
export function momentText(instant: string, timeZone: string): string {
  const at = Date.parse(instant);
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'short', year: 'numeric' }).format(
    at,
  );
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return `${day}, ${clock.format(at)}`;
}

/** "15 Nov 2026" of a local date. */
export function dayOfDateText(localDate: string): string {
  const at = Date.parse(`${localDate}T00:00:00Z`);
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short', year: 'numeric' }).format(
    at,
  );
}

/** "7 days to 15 Nov" of a half-open period, named by the last day inside it. Null for an empty period. */
export function windowText(start: string, end: string, timeZone: string): string | null {
  const lengthMs = Date.parse(end) - Date.parse(start);
  if (!(lengthMs > 0)) return null;
  // A day on which the clock changes has 23 or 25 hours, so whole days are the nearest number of them.
  const days = Math.round(lengthMs / dayMs);
  return `${days === 1 ? '1 day' : `${days} days`} to ${lastDayText(end, timeZone)}`;
}

/** The last day inside a half-open period. */
export function lastDayText(end: string, timeZone: string): string {
  return dayText(Date.parse(end) - 1, timeZone);
}

/** "15 min", "2 h", "1 h 30 min", "3 days": whole minutes of a length of time. */
export function durationText(lengthMs: number): string {
  const minutes = Math.max(1, Math.round(lengthMs / 60_000));
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts = [
    ...(days > 0 ? [days === 1 ? '1 day' : `${days} days`] : []),
    ...(hours > 0 ? [`${hours} h`] : []),
    ...(rest > 0 ? [`${rest} min`] : []),
  ];
  return parts.join(' ');
}
