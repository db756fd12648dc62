import type { MetricChoices } from '@tandem/contracts/metric-form';

export const KINDS = [
  'ratio',
  'count',
  'sum',
  'duration',
  'percentile',
  'open',
  'activeDays',
  'latest',
  'derived',
] as const;
export type Kind = (typeof KINDS)[number];

export const OPERATORS = ['is', 'not', 'present', 'absent', 'atLeast', 'below', 'contains', 'startsWith'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface ConditionDraft {
  readonly field: string;
  readonly operator: Operator;
  /** One value, or several with commas between them. */
  readonly value: string;
}

/** A formula as the guided form holds it; what its kind does not use is kept for when another kind is chosen. */
export interface FormulaDraft {
  readonly kind: Kind;
  readonly stream: string;
  readonly connections: readonly string[];
  readonly at: string;
  readonly where: readonly ConditionDraft[];
  readonly numerator: readonly ConditionDraft[];
  readonly numeratorSum: string;
  readonly denominator: readonly ConditionDraft[];
  readonly denominatorSum: string;
  readonly sum: string;
  readonly per: string;
  readonly until: string;
  readonly pools: 'duration' | 'field';
  readonly from: string;
  readonly to: string;
  readonly field: string;
  readonly percentile: string;
  readonly clock: string;
  readonly addsUp: boolean;
  readonly expression: string;
  /** Of the stream. */
  readonly dimensions: readonly string[];
  /** Names of free attributes, with commas between them. */
  readonly otherDimensions: string;
}

type Stream = MetricChoices['streams'][number];
type Field = Stream['fields'][number];

export const instantsOf = ({ fields }: Stream): string[] =>
  fields.filter(({ type }) => type === 'instant').map(({ name }) => name);
export const numbersOf = ({ fields }: Stream): string[] =>
  fields.filter(({ type }) => type === 'integer' || type === 'decimal').map(({ name }) => name);
export const slicesOf = ({ fields }: Stream): string[] =>
  fields.filter(({ type }) => type === 'text' || type === 'oneOf' || type === 'boolean').map(({ name }) => name);

/** A count over the first stream that has arrived, or over the first one. */
export function newFormula({ streams }: MetricChoices): FormulaDraft {
  const stream = streams.find(({ sources }) => sources.length > 0) ?? streams[0];
  return onStream({ ...EMPTY, kind: 'count' }, stream);
}

const EMPTY: FormulaDraft = {
  kind: 'count',
  stream: '',
  connections: [],
  at: '',
  where: [],
  numerator: [],
  numeratorSum: '',
  denominator: [],
  denominatorSum: '',
  sum: '',
  per: '',
  until: '',
  pools: 'duration',
  from: '',
  to: '',
  field: '',
  percentile: '50',
  clock: '',
  addsUp: false,
  expression: '',
  dimensions: [],
  otherDimensions: '',
};

/** The draft over another stream: what named fields of the old one begins anew. */
export function onStream(draft: FormulaDraft, stream: Stream | undefined): FormulaDraft {
  if (stream === undefined) return draft;
  const instants = instantsOf(stream);
  const numbers = numbersOf(stream);
  const last = instants.findLast((name) => stream.fields.some((field) => field.name === name && field.arrived));
  return {
    ...EMPTY,
    kind: draft.kind,
    stream: stream.name,
    at: last ?? instants[0] ?? '',
    from: instants[0] ?? '',
    to: last ?? instants.at(-1) ?? '',
    until: instants.at(-1) ?? '',
    sum: numbers[0] ?? '',
    field: numbers[0] ?? '',
    percentile: draft.percentile,
  };
}

/** The formula as a configuration file has it. */
export function writtenFormula(draft: FormulaDraft, { streams }: MetricChoices): object {
  const other = draft.otherDimensions
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((name) => (name.startsWith('dimensions.') ? name : `dimensions.${name}`));
  const all = [...draft.dimensions, ...other];
  const dimensions = all.length ? { dimensions: all } : {};
  if (draft.kind === 'derived') return { kind: 'derived', expression: draft.expression.trim(), ...dimensions };
  const fields = streams.find(({ name }) => name === draft.stream)?.fields ?? [];
  const conditions = (list: readonly ConditionDraft[]) => writtenConditions(list, fields);
  return {
    kind: draft.kind,
    stream: draft.stream,
    ...(draft.connections.length ? { connections: draft.connections } : {}),
    at: [draft.at],
    ...conditions(draft.where),
    ...ofKind(draft, conditions),
    ...dimensions,
  };
}

function ofKind(draft: FormulaDraft, conditions: (list: readonly ConditionDraft[]) => object): object {
  const operand = (sum: string, list: readonly ConditionDraft[]) => ({
    ...(sum === '' ? {} : { sum }),
    ...conditions(list),
  });
  const per = draft.per === '' ? {} : { per: draft.per };
  const clock = draft.clock === '' ? {} : { clock: draft.clock };
  switch (draft.kind) {
    case 'ratio':
      return {
        numerator: operand(draft.numeratorSum, draft.numerator),
        denominator: operand(draft.denominatorSum, draft.denominator),
      };
    case 'count':
      return per;
    case 'sum':
      return { sum: draft.sum, ...per };
    case 'open':
      return { until: [draft.until] };
    case 'duration':
      return { from: draft.from, to: draft.to, ...clock };
    case 'percentile':
      return {
        percentile: numberOf(draft.percentile),
        ...(draft.pools === 'field' ? { field: draft.field } : { from: draft.from, to: draft.to, ...clock }),
      };
    case 'latest':
      return { field: draft.field, ...(draft.addsUp ? { across: 'sum' } : {}) };
    case 'activeDays':
    case 'derived':
      return {};
  }
}

function writtenConditions(list: readonly ConditionDraft[], fields: readonly Field[]): object {
  const written = list
    .filter(({ field }) => field !== '')
    .map((one) => [one.field, writtenCondition(one, fields)] as const);
  if (written.length === 0) return {};
  return { where: Object.fromEntries(merged(written)) };
}

/** A file has one condition for each field: bounds stand together in it, and of others on one field the last one counts. */
function merged(written: readonly (readonly [string, unknown])[]): [string, unknown][] {
  const byField = new Map<string, unknown>();
  for (const [field, condition] of written) {
    const before = byField.get(field);
    const both = isBounds(before) && isBounds(condition) ? { ...before, ...condition } : condition;
    byField.set(field, both);
  }
  return [...byField];
}

function isBounds(condition: unknown): condition is object {
  return typeof condition === 'object' && condition !== null && ('atLeast' in condition || 'below' in condition);
}

function writtenCondition({ field, operator, value }: ConditionDraft, fields: readonly Field[]): unknown {
  const type = fields.find(({ name }) => name === field)?.type ?? 'text';
  const values = value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => typed(part, type));
  const [first = ''] = values;
  switch (operator) {
    case 'is':
      return values.length > 1 ? values : first;
    case 'not':
      return { not: values };
    case 'present':
      return { present: true };
    case 'absent':
      return { present: false };
    case 'atLeast':
      return { atLeast: first };
    case 'below':
      return { below: first };
    case 'contains':
      return { contains: value.trim() };
    case 'startsWith':
      return { startsWith: value.trim() };
  }
}

function typed(text: string, type: Field['type']): string | number | boolean {
  if (type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return type === 'integer' || type === 'decimal' ? numberOf(text) : text;
}

/** What is no number goes as it is, so that the answer names the field. */
function numberOf(text: string): number | string {
  const number = Number(text);
  return text.trim() === '' || Number.isNaN(number) ? text : number;
}
