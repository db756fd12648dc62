import { createHash } from 'node:crypto';
import { checkRecord } from '@tandem/domain/record/check-record';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import type { Attributes, OtlpRequest, SentMetric } from './otlp-request.js';

export interface OtlpReading {
  readonly records: readonly CanonicalRecord[];
  /** How many data points were not taken, by why. */
  readonly refused: ReadonlyMap<string, number>;
}

/** What a data point says; a sentence where it cannot be taken. */
type Values = Readonly<Record<string, string>> | string;

interface Point {
  readonly attributes: Attributes;
  readonly startTimeUnixNano?: string | undefined;
  readonly timeUnixNano: string;
  readonly flags: number;
}

/**
 * Data points as records of the stream `measurement`: `metric` is the name of the metric. A gauge and a sum that can go down have a value at an
 * instant; a delta has the value of its period; a delta histogram has sum and count as numerator and denominator. A monotonic cumulative sum
 * is refused: what it grew by since the last point cannot be told from one request, nor from points that come out of order.
 *
 * Dimensions are the attributes of the point, and `service.name` of the resource. Points of different resources stay apart by their key.
 */
export function readMeasurements({ resourceMetrics }: OtlpRequest): OtlpReading {
  const records: CanonicalRecord[] = [];
  const refused = new Map<string, number>();
  for (const { resource, scopeMetrics } of resourceMetrics) {
    const own = textsOf(resource?.attributes ?? []);
    for (const { scope, metrics } of scopeMetrics) {
      const place = `${JSON.stringify([...own].sort())} ${scope?.name ?? ''}`;
      for (const metric of metrics) {
        for (const { point, values } of pointsOf(metric)) {
          const read = typeof values === 'string' ? values : recordOf(metric.name, point, values, { place, own });
          if (typeof read === 'string') refused.set(read, (refused.get(read) ?? 0) + 1);
          else records.push(read);
        }
      }
    }
  }
  return { records, refused };
}

const cumulative =
  'Cumulative sums and histograms are not taken: have the sender use delta temporality (OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE=delta, or the processor cumulativetodelta of the Collector).';
const unspecified = 'A sum or histogram without aggregation temporality says nothing about a period.';

function pointsOf({ gauge, sum, histogram, exponentialHistogram, summary }: SentMetric) {
  const histograms = [histogram, exponentialHistogram].filter((one) => one !== undefined);
  return [
    ...(gauge?.dataPoints ?? []).map((point) => ({ point: atInstant(point), values: valueOf(point) })),
    ...(sum?.dataPoints ?? []).map((point) => {
      if (sum?.aggregationTemporality === 'delta') return { point, values: valueOf(point) };
      if (sum?.aggregationTemporality === 'unspecified') return { point, values: unspecified };
      return sum?.isMonotonic ? { point, values: cumulative } : { point: atInstant(point), values: valueOf(point) };
    }),
    ...histograms.flatMap(({ dataPoints, aggregationTemporality }) =>
      dataPoints.map((point) => {
        if (aggregationTemporality !== 'delta')
          return { point, values: aggregationTemporality === 'cumulative' ? cumulative : unspecified };
        return { point, values: ratioOf(point) };
      }),
    ),
    ...(summary?.dataPoints ?? []).map(() => ({
      point: nowhere,
      values: 'Summaries are not taken: their quantiles cannot be added up. Send a delta histogram.',
    })),
  ] satisfies readonly { readonly point: Point; readonly values: Values }[];
}

const nowhere: Point = { attributes: [], timeUnixNano: '0', flags: 0 };

/** What holds at an instant has no period, whatever start its sender gives. */
function atInstant(point: Point): Point {
  return { ...point, startTimeUnixNano: undefined };
}

function valueOf({
  asDouble,
  asInt,
}: {
  readonly asDouble?: number | undefined;
  readonly asInt?: string | undefined;
}): Values {
  if (asInt !== undefined) return { value: asInt };
  if (asDouble === undefined) return 'A data point without a value says nothing.';
  const value = plainDecimal(asDouble);
  return value === null ? 'A value that is not finite is no number.' : { value };
}

function ratioOf({ count, sum }: { readonly count: string; readonly sum?: number | undefined }): Values {
  const numerator = sum === undefined ? null : plainDecimal(sum);
  return numerator === null ? 'A histogram without a finite sum has no mean.' : { numerator, denominator: count };
}

/** Digits as people write them; null for what is no finite number of them. */
function plainDecimal(value: number): string | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return null;
  const text = String(value);
  return text.includes('e') ? value.toFixed(15).replace(/\.?0+$/, '') : text;
}

const noRecordedValue = 1;

function recordOf(
  metric: string,
  point: Point,
  values: Readonly<Record<string, string>>,
  { place, own }: { readonly place: string; readonly own: ReadonlyMap<string, string> },
): CanonicalRecord | string {
  if ((point.flags & noRecordedValue) !== 0) return 'A data point that says "no recorded value" has none.';
  const nested = point.attributes.find(({ value }) => textOf(value) === null);
  if (nested) return `The attribute "${nested.key.slice(0, 100)}" is no plain value, so nothing can be sliced by it.`;
  const end = instantOf(point.timeUnixNano);
  if (end === null) return 'A data point needs a time.';
  const start = instantOf(point.startTimeUnixNano ?? '0');
  const service = own.get('service.name');
  const dimensions = {
    ...(service === undefined ? {} : { 'service.name': service }),
    ...Object.fromEntries(textsOf(point.attributes)),
  };
  const series = JSON.stringify([metric, Object.entries(dimensions).sort(), place]);
  const key = createHash('sha256').update(series).digest('hex').slice(0, 32);
  const period = start !== null && start < end ? { periodStart: start, periodEnd: end } : { periodStart: end };
  const checked = checkRecord(
    'measurement',
    {
      ...values,
      ...period,
      metric,
      dimensions,
      key: `otlp ${key} ${point.startTimeUnixNano ?? ''} ${point.timeUnixNano}`,
    },
    `otlp ${metric}`.slice(0, 300),
  );
  return checked.ok ? checked.record : `${checked.field}: ${checked.reason}`;
}

/** null for no time at all; 20 digits of nanoseconds end within the years that a calendar holds. */
function instantOf(nanoseconds: string): string | null {
  const ms = Number(BigInt(nanoseconds) / 1_000_000n);
  return ms > 0 ? new Date(ms).toISOString() : null;
}

function textsOf(attributes: Attributes): Map<string, string> {
  return new Map(
    attributes.flatMap(({ key, value }) => {
      const text = textOf(value);
      return text === null ? [] : [[key, text] as const];
    }),
  );
}

/** null for lists, maps and bytes, and for no value at all. */
function textOf(value: Attributes[number]['value']): string | null {
  const plain = value?.stringValue ?? value?.boolValue ?? value?.intValue ?? value?.doubleValue;
  return plain === undefined ? null : String(plain);
}
