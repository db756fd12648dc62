import { fieldsOf, type FieldDeclaration, type StreamName } from '../record/streams.js';
import type { Condition, MetricDefinition, MetricFormula, Operand, Unit, Where } from './definition.js';

type FieldUse = 'instant' | 'number' | 'slice' | 'condition';

/** Why a definition cannot be calculated; the sentence is written where it is read. */
export type DefinitionReason =
  | {
      readonly code: 'fieldUnknown';
      readonly name: string;
      readonly stream: StreamName;
      readonly known: readonly string[];
    }
  | { readonly code: 'fieldUnfit'; readonly name: string; readonly use: FieldUse; readonly fitting: readonly string[] }
  | { readonly code: 'deploymentFieldOutsidePercentile'; readonly name: string }
  | { readonly code: 'conditionValueUnknown'; readonly value: string; readonly allowed: readonly string[] }
  | { readonly code: 'atEmpty' }
  | { readonly code: 'nameTwice'; readonly name: string }
  | { readonly code: 'percentileItemMissing' }
  | { readonly code: 'percentileItemTwice' }
  | { readonly code: 'nonPositiveOfField' }
  | { readonly code: 'unitUnfit'; readonly unit: Unit; readonly allowed: readonly Unit[] };

export interface DefinitionIssue {
  /** Keys that lead to the fault, from the definition. */
  readonly path: readonly (string | number)[];
  readonly reason: DefinitionReason;
}

const timeUnits = ['ms', 's', 'min', 'h', 'd'] as const satisfies readonly Unit[];
const currencies = ['EUR', 'USD', 'GBP'] as const satisfies readonly Unit[];
const dimensionName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/**
 * Checks that a definition can be calculated: every field that it names exists in its stream and is of a kind that fits its use
 * (`dimensions.<name>` always exists; `deployment.<field>` does in percentiles of the stream `change`), and its unit fits its kind.
 * Empty when nothing is wrong; otherwise every fault, not only the first.
 */
export function checkDefinition({
  formula,
  unit,
}: Pick<MetricDefinition, 'formula' | 'unit'>): readonly DefinitionIssue[] {
  return [...under('formula', formulaIssues(formula)), ...unitIssues(formula, unit)];
}

function formulaIssues(formula: MetricFormula): DefinitionIssue[] {
  const issues = [
    ...under('at', atIssues(formula)),
    ...under('where', whereIssues(formula, formula.where)),
    ...under('dimensions', [
      ...repeated(formula.dimensions),
      ...formula.dimensions.flatMap((name, index) => under(index, fieldIssues(formula, name, 'slice'))),
    ]),
    ...under('connections', repeated(formula.connections ?? [])),
  ];
  switch (formula.kind) {
    case 'count':
      return issues;
    case 'sum':
      return [...issues, ...under('sum', fieldIssues(formula, formula.sum, 'number'))];
    case 'ratio':
      return [
        ...issues,
        ...under('numerator', operandIssues(formula, formula.numerator)),
        ...under('denominator', operandIssues(formula, formula.denominator)),
      ];
    case 'percentile':
      return [...issues, ...itemIssues(formula)];
  }
}

function atIssues(formula: MetricFormula): DefinitionIssue[] {
  if (formula.at.length === 0) return [{ path: [], reason: { code: 'atEmpty' } }];
  return [
    ...repeated(formula.at),
    ...formula.at.flatMap((name, index) => under(index, fieldIssues(formula, name, 'instant'))),
  ];
}

function operandIssues(formula: MetricFormula, operand: Operand): DefinitionIssue[] {
  return [
    ...(operand.sum === undefined ? [] : under('sum', fieldIssues(formula, operand.sum, 'number'))),
    ...under('where', whereIssues(formula, operand.where)),
  ];
}

function itemIssues(formula: MetricFormula & { kind: 'percentile' }): DefinitionIssue[] {
  const { from, to, field } = formula;
  const issues: DefinitionIssue[] = [
    ...(from === undefined ? [] : under('from', fieldIssues(formula, from, 'instant'))),
    ...(to === undefined ? [] : under('to', fieldIssues(formula, to, 'instant'))),
    ...(field === undefined ? [] : under('field', fieldIssues(formula, field, 'number'))),
  ];
  const hasDuration = from !== undefined || to !== undefined;
  if (hasDuration && field !== undefined) issues.push({ path: ['field'], reason: { code: 'percentileItemTwice' } });
  else if (field === undefined && (from === undefined || to === undefined)) {
    issues.push({ path: [], reason: { code: 'percentileItemMissing' } });
  }
  if (!hasDuration && field !== undefined && formula.nonPositive !== undefined) {
    issues.push({ path: ['nonPositive'], reason: { code: 'nonPositiveOfField' } });
  }
  return issues;
}

function whereIssues(formula: MetricFormula, where: Where | undefined): DefinitionIssue[] {
  return Object.entries(where ?? {}).flatMap(([name, condition]) => {
    const unknown = fieldIssues(formula, name, 'condition');
    return under(name, unknown.length ? unknown : conditionIssues(declarationOf(formula, name), condition));
  });
}

function conditionIssues(declaration: FieldDeclaration | undefined, condition: Condition): DefinitionIssue[] {
  const allowed = allowedValues(declaration);
  if (allowed === null) return [];
  return scalarsOf(condition)
    .filter((value) => !allowed.includes(String(value)))
    .map((value) => ({ path: [], reason: { code: 'conditionValueUnknown', value: String(value), allowed } }));
}

function allowedValues(declaration: FieldDeclaration | undefined): readonly string[] | null {
  if (declaration === undefined) return null;
  if (typeof declaration.type === 'object') return declaration.type.oneOf;
  return declaration.type === 'boolean' ? ['true', 'false'] : null;
}

function scalarsOf(condition: Condition): readonly (string | number | boolean)[] {
  if (Array.isArray(condition)) return condition as readonly (string | number | boolean)[];
  if (typeof condition !== 'object') return [condition];
  return 'not' in condition ? condition.not : [];
}

/** The declaration of a name that may be used; undefined for `dimensions.<name>`, which no stream declares. */
function declarationOf(formula: MetricFormula, name: string): FieldDeclaration | undefined {
  const deployment = deploymentField(formula, name);
  if (deployment !== null) return fieldsOf('deployment')[deployment];
  const declared = fieldsOf(formula.stream);
  return Object.hasOwn(declared, name) ? declared[name] : undefined;
}

function deploymentField(formula: MetricFormula, name: string): string | null {
  if (formula.stream !== 'change' || !name.startsWith('deployment.')) return null;
  const field = name.slice('deployment.'.length);
  return Object.hasOwn(fieldsOf('deployment'), field) ? field : null;
}

function fieldIssues(formula: MetricFormula, name: string, use: FieldUse): DefinitionIssue[] {
  // A record's own knowledge time is no field, but it is an instant of every record.
  if (name === 'knownAt' && use === 'instant') return [];
  const isDimension = name.startsWith('dimensions.') && dimensionName.test(name.slice('dimensions.'.length));
  const declaration = declarationOf(formula, name);
  if (declaration === undefined && !isDimension) {
    return [
      { path: [], reason: { code: 'fieldUnknown', name, stream: formula.stream, known: namesFor(formula, use) } },
    ];
  }
  const issues: DefinitionIssue[] = [];
  if (deploymentField(formula, name) !== null && formula.kind !== 'percentile') {
    issues.push({ path: [], reason: { code: 'deploymentFieldOutsidePercentile', name } });
  }
  if (!fits(declaration, use)) {
    issues.push({ path: [], reason: { code: 'fieldUnfit', name, use, fitting: namesFor(formula, use) } });
  }
  return issues;
}

/** Dimensions are text: they can be compared and sliced by, but hold neither instants nor numbers. */
function fits(declaration: FieldDeclaration | undefined, use: FieldUse): boolean {
  if (use === 'condition') return true;
  const type = declaration?.type ?? 'text';
  if (use === 'instant') return type === 'instant';
  if (use === 'number') return type === 'integer' || type === 'decimal';
  return typeof type === 'object' || type === 'text' || type === 'boolean';
}

function namesFor(formula: MetricFormula, use: FieldUse): readonly string[] {
  const own = Object.entries(fieldsOf(formula.stream)).map(([name, declaration]) => [name, declaration] as const);
  const deployment =
    formula.stream === 'change' && formula.kind === 'percentile'
      ? Object.entries(fieldsOf('deployment')).map(
          ([name, declaration]) => [`deployment.${name}`, declaration] as const,
        )
      : [];
  const names = [...own, ...deployment].filter(([, declaration]) => fits(declaration, use)).map(([name]) => name);
  return use === 'instant' ? [...names, 'knownAt'] : names;
}

function unitIssues(formula: MetricFormula, unit: Unit): DefinitionIssue[] {
  const allowed = unitsOf(formula);
  return allowed.includes(unit) ? [] : [{ path: ['unit'], reason: { code: 'unitUnfit', unit, allowed } }];
}

/** A share is a percentage or a plain number, a duration has a unit of time, a rate says per what. */
function unitsOf(formula: MetricFormula): readonly Unit[] {
  switch (formula.kind) {
    case 'ratio':
      return ['%', 'count', ...currencies, ...timeUnits];
    case 'count':
      return formula.per === undefined ? ['count'] : [rateUnits[formula.per]];
    case 'sum':
      return formula.per === undefined ? ['count', ...currencies, ...timeUnits] : [rateUnits[formula.per]];
    case 'percentile':
      return formula.field === undefined ? timeUnits : ['count', ...currencies, ...timeUnits];
  }
}

const rateUnits = { day: '/d', week: '/wk' } as const satisfies Record<'day' | 'week', Unit>;

function repeated(names: readonly string[]): DefinitionIssue[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index ? [{ path: [index], reason: { code: 'nameTwice' as const, name } }] : [],
  );
}

function under(key: string | number, issues: readonly DefinitionIssue[]): DefinitionIssue[] {
  return issues.map(({ path, reason }) => ({ path: [key, ...path], reason }));
}
