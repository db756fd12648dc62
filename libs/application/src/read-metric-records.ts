import { lastKnown } from '@tandem/domain/metric/fold-observations';
import { versionAnswering } from '@tandem/domain/metric/metric-version';
import { periodsBetween, startOfDay, type Period } from '@tandem/domain/metric/periods';
import {
  observationOf,
  observationsOfSlice,
  type MetricSeries,
  type SeriesVersion,
} from '@tandem/domain/metric/series';
import type { EvidenceReader } from './evidence-ports.js';
import { InvalidInput } from './input-errors.js';
import { readMetric, requireDimension, type ReadingDependencies } from './metric-reading.js';
import { metricInputs } from './metric-inputs.js';
import { metricSummary } from './metric-summary.js';
import { readRange } from './read-observations.js';
import { readSlice } from './read-slice.js';

export interface ReadMetricRecordsRequest {
  readonly key: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly slice?: string | undefined;
  readonly after?: string | undefined;
  readonly limit: number;
  readonly asKnownAt?: string | undefined;
}

type RecordsDependencies = ReadingDependencies & { readonly evidence: EvidenceReader };

/** The records behind a number, paged, beside the number that they add up to. Whole days of the organisation's calendar. */
export function readMetricRecords(dependencies: RecordsDependencies) {
  return async (request: ReadMetricRecordsRequest) => {
    const { selection, head } = await readSelection(dependencies, request);
    const found = await records(dependencies.evidence, {
      ...selection,
      limit: request.limit,
      ...(request.after === undefined ? {} : { after: request.after }),
    });
    return { ...head, total: found.total, next: found.next, records: [...found.records] };
  };
}

/** The same with all records, in batches that are read as they are taken. */
export function streamMetricRecords(dependencies: RecordsDependencies) {
  return async (request: Omit<ReadMetricRecordsRequest, 'after' | 'limit'>) => {
    const { selection, head } = await readSelection(dependencies, request);
    const { formula } = selection.definition;
    if (formula.kind === 'derived') {
      const inputs = head.inputs.map(({ key }) => key).join(', ');
      const reason = `"${request.key}" is reckoned from other metrics and has no records of its own: export those of ${inputs}.`;
      throw new InvalidInput([{ field: 'key', reason }]);
    }
    return { ...head, stream: formula.stream, batches: dependencies.evidence.stream(selection) };
  };
}

async function readSelection(
  dependencies: RecordsDependencies,
  request: Omit<ReadMetricRecordsRequest, 'after' | 'limit'>,
) {
  const slice = request.slice === undefined ? undefined : readSlice(request.slice);
  const { series, asKnownAt, configuration } = await readMetric(
    dependencies,
    { ...request, by: slice?.dimension },
    { by: 'slice' },
  );
  const bounds = readRange(series, request);
  const days = periodsBetween(bounds.from, bounds.to, 'day', series.calendar);
  const period = { start: days[0]?.start ?? bounds.from, end: days.at(-1)?.end ?? bounds.to };
  const answering = versionAnswering(series.versions, period);
  const { definition, version, freshness } = answering;
  const keptFrom = freshness.kept.recordsFrom;
  if (slice) requireDimension('slice', slice.dimension, definition);
  return {
    selection: {
      definition,
      from: period.start,
      to: evidenceEnd(answering, series, period),
      asKnownAt,
      linkWithinHours: configuration.organisation.linkWithinHours,
      ...(slice ? { slice } : {}),
    },
    head: {
      metric: metricSummary(definition, series.freshness),
      version,
      timeZone: series.calendar.timeZone,
      from: period.start.toISOString(),
      to: period.end.toISOString(),
      asKnownAt: asKnownAt?.toISOString() ?? null,
      observation: slice ? sliceObservation(series, period, slice) : observationOf(series, period),
      recordsKeptFrom: keptFrom && period.start < keptFrom ? keptFrom.toISOString() : null,
      inputs: metricInputs(definition, configuration),
    },
  };
}

/** What is open is counted up to the end of the collected days, so its records are as well. */
function evidenceEnd({ definition, freshness }: SeriesVersion, { asOf, calendar }: MetricSeries, period: Period): Date {
  if (definition.formula.kind !== 'open') return period.end;
  return startOfDay(lastKnown(period, freshness.dataTo, asOf), calendar.timeZone);
}

function records(evidence: EvidenceReader, request: Parameters<EvidenceReader['records']>[0]) {
  return evidence.records(request).catch((error: unknown) => {
    if (error instanceof RangeError) throw new InvalidInput([{ field: 'after', reason: error.message }]);
    throw error;
  });
}

function sliceObservation(
  series: MetricSeries,
  period: { readonly start: Date; readonly end: Date },
  slice: { readonly dimension: string; readonly value: string },
) {
  const [observation] = observationsOfSlice(series, slice.value, [period]);
  if (!observation) throw new Error('One period of one slice gives one observation.');
  return observation;
}
