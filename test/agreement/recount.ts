import type { AwkwardRecord, AwkwardStream } from './awkward-data.js';
import { officeHours, type AwkwardMetric, type Operand } from './awkward-metrics.js';
import { exactQuotient, exactSum, plainDecimal } from './exact-value.js';
import { localDateOf } from './local-dates.js';

export interface Counted {
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly n: number;
}

/** What one record adds to a metric, and on which local date. */
export interface Contribution {
  readonly date: string;
  readonly slices: Readonly<Record<string, string>>;
  readonly numerator: string;
  readonly denominator: string;
  readonly n: number;
  readonly item: number | null;
}

type Steps = Readonly<Record<AwkwardStream, readonly (readonly AwkwardRecord[])[]>>;

/** Every contribution of the records as they were known, counted from the records alone. */
export function contributionsOf(
  metric: AwkwardMetric,
  data: Steps,
  timeZone: string,
  asKnownAt: string | null,
): Contribution[] {
  const latest = new Map<string, AwkwardRecord>();
  for (const records of data[metric.formula.stream]) {
    for (const record of records) {
      if (asKnownAt === null || Date.parse(record.knownAt) <= Date.parse(asKnownAt)) latest.set(record.key, record);
    }
  }
  return [...latest.values()].flatMap((record) => contributionOf(metric, record, timeZone) ?? []);
}

/** The parts of a metric over contributions, before any rounding. */
export function countedOf({ formula }: AwkwardMetric, parts: readonly Contribution[]): Counted {
  const n = parts.reduce((sum, part) => sum + part.n, 0);
  switch (formula.kind) {
    case 'sum':
    case 'count':
      return { numerator: exactSum(parts.map(({ numerator }) => numerator)), denominator: null, n };
    case 'ratio':
      return {
        numerator: exactSum(parts.map(({ numerator }) => numerator)),
        denominator: exactSum(parts.map(({ denominator }) => denominator)),
        n,
      };
    case 'percentile': {
      const items = parts.flatMap(({ item }) => item ?? []).sort((a, b) => a - b);
      return { numerator: rankOf(items, formula.percentile ?? 50), denominator: null, n };
    }
  }
}

const millisecondsIn: Readonly<Record<string, string>> = { h: '3600000', min: '60000' };
const daysPer: Readonly<Record<string, bigint>> = { '/d': 1n, '/wk': 7n };

/** The value as it must be shown; `days` are the local days of a whole period. */
export function shownOf({ formula, unit, precision }: AwkwardMetric, counted: Counted, days: number): string | null {
  const { numerator, denominator } = counted;
  if (numerator === null) return null;
  if (formula.kind === 'ratio') {
    if (denominator === null || denominator === '0') return null;
    return exactQuotient(numerator, denominator, unit === '%' ? 100n : 1n, precision);
  }
  const per = daysPer[unit];
  return per === undefined
    ? exactQuotient(numerator, millisecondsIn[unit] ?? '1', 1n, precision)
    : exactQuotient(numerator, String(days), per, precision);
}

function contributionOf(metric: AwkwardMetric, record: AwkwardRecord, timeZone: string): Contribution | null {
  const { formula } = metric;
  const at = formula.at.map((field) => record[field]).find((value) => value !== undefined);
  if (typeof at !== 'string' || !holds(record, formula.where)) return null;
  const parts = partsOf(metric, record);
  if (parts === null) return null;
  const slices = Object.fromEntries(formula.dimensions.map((name) => [name, textOf(record, name)]));
  return { date: localDateOf(Date.parse(at), timeZone), slices, ...parts };
}

function partsOf({ formula }: AwkwardMetric, record: AwkwardRecord) {
  const none = { numerator: '0', denominator: '0', n: 1, item: null };
  switch (formula.kind) {
    case 'count':
      return { ...none, numerator: '1' };
    case 'sum': {
      const value = record[formula.sum ?? ''];
      return typeof value === 'string' ? { ...none, numerator: value } : null;
    }
    case 'ratio': {
      const [above, below] = [operandOf(record, formula.numerator), operandOf(record, formula.denominator)];
      if (above === null && below === null) return null;
      return { ...none, numerator: above ?? '0', denominator: below ?? '0', n: below === null ? 0 : 1 };
    }
    case 'percentile': {
      const item = itemOf(record, formula);
      if (item === null) return null;
      const leftOut = formula.field === undefined && formula.nonPositive !== 'include' && item <= 0;
      if (leftOut) return null;
      return { ...none, item: formula.clock === undefined ? item : openMs(record, formula) };
    }
  }
}

function operandOf(record: AwkwardRecord, operand: Operand | undefined): string | null {
  if (!operand || !holds(record, operand.where)) return null;
  if (operand.sum === undefined) return '1';
  const value = record[operand.sum];
  return typeof value === 'string' ? value : null;
}

function itemOf(record: AwkwardRecord, { field, from, to }: AwkwardMetric['formula']): number | null {
  if (field !== undefined) return typeof record[field] === 'string' ? Number(record[field]) : null;
  const [start, end] = [record[from ?? ''], record[to ?? '']];
  return typeof start === 'string' && typeof end === 'string' ? Date.parse(end) - Date.parse(start) : null;
}

const dayMs = 86_400_000;
const [office] = officeHours.hours;
const sinceMidnight = (written: string) => Date.parse(`1970-01-01T${written}Z`);
const weekdayOf = (day: number) =>
  ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'][(day + 4) % 7];

/** Day by day of UTC, which is the zone of the office: what of its hours lies between the two instants. */
function openMs(record: AwkwardRecord, { from, to }: AwkwardMetric['formula']): number {
  const [begun, ended] = [record[from ?? ''], record[to ?? '']];
  if (typeof begun !== 'string' || typeof ended !== 'string') throw new Error('There is no time to measure.');
  const [start, end] = [Date.parse(begun), Date.parse(ended)];
  let sum = 0;
  for (let day = Math.floor(start / dayMs); day * dayMs < end; day += 1) {
    const isOpen =
      office.days.some((name) => name === weekdayOf(day)) &&
      !officeHours.holidays.some((date) => date === new Date(day * dayMs).toISOString().slice(0, 10));
    const opens = Math.max(start, day * dayMs + sinceMidnight(office.from));
    const closes = Math.min(end, day * dayMs + sinceMidnight(office.to));
    if (isOpen) sum += Math.max(0, closes - opens);
  }
  return sum;
}

function holds(record: AwkwardRecord, where: Operand['where']): boolean {
  return Object.entries(where ?? {}).every(([field, allowed]) =>
    [allowed].flat().some((value) => value === record[field]),
  );
}

function textOf(record: AwkwardRecord, dimension: string): string {
  const name = dimension.replace(/^dimensions\./, '');
  const value = name === dimension ? record[name] : record.dimensions[name];
  return typeof value === 'string' ? value : '';
}

/** Linear between the two closest ranks; `items` are sorted. */
function rankOf(items: readonly number[], percentile: number): string | null {
  const position = (percentile / 100) * (items.length - 1);
  const [below, above] = [items[Math.floor(position)], items[Math.ceil(position)]];
  if (below === undefined || above === undefined) return null;
  return plainDecimal(below + (position - Math.floor(position)) * (above - below));
}
