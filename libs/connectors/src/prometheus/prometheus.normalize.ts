import type { NormalizedRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';

/** One sample of one series, as the connector takes a matrix apart. */
export const sampleRow = z.object({
  metric: z.string(),
  /** Seconds; the sample says what held over this time before `at`. */
  step: z.number(),
  /** Seconds since 1970. */
  at: z.number(),
  value: z.string(),
  labels: z.record(z.string(), z.string()),
});

/**
 * A sample at `t` is what its expression says of the time up to `t`, so that it belongs to the period that ends there. Prometheus counts both
 * edges of a window; our periods are half-open, and each sample stands in one.
 */
export function normalizeSample(row: z.output<typeof sampleRow>): NormalizedRow {
  const value = decimalOf(row.value);
  // NaN is how Prometheus says that there is nothing: a ratio of zero requests.
  if (value === 'nothing') return { records: [] };
  if (value === null) {
    const reason = `The value ${row.value} is no finite number, or has too many digits. Change the expression so that it is.`;
    return { records: [], rejected: [{ stream: 'measurement', field: 'value', reason }] };
  }
  const labels = Object.entries(row.labels).sort(([a], [b]) => (a < b ? -1 : 1));
  const series = labels.map(([name, text]) => `${name}=${JSON.stringify(text)}`).join(',');
  return {
    records: [
      {
        stream: 'measurement',
        key: `${row.metric}{${series}} ${row.at}`.slice(0, 500),
        fields: { metric: row.metric, periodStart: instantOf(row.at - row.step), periodEnd: instantOf(row.at), value },
        dimensions: row.labels,
      },
    ],
  };
}

function instantOf(seconds: number): string {
  return new Date(Math.round(seconds * 1000)).toISOString();
}

/** A decimal of at most 15 places; null for infinity and for what has more than 30 digits in front of the point. */
function decimalOf(text: string): string | 'nothing' | null {
  if (text === 'NaN') return 'nothing';
  if (/^-?\d{1,30}(\.\d{1,15})?$/.test(text)) return text;
  const number = Number(text);
  if (!Number.isFinite(number) || Math.abs(number) >= 1e21) return null;
  return number.toFixed(15).replace(/\.?0+$/, '');
}
