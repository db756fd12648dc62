import { fieldIssues } from './check-field.js';
import { whereIssues } from './check-where.js';
import { currencies, isCurrency } from './currency.js';
import { under, type DefinitionIssue } from './definition-issue.js';
import type {
  DerivedDefinition,
  DurationDefinition,
  MetricDefinition,
  MetricFormula,
  Operand,
  PercentileDefinition,
  RatePeriod,
  RecordFormula,
  Unit,
} from './definition.js';
import { currencyOf, moneyFieldsOf } from './money-field.js';
import { metricsOf, parseExpression } from './parse-expression.js';

const timeUnits = ['ms', 's', 'min', 'h', 'd'] as const satisfies readonly Unit[];
const amounts: readonly Unit[] = ['count', ...timeUnits, ...currencies];

/**
 * Checks that a definition can be calculated: every field that it names exists in its stream and is of a kind that fits its use
 * (`dimensions.<name>` always exists; `deployment.<field>` does in percentiles of the stream `change`), and its unit fits its kind.
 * Empty when nothing is wrong; otherwise every fault, not only the first.
 */
export function checkDefinition({
  formula,
  unit,
}: Pick<MetricDefinition, 'formula' | 'unit'>): readonly DefinitionIssue[] {
  const issues = formula.kind === 'derived' ? expressionIssues(formula) : formulaIssues(formula);
  return [...under('formula', [...issues, ...moneyIssues(formula)]), ...unitIssues(formula, unit)];
}

function formulaIssues(formula: RecordFormula): DefinitionIssue[] {
  const issues = [
    ...under('at', instantIssues(formula, formula.at, 'atEmpty')),
    ...under('where', whereIssues(formula, formula.where)),
    ...under('dimensions', [
      ...repeated(formula.dimensions),
      ...formula.dimensions.flatMap((name, index) => under(index, fieldIssues(formula, name, 'slice'))),
    ]),
    ...under('connections', repeated(formula.connections ?? [])),
  ];
  switch (formula.kind) {
    case 'count':
    case 'activeDays':
      return issues;
    case 'sum':
      return [...issues, ...under('sum', fieldIssues(formula, formula.sum, 'number'))];
    case 'ratio':
      return [
        ...issues,
        ...under('numerator', operandIssues(formula, formula.numerator)),
        ...under('denominator', operandIssues(formula, formula.denominator)),
      ];
    case 'open':
      return [...issues, ...under('until', instantIssues(formula, formula.until, 'untilEmpty'))];
    case 'duration':
      return [...issues, ...elapsedIssues(formula)];
    case 'percentile':
      return [...issues, ...itemIssues(formula)];
    case 'latest':
      return [...issues, ...under('field', fieldIssues(formula, formula.field, 'number'))];
  }
}

/** Only what can be told from the text; whether its metrics exist and fit is told by `check-derived.ts`. */
function expressionIssues({ expression, dimensions }: DerivedDefinition): DefinitionIssue[] {
  const parsed = parseExpression(expression);
  const issues = under('dimensions', repeated(dimensions));
  if (!parsed.ok) issues.push({ path: ['expression'], reason: { code: 'expressionUnreadable', fault: parsed.fault } });
  else if (metricsOf(parsed.expression).length === 0) {
    issues.push({ path: ['expression'], reason: { code: 'expressionWithoutMetric' } });
  }
  return issues;
}

function instantIssues(
  formula: RecordFormula,
  names: readonly string[],
  empty: 'atEmpty' | 'untilEmpty',
): DefinitionIssue[] {
  if (names.length === 0) return [{ path: [], reason: { code: empty } }];
  return [...repeated(names), ...names.flatMap((name, index) => under(index, fieldIssues(formula, name, 'instant')))];
}

function operandIssues(formula: RecordFormula, operand: Operand): DefinitionIssue[] {
  return [
    ...(operand.sum === undefined ? [] : under('sum', fieldIssues(formula, operand.sum, 'number'))),
    ...under('where', whereIssues(formula, operand.where)),
  ];
}

function elapsedIssues(formula: DurationDefinition | PercentileDefinition): DefinitionIssue[] {
  const { from, to } = formula;
  return [
    ...(from === undefined ? [] : under('from', fieldIssues(formula, from, 'instant'))),
    ...(to === undefined ? [] : under('to', fieldIssues(formula, to, 'instant'))),
    // A measurement stands for its whole period: its two ends say nothing about a business.
    ...(formula.clock !== undefined && formula.stream === 'measurement'
      ? [{ path: ['clock'], reason: { code: 'clockOfMeasurements' as const } }]
      : []),
  ];
}

function itemIssues(formula: PercentileDefinition): DefinitionIssue[] {
  const { from, to, field } = formula;
  const issues = [
    ...elapsedIssues(formula),
    ...(field === undefined ? [] : under('field', fieldIssues(formula, field, 'number'))),
  ];
  const hasDuration = from !== undefined || to !== undefined;
  if (hasDuration && field !== undefined) issues.push({ path: ['field'], reason: { code: 'percentileItemTwice' } });
  else if (field === undefined && (from === undefined || to === undefined)) {
    issues.push({ path: [], reason: { code: 'percentileItemMissing' } });
  }
  if (!hasDuration && field !== undefined) {
    if (formula.nonPositive !== undefined) {
      issues.push({ path: ['nonPositive'], reason: { code: 'nonPositiveOfField' } });
    }
    if (formula.clock !== undefined) issues.push({ path: ['clock'], reason: { code: 'clockOfField' } });
  }
  return issues;
}

/**
 * Amounts add up only within one currency (semantics §4): the filters must leave exactly one. A single amount is shown in it, a rate of
 * amounts too; a ratio of two must be of one and the same.
 */
function moneyIssues(formula: MetricFormula): DefinitionIssue[] {
  const money = formula.kind === 'derived' ? [] : moneyFieldsOf(formula);
  return money.flatMap((amount): DefinitionIssue[] => {
    const { field, currencyField, path } = amount;
    const currency = currencyOf(amount);
    if (currency === null) return [{ path, reason: { code: 'currencyNotOne', field, currencyField } }];
    if (!isCurrency(currency)) return [{ path, reason: { code: 'currencyUnknown', currency } }];
    const other = money.map(currencyOf).find((found) => found !== null && found !== currency);
    return other ? [{ path, reason: { code: 'currenciesMixed', currencies: [currency, other] } }] : [];
  });
}

function unitIssues(formula: MetricFormula, unit: Unit): DefinitionIssue[] {
  const [amount, ...others] = formula.kind === 'derived' ? [] : moneyFieldsOf(formula);
  const currency = amount === undefined || others.length > 0 ? null : currencyOf(amount);
  // An amount whose currency is not known has been told already.
  if (amount && others.length === 0 && (currency === null || !isCurrency(currency))) return [];
  const allowed = currency !== null && isCurrency(currency) ? [currency] : unitsOf(formula);
  return allowed.includes(unit) ? [] : [{ path: ['unit'], reason: { code: 'unitUnfit', unit, allowed } }];
}

/** A share is a percentage or a plain number, a duration has a unit of time, a rate says per what. */
function unitsOf(formula: MetricFormula): readonly Unit[] {
  switch (formula.kind) {
    case 'ratio':
      return ['%', ...amounts];
    case 'count':
      return formula.per === undefined ? ['count'] : [rateUnits[formula.per]];
    case 'sum':
      return formula.per === undefined ? amounts : [rateUnits[formula.per]];
    case 'activeDays':
      return ['d', 'count'];
    case 'open':
      return ['count'];
    case 'duration':
      return timeUnits;
    case 'percentile':
      return formula.field === undefined ? timeUnits : amounts;
    case 'latest':
      return ['%', ...amounts];
    case 'derived':
      return ['%', ...amounts, ...Object.values(rateUnits)];
  }
}

const rateUnits = { day: '/d', week: '/wk', month: '/mo' } as const satisfies Record<RatePeriod, Unit>;

function repeated(names: readonly string[]): DefinitionIssue[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: [index], reason: { code: 'nameTwice' as const, name } }] : [],
  );
}
