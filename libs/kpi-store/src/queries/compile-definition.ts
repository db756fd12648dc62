import { linkedFieldsOf, readableFieldsOf, readsLinks } from '@tandem/domain/record/linked-fields';
import { fieldsOf, type FieldType } from '@tandem/domain/record/streams';
import {
  alternativesOf,
  type Bounds,
  type Condition,
  type Conditions,
  type DurationDefinition,
  type RecordFormula,
  type Operand,
  type Where,
} from '@tandem/domain/metric/definition';
import pg from 'pg';
import { compileClock, type CompiledClock } from '../calendar/opening-hours.js';
import { measurementColumn, measurementText } from './measurement-columns.js';

const { escapeLiteral } = pg;

/**
 * A metric's formula as SQL fragments over a relation `r(record_id, connection_id, natural_key, version, data, known_at)`, joined to its
 * deployment `d(data)` where the formula asks for one; of measurements, over the columns of their packed store. Roll-up, recalculation as known at T, and evidence all use these same fragments, so
 * they cannot disagree.
 */
export interface CompiledDefinition {
  readonly stream: string;
  readonly needsDeployment: boolean;
  /** Slices do not add up: the whole is what was delivered without any dimension, a slice what was delivered with that one alone. */
  readonly asDelivered: boolean;
  /** Whether `r.data` must carry the fields that links between incidents and deployments add. */
  readonly needsLinks: boolean;
  /** Joined to `r` before anything is counted: what a record does at several instants; '' where it is counted once. */
  readonly moves: string;
  /** Tells the contributions of a record apart. */
  readonly identity: string;
  /** Instant that places a contribution in its period; null leaves it out. */
  readonly at: string;
  /** Whether the record counts at all. */
  readonly matches: string;
  /** Array of the dimension values, in the order of `dimensions`; '' where a record has none. */
  readonly slice: string;
  readonly dimensions: readonly string[];
  /** Additive kinds: what the record adds. Of a mean time, `n` counts the records that are left out by rule too, `denominator` does not. */
  readonly numerator: string;
  readonly denominator: string;
  readonly n: string;
  /** Percentile: the pooled item. */
  readonly item: string | null;
  /** Latest value: what the record says. */
  readonly reading: string | null;
  /** Time that is measured by opening hours, which must be worked out before anything is counted; null for all other formulas. */
  readonly clock: CompiledClock | null;
  /** Whether a record is left out by rule, and counted as such. */
  readonly excluded: string;
  /** How a record stands behind the value of a period: since when, and whether it belongs to [from, to). */
  readonly evidence: { readonly at: string; within(from: string, to: string): string; readonly numerator: string };
}

/** Throws on a field that the stream does not have: definitions are checked when they are applied, this is the second lock. */
export function compileDefinition(formula: RecordFormula): CompiledDefinition {
  const field = (name: string) => fieldExpression(formula, name);
  const connections = formula.connections;
  const matches = [
    whereExpression(formula, formula.where),
    connections === undefined ? 'true' : `r.connection_id = any(${textArray(connections)})`,
  ].join(' and ');
  // The order in which a definition names its dimensions says nothing, so that it can change without counting anew.
  const dimensions = [...formula.dimensions].sort();
  const at = firstInstant(formula, formula.at);
  const base = {
    stream: formula.stream,
    needsDeployment: readsDeployment(formula),
    asDelivered: 'unique' in formula && formula.unique !== undefined,
    needsLinks: readsLinks(formula),
    moves: '',
    identity: 'r.record_id',
    at,
    matches,
    slice: dimensions.length
      ? `array[${dimensions.map((name) => `coalesce(${field(name)}, '')`).join(', ')}]`
      : `array[]::text[]`,
    dimensions,
    numerator: 'null::numeric',
    denominator: 'null::numeric',
    n: weightOf(formula),
    item: null,
    reading: null,
    clock: null,
    excluded: 'false',
  };
  if (base.needsDeployment && formula.kind !== 'percentile') {
    // Differences need the old deployment as well as the old change; only pooled items are replaced per record.
    throw new Error('Fields of the deployment can be used in percentiles only.');
  }
  const compiled = { ...base, ...kindFragments(formula, base) };
  return { ...compiled, evidence: evidenceFragments(formula, compiled, at) };
}

type Fragments = Partial<Omit<CompiledDefinition, 'evidence'>>;

function kindFragments(formula: RecordFormula, { matches, at }: { matches: string; at: string }): Fragments {
  switch (formula.kind) {
    case 'ratio':
      return ratioFragments(formula, matches);
    case 'count':
      return { numerator: `${weightOf(formula)}::numeric` };
    case 'activeDays':
      return { numerator: '1::numeric' };
    case 'sum': {
      const value = numberExpression(formula, formula.sum);
      return { matches: `${matches} and ${value} is not null`, numerator: value };
    }
    case 'open': {
      const until = firstInstant(formula, formula.until);
      return {
        moves: ` cross join lateral (values (${at}, 1), (${until}, -1)) m (at, sign)`,
        identity: 'r.record_id, m.sign',
        at: 'm.at',
        // What ended no later than it began was never open.
        matches: `${matches} and ${at} is not null and (${until} is null or ${until} > ${at})`,
        numerator: 'm.sign::numeric',
        n: 'm.sign',
      };
    }
    case 'duration': {
      const { passed, value, excluded, clock } = elapsedFragments(formula, formula);
      return {
        matches: `${matches} and ${passed} is not null`,
        numerator: `case when ${excluded} then 0 else ${value} end`,
        denominator: `case when ${excluded} then 0 else 1 end::numeric`,
        excluded,
        clock,
      };
    }
    case 'percentile': {
      if (formula.field !== undefined) {
        const item = `(${numberExpression(formula, formula.field)})::double precision`;
        return { matches: `${matches} and ${item} is not null`, item };
      }
      const { passed, value, excluded, clock } = elapsedFragments(formula, formula);
      return { matches: `${matches} and ${passed} is not null`, item: `(${value})::double precision`, excluded, clock };
    }
    case 'latest': {
      const reading = numberExpression(formula, formula.field);
      return { matches: `${matches} and ${reading} is not null`, reading };
    }
  }
}

function evidenceFragments(
  formula: RecordFormula,
  { numerator, item, reading }: Pick<CompiledDefinition, 'numerator' | 'item' | 'reading'>,
  at: string,
): CompiledDefinition['evidence'] {
  if (formula.kind === 'open') {
    const until = firstInstant(formula, formula.until);
    const within = (from: string, to: string) =>
      `${from} < ${to} and ${at} < ${to} and (${until} is null or ${until} >= ${to})`;
    return { at, numerator: '1', within };
  }
  return { at, numerator: item ?? reading ?? numerator, within: (from, to) => `${at} >= ${from} and ${at} < ${to}` };
}

/** Whether a formula over changes asks for their deployments: field names are keys or values of it, whatever its kind. */
export function readsDeployment(formula: RecordFormula): boolean {
  return formula.stream === 'change' && JSON.stringify(formula).includes('"deployment.');
}

/** A record whose numerator or denominator is asked for but unknown stays out of both: an absent outcome is not a zero outcome. */
function ratioFragments(formula: RecordFormula & { kind: 'ratio' }, matches: string) {
  const numerator = operand(formula, formula.numerator);
  const denominator = operand(formula, formula.denominator);
  return {
    matches:
      `${matches} and (${numerator.where} or ${denominator.where})` +
      ` and (not ${numerator.where} or ${numerator.value} is not null)` +
      ` and (not ${denominator.where} or ${denominator.value} is not null)`,
    numerator: `case when ${numerator.where} then ${numerator.value} else 0 end`,
    denominator: `case when ${denominator.where} then ${denominator.value} else 0 end`,
    n: `case when ${denominator.where} then ${weightOf(formula)} else 0 end`,
  };
}

function operand(formula: RecordFormula, side: Operand): { where: string; value: string } {
  return {
    where: `(${whereExpression(formula, side.where)})`,
    value: side.sum === undefined ? `${weightOf(formula)}::numeric` : numberExpression(formula, side.sum),
  };
}

interface ElapsedFragments {
  /** Milliseconds between the two instants by every clock, exact; null where one is absent. */
  readonly passed: string;
  /** What is measured: the same, or the opening hours among them. */
  readonly value: string;
  readonly excluded: string;
  readonly clock: CompiledClock | null;
}

/**
 * Automation is told by the time that passed, not by the opening hours: an answer in a closed night took none of them. Of instants that no
 * calendar tells of there is no value, and they are left out.
 */
function elapsedFragments(
  formula: RecordFormula,
  { from, to, clock, nonPositive }: Partial<Pick<DurationDefinition, 'from' | 'to' | 'clock' | 'nonPositive'>>,
): ElapsedFragments {
  if (from === undefined || to === undefined) {
    throw new Error(`The percentile of ${formula.stream} needs either "field" or both "from" and "to".`);
  }
  const [begins, ends] = [instantExpression(formula, from), instantExpression(formula, to)];
  const passed = `(extract(epoch from ${ends} - ${begins}) * 1000)`;
  const automatic = nonPositive === 'include' ? 'false' : `${passed} <= 0`;
  if (clock === undefined) return { passed, value: passed, excluded: automatic, clock: null };
  const compiled = compileClock(clock, begins, ends);
  return {
    passed,
    value: `case when ${compiled.isOutside} then 0 else ${compiled.elapsed} end`,
    excluded: `(${automatic} or ${compiled.isOutside})`,
    clock: compiled,
  };
}

function firstInstant(formula: RecordFormula, names: readonly string[]): string {
  return `coalesce(${names.map((name) => instantExpression(formula, name)).join(', ')})`;
}

function whereExpression(formula: RecordFormula, where: Where | undefined): string {
  const alternatives = alternativesOf(where).map((conditions) => conditionsExpression(formula, conditions));
  return alternatives.length === 1 ? (alternatives[0] ?? 'true') : `(${alternatives.join(' or ')})`;
}

function conditionsExpression(formula: RecordFormula, conditions: Conditions): string {
  const expressions = Object.entries(conditions).map(([name, condition]) =>
    conditionExpression(fieldExpression(formula, name), condition, fieldType(formula, name)),
  );
  return expressions.length ? `(${expressions.join(' and ')})` : 'true';
}

const boundOperators = { atLeast: '>=', above: '>', atMost: '<=', below: '<' } as const satisfies Record<
  keyof Bounds,
  string
>;

// Every condition answers true or false, never null, so that it can be negated.
function conditionExpression(expression: string, condition: Condition, type: FieldType): string {
  if (Array.isArray(condition)) return `coalesce(${expression} = any(${textArray(condition)}), false)`;
  if (typeof condition !== 'object') return `coalesce(${expression} = ${escapeLiteral(String(condition))}, false)`;
  if ('present' in condition) return `${expression} is ${condition.present ? 'not null' : 'null'}`;
  if ('not' in condition) return `coalesce(${expression} <> all(${textArray(condition.not)}), true)`;
  if ('startsWith' in condition) {
    return `coalesce(starts_with(${expression}, ${escapeLiteral(condition.startsWith)}), false)`;
  }
  if ('contains' in condition) {
    return `coalesce(strpos(${expression}, ${escapeLiteral(condition.contains)}) > 0, false)`;
  }
  const cast = type === 'instant' ? 'timestamptz' : 'numeric';
  const bounds = Object.entries(condition as Bounds).map(
    ([bound, value]) =>
      `(${expression})::${cast} ${boundOperators[bound as keyof Bounds]} ${escapeLiteral(String(value))}::${cast}`,
  );
  return `coalesce(${bounds.join(' and ')}, false)`;
}

function textArray(values: readonly unknown[]): string {
  return `array[${values.map((value) => escapeLiteral(String(value))).join(', ')}]::text[]`;
}

/** Measurements may come added up: then one row stands for many. */
function weightOf(formula: RecordFormula): string {
  return formula.stream === 'measurement' ? 'r.weight' : '1';
}

function numberExpression(formula: RecordFormula, name: string): string {
  const column = formula.stream === 'measurement' ? measurementColumn(name) : null;
  return `(${column ?? fieldExpression(formula, name)})::numeric`;
}

function instantExpression(formula: RecordFormula, name: string): string {
  const column = formula.stream === 'measurement' ? measurementColumn(name) : null;
  if (column !== null) return column;
  return name === 'knownAt' ? 'r.known_at' : `(${fieldExpression(formula, name)})::timestamptz`;
}

function fieldExpression(formula: RecordFormula, name: string): string {
  if (formula.stream === 'measurement') return measurementText(name);
  if (Object.hasOwn(linkedFieldsOf(formula.stream), name)) return `r.data ->> ${escapeLiteral(name)}`;
  const [scope, rest] = name.split('.', 2);
  if (scope === 'dimensions' && rest) return `r.data -> 'dimensions' ->> ${escapeLiteral(rest)}`;
  if (scope === 'deployment' && rest && formula.stream === 'change' && Object.hasOwn(fieldsOf('deployment'), rest)) {
    return `d.data ->> ${escapeLiteral(rest)}`;
  }
  if (rest === undefined && Object.hasOwn(fieldsOf(formula.stream), name)) return `r.data ->> ${escapeLiteral(name)}`;
  throw new Error(`The stream ${formula.stream} has no field "${name}".`);
}

function fieldType(formula: RecordFormula, name: string): FieldType {
  const deployment = name.startsWith('deployment.') ? name.slice('deployment.'.length) : null;
  const declared = deployment === null ? readableFieldsOf(formula.stream)[name] : fieldsOf('deployment')[deployment];
  return declared?.type ?? 'text';
}
