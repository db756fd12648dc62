import { fieldsOf } from '@tandem/domain/record/streams';
import type { Condition, MetricFormula, Operand, Where } from '@tandem/domain/metric/definition';
import pg from 'pg';

const { escapeLiteral } = pg;

/**
 * A metric's formula as SQL fragments over a relation `r(record_id, connection_id, data, known_at)`, joined to its deployment `d(data)` where the
 * formula asks for one. Roll-up, recalculation as known at T, and evidence all use these same fragments, so they cannot disagree.
 */
export interface CompiledDefinition {
  readonly stream: string;
  readonly needsDeployment: boolean;
  /** Instant that places a record in its period; null leaves the record out. */
  readonly at: string;
  /** Whether the record counts at all. */
  readonly matches: string;
  /** Array of the dimension values, in the order of `dimensions`; '' where a record has none. */
  readonly slice: string;
  readonly dimensions: readonly string[];
  /** Additive kinds: what the record adds. */
  readonly numerator: string;
  readonly denominator: string;
  readonly n: string;
  /** Percentile: the pooled item, and whether it is left out by rule. */
  readonly item: string | null;
  readonly excluded: string;
}

/** Throws on a field that the stream does not have: definitions are checked when they are applied, this is the second lock. */
export function compileDefinition(formula: MetricFormula): CompiledDefinition {
  const field = (name: string) => fieldExpression(formula, name);
  const connections = formula.connections;
  const matches = [
    whereExpression(formula, formula.where),
    connections === undefined ? 'true' : `r.connection_id = any(${textArray(connections)})`,
  ].join(' and ');
  // The order in which a definition names its dimensions says nothing, so that it can change without counting anew.
  const dimensions = [...formula.dimensions].sort();
  const base = {
    stream: formula.stream,
    needsDeployment: readsDeployment(formula),
    at: `coalesce(${formula.at.map((name) => instantExpression(formula, name)).join(', ')})`,
    slice: dimensions.length
      ? `array[${dimensions.map((name) => `coalesce(${field(name)}, '')`).join(', ')}]`
      : `array[]::text[]`,
    dimensions,
    item: null,
    excluded: 'false',
  };
  if (base.needsDeployment && formula.kind !== 'percentile') {
    // Differences need the old deployment as well as the old change; only pooled items are replaced per record.
    throw new Error('Fields of the deployment can be used in percentiles only.');
  }
  switch (formula.kind) {
    case 'ratio':
      return { ...base, ...ratioFragments(formula, matches) };
    case 'count':
      return { ...base, matches, numerator: '1::numeric', denominator: 'null::numeric', n: '1' };
    case 'sum': {
      const value = `(${field(formula.sum)})::numeric`;
      return {
        ...base,
        matches: `${matches} and ${value} is not null`,
        numerator: value,
        denominator: 'null::numeric',
        n: '1',
      };
    }
    case 'percentile': {
      const item = itemExpression(formula);
      return {
        ...base,
        matches: `${matches} and ${item} is not null`,
        numerator: 'null::numeric',
        denominator: 'null::numeric',
        n: '1',
        item,
        excluded: formula.nonPositive === 'include' || formula.field !== undefined ? 'false' : `${item} <= 0`,
      };
    }
  }
}

/** Whether a formula over changes asks for their deployments: field names are keys or values of it, whatever its kind. */
export function readsDeployment(formula: MetricFormula): boolean {
  return JSON.stringify(formula).includes('"deployment.');
}

/** A record whose numerator or denominator is asked for but unknown stays out of both: an absent outcome is not a zero outcome. */
function ratioFragments(formula: MetricFormula & { kind: 'ratio' }, matches: string) {
  const numerator = operand(formula, formula.numerator);
  const denominator = operand(formula, formula.denominator);
  return {
    matches:
      `${matches} and (${numerator.where} or ${denominator.where})` +
      ` and (not ${numerator.where} or ${numerator.value} is not null)` +
      ` and (not ${denominator.where} or ${denominator.value} is not null)`,
    numerator: `case when ${numerator.where} then ${numerator.value} else 0 end`,
    denominator: `case when ${denominator.where} then ${denominator.value} else 0 end`,
    n: `case when ${denominator.where} then 1 else 0 end`,
  };
}

function operand(formula: MetricFormula, side: Operand): { where: string; value: string } {
  return {
    where: `(${whereExpression(formula, side.where)})`,
    value: side.sum === undefined ? '1::numeric' : `(${fieldExpression(formula, side.sum)})::numeric`,
  };
}

function itemExpression(formula: MetricFormula & { kind: 'percentile' }): string {
  if (formula.field !== undefined) return `(${fieldExpression(formula, formula.field)})::double precision`;
  if (formula.from === undefined || formula.to === undefined) {
    throw new Error(`The percentile of ${formula.stream} needs either "field" or both "from" and "to".`);
  }
  const from = instantExpression(formula, formula.from);
  const to = instantExpression(formula, formula.to);
  return `(extract(epoch from ${to} - ${from}) * 1000)::double precision`;
}

function whereExpression(formula: MetricFormula, where: Where | undefined): string {
  const conditions = Object.entries(where ?? {}).map(([name, condition]) =>
    conditionExpression(fieldExpression(formula, name), condition),
  );
  return conditions.length ? conditions.join(' and ') : 'true';
}

// Every condition answers true or false, never null, so that it can be negated.
function conditionExpression(expression: string, condition: Condition): string {
  if (Array.isArray(condition)) return `coalesce(${expression} = any(${textArray(condition)}), false)`;
  if (typeof condition === 'object') {
    if ('present' in condition) return `${expression} is ${condition.present ? 'not null' : 'null'}`;
    if ('not' in condition) return `coalesce(${expression} <> all(${textArray(condition.not)}), true)`;
  }
  return `coalesce(${expression} = ${escapeLiteral(String(condition))}, false)`;
}

function textArray(values: readonly unknown[]): string {
  return `array[${values.map((value) => escapeLiteral(String(value))).join(', ')}]::text[]`;
}

function instantExpression(formula: MetricFormula, name: string): string {
  return name === 'knownAt' ? 'r.known_at' : `(${fieldExpression(formula, name)})::timestamptz`;
}

function fieldExpression(formula: MetricFormula, name: string): string {
  const [scope, rest] = name.split('.', 2);
  if (scope === 'dimensions' && rest) return `r.data -> 'dimensions' ->> ${escapeLiteral(rest)}`;
  if (scope === 'deployment' && rest && formula.stream === 'change' && Object.hasOwn(fieldsOf('deployment'), rest)) {
    return `d.data ->> ${escapeLiteral(rest)}`;
  }
  if (rest === undefined && Object.hasOwn(fieldsOf(formula.stream), name)) return `r.data ->> ${escapeLiteral(name)}`;
  throw new Error(`The stream ${formula.stream} has no field "${name}".`);
}
