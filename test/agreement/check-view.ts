import type { Board } from '@tandem/contracts/board';
import type { Observation } from '@tandem/contracts/common';
import type { Breakdown, MetricList, ObservationsAnswer, RecordsAnswer } from '@tandem/contracts/metrics';
import { readExport, type ExportedRow, type FileFormat } from '../product/read-export.js';
import type { AwkwardStage, Reader } from './awkward-stage.js';
import { awkwardMetrics, type AwkwardMetric } from './awkward-metrics.js';
import { exactSum } from './exact-value.js';
import { localDateOf, periodOfDate, plusDays, startOfDate } from './local-dates.js';
import { contributionsOf, countedOf, shownOf, type Contribution } from './recount.js';
import { addressOf, type View } from './view.js';

const formats: readonly FileFormat[] = ['csv', 'ndjson', 'xlsx'];

/** A row as a file must hold it: `slice` is a text of the data, everything else is ours. */
type Row = Readonly<Record<string, string | null>>;

/** Everything about a view that does not agree: API against each file, against the records, against other answers. Empty when all is well. */
export async function disagreements(stage: AwkwardStage, view: View): Promise<string[]> {
  const { path, query } = addressOf(view);
  const ask = <T>(route: string, asked: Readonly<Record<string, string>>) =>
    stage.product.get<T>(`/api/v1/${route}?${new URLSearchParams(asked)}`);
  const found = new Findings();
  const [answer, ...files] = await Promise.all([
    ask<unknown>(path, query),
    ...formats.map((format, index) =>
      readExport(stage.product, path, query, format, readerOf(stage, view, index).headers),
    ),
  ]);
  const expected = await rowsOf(view, answer, stage, ask, found);
  formats.forEach((format, index) => compareFile(format, files[index] ?? [], expected, found));
  return found.all;
}

/** Each file is asked for by somebody else; the answer that it is compared with is the administrator's. */
function readerOf(stage: AwkwardStage, { seed }: View, file: number): Reader {
  const reader = stage.readers[(seed * formats.length + file) % stage.readers.length];
  if (!reader) throw new Error('Nobody may look.');
  return reader;
}

class Findings {
  readonly all: string[] = [];

  same(what: string, actual: unknown, expected: unknown): void {
    const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)];
    if (a !== b) this.all.push(`${what}: ${a} instead of ${b}`);
  }
}

function compareFile(
  format: FileFormat,
  rows: readonly ExportedRow[],
  expected: readonly Row[],
  found: Findings,
): void {
  found.same(`rows of ${format}`, rows.length, expected.length);
  for (const [index, row] of expected.entries()) {
    const actual = rows[index] ?? {};
    for (const [column, cell] of Object.entries(row)) {
      const inFile =
        format === 'ndjson' ? cell : emptyIsNull(column === 'slice' && cell !== null ? neutral(cell) : cell);
      found.same(`${format} row ${index + 1} ${column}`, actual[column] ?? null, inFile);
    }
  }
}

const emptyIsNull = (cell: string | null) => (cell === '' ? null : cell);
const neutral = (text: string) =>
  /^(\s*[=+\-@]|[\t\r\n])/.test(text) && !/^-?\d+(\.\d+)?$/.test(text) ? `'${text}` : text;

type Ask = <T>(route: string, query: Readonly<Record<string, string>>) => Promise<T>;

/** The rows that a file of this answer must have; on the way the answer is compared with the records. */
async function rowsOf(view: View, answer: unknown, stage: AwkwardStage, ask: Ask, found: Findings): Promise<Row[]> {
  const check = (metric: AwkwardMetric, point: Observation, slice: { by: string; value: string } | null) =>
    checkObservation(stage, view, metric, point, slice, found);
  switch (view.kind) {
    case 'board': {
      const board = answer as Board;
      const results = board.goals.flatMap(({ keyResults }) => keyResults);
      const list = await ask<MetricList>('metrics', view.asKnownAt === null ? {} : { asKnownAt: view.asKnownAt });
      return results.map(({ metric, current, target, status }) => {
        const item = list.metrics.find((one) => one.metric.key === metric.key);
        found.same(`${metric.key} on the board and in the catalogue`, current, item?.current);
        check(metricNamed(metric.key), current, null);
        return { ...rowOf(current), metric: metric.key, target, status };
      });
    }
    case 'metrics':
      return (answer as MetricList).metrics.map(({ metric, current }) => {
        check(metricNamed(metric.key), current, null);
        return { ...rowOf(current), metric: metric.key, unit: metric.unit };
      });
    case 'observations': {
      const { points } = answer as ObservationsAnswer;
      checkPeriods(stage, view, points, found);
      return points.map((point) => {
        const value = view.by === null ? null : (point.dimensions[view.by] ?? null);
        check(view.metric, point, view.by === null || value === null ? null : { by: view.by, value });
        return { ...rowOf(point), slice: value };
      });
    }
    case 'breakdown':
      return breakdownRows(view, answer as Breakdown, check, found);
    case 'records':
      return recordRows(view, answer as RecordsAnswer, ask, check, found);
  }
}

function rowOf(point: Observation): Row {
  return {
    period_start: point.start,
    period_end: point.end,
    state: point.state,
    value: point.value,
    numerator: point.numerator,
    denominator: point.denominator,
    n: String(point.n),
    definition_version: String(point.version),
  };
}

function metricNamed(key: string): AwkwardMetric {
  const metric = awkwardMetrics.find((one) => one.key === key);
  if (!metric) throw new Error(`There is no metric ${key}.`);
  return metric;
}

const counted = new WeakMap<AwkwardStage, Map<string, Contribution[]>>();

function contributionsIn(stage: AwkwardStage, metric: AwkwardMetric, asKnownAt: string | null): Contribution[] {
  const known = counted.get(stage) ?? new Map<string, Contribution[]>();
  counted.set(stage, known);
  const key = `${metric.key} ${asKnownAt ?? ''}`;
  const parts = known.get(key) ?? contributionsOf(metric, stage.data, stage.timeZone, asKnownAt);
  known.set(key, parts);
  return parts;
}

/** One number of an answer against the records that it must be made of. */
function checkObservation(
  stage: AwkwardStage,
  view: View,
  metric: AwkwardMetric,
  point: Observation,
  slice: { readonly by: string; readonly value: string } | null,
  found: Findings,
): void {
  const { timeZone } = stage;
  const [from, to] = [localDateOf(Date.parse(point.start), timeZone), localDateOf(Date.parse(point.end), timeZone)];
  const parts = contributionsIn(stage, metric, view.asKnownAt).filter(
    ({ date, slices }) => date >= from && date < to && (slice === null || slices[slice.by] === slice.value),
  );
  const recounted = countedOf(metric, parts);
  const what = `${metric.key} ${from}..${to}${slice === null ? '' : ` ${slice.by}=${slice.value}`}`;
  if (point.state === 'absent') {
    found.same(`${what} absent`, [point.value, point.numerator, point.denominator, point.n], [null, null, null, 0]);
    found.same(`${what} has no records`, parts.length, 0);
    return;
  }
  found.same(
    `${what} parts`,
    [point.numerator, point.denominator, point.n],
    [recounted.numerator, recounted.denominator, recounted.n],
  );
  // The divisor of a rate over an unfinished time is what was collected of it, which the records alone do not tell.
  if (metric.formula.per !== undefined && point.state === 'partial') return;
  const days = (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000;
  found.same(`${what} value`, point.value, shownOf(metric, recounted, days));
}

/** The periods are those of the calendar, one after the other, for each slice; and no slice with records is missing. */
function checkPeriods(
  stage: AwkwardStage,
  view: View & { kind: 'observations' },
  points: readonly Observation[],
  found: Findings,
): void {
  const expected = periodsOf(stage, view);
  const bySlice = new Map<string, string[]>();
  for (const { dimensions, start, end } of points) {
    const slice = view.by === null ? '' : (dimensions[view.by] ?? '');
    bySlice.set(slice, [...(bySlice.get(slice) ?? []), `${start} ${end}`]);
  }
  for (const [slice, periods] of bySlice) found.same(`periods of "${slice}"`, periods, expected);
  if (view.by === null) return;
  const { by } = view;
  for (const { slices, n, numerator } of contributionsIn(stage, view.metric, view.asKnownAt)) {
    const slice = slices[by] ?? '';
    // Zeros alone need not be kept.
    if ((n !== 0 || numerator !== '0') && !bySlice.has(slice)) found.same('slices', [...bySlice.keys()], slice);
  }
}

function periodsOf(stage: AwkwardStage, view: View & { kind: 'observations' }): string[] {
  const { timeZone, firstDayOfWeek } = stage;
  const periods: string[] = [];
  for (let date = view.from; date < view.to;) {
    const period = periodOfDate(date, view.grain, firstDayOfWeek);
    const from = view.window === null ? period.from : plusDays(period.to, -view.window);
    periods.push(`${iso(from, timeZone)} ${iso(period.to, timeZone)}`);
    date = period.to;
  }
  return periods;
}

function iso(date: string, timeZone: string): string {
  return new Date(startOfDate(date, timeZone)).toISOString();
}

type Check = (metric: AwkwardMetric, point: Observation, slice: { by: string; value: string } | null) => void;

function breakdownRows(view: View & { kind: 'breakdown' }, answer: Breakdown, check: Check, found: Findings): Row[] {
  const { metric, by } = view;
  for (const whole of [answer.current, answer.previous]) check(metric, whole, null);
  const rows = [...answer.slices, ...(answer.other ? [answer.other] : [])];
  for (const slice of answer.slices) {
    for (const point of [slice.current, slice.previous]) check(metric, point, { by, value: slice.value });
  }
  if (answer.contribution !== null) {
    const sum = exactSum(rows.map(({ contribution }) => contribution));
    found.same('contributions add up', sum, exactSum([answer.delta]));
    for (const row of [...rows, answer].filter(({ rateEffect }) => rateEffect !== null)) {
      found.same('effects add up', exactSum([row.rateEffect, row.mixEffect]), exactSum([row.contribution]));
    }
  }
  if (answer.contribution !== null && answer.current.state !== 'absent') {
    const numerators = exactSum(rows.map(({ current }) => current.numerator));
    found.same('slices add up', numerators, answer.current.numerator);
  }
  return [
    ...answer.slices.map((slice) => ({
      ...rowOf(slice.current),
      slice: slice.value,
      contribution: slice.contribution,
    })),
    ...(answer.other ? [{ ...rowOf(answer.other.current), slice: null, slices: String(answer.other.count) }] : []),
    { ...rowOf(answer.current), slice: null, row: 'whole', change: answer.delta },
  ];
}

async function recordRows(
  view: View & { kind: 'records' },
  first: RecordsAnswer,
  ask: Ask,
  check: Check,
  found: Findings,
): Promise<Row[]> {
  const { path, query } = addressOf(view);
  check(view.metric, first.observation, view.slice);
  const records: RecordsAnswer['records'] = [];
  let page = await ask<RecordsAnswer>(path, { ...query, limit: '500' });
  records.push(...page.records);
  while (page.next !== null) {
    page = await ask<RecordsAnswer>(path, { ...query, limit: '500', after: page.next });
    records.push(...page.records);
  }
  found.same('records', records.length, first.total);
  if (view.metric.formula.kind !== 'percentile' && first.observation.numerator !== null) {
    found.same('records add up', exactSum(records.map(({ numerator }) => numerator)), first.observation.numerator);
  }
  return records.map(({ naturalKey, at, numerator, denominator, knownAt }) => ({
    key: naturalKey,
    at,
    numerator,
    denominator,
    known_at: knownAt,
    state: first.observation.state,
    definition_version: String(first.version),
  }));
}
