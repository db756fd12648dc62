import type { FieldDeclaration } from '../record/streams.js';
import { declarationOf, declaredNames, fieldIssues } from './check-field.js';
import { under, type DefinitionIssue } from './definition-issue.js';
import { isAlternatives, type Condition, type Conditions, type RecordFormula, type Where } from './definition.js';
import { parseDecimal } from './parse-decimal.js';

/** What is wrong with a filter: fields that do not exist, and conditions that a field cannot meet. */
export function whereIssues(formula: RecordFormula, where: Where | undefined): DefinitionIssue[] {
  if (where === undefined) return [];
  if (!isAlternatives(where)) return conditionsIssues(formula, where);
  if (where.length === 0) return [{ path: [], reason: { code: 'alternativesEmpty' } }];
  return where.flatMap((conditions, index) => under(index, conditionsIssues(formula, conditions)));
}

function conditionsIssues(formula: RecordFormula, conditions: Conditions): DefinitionIssue[] {
  return Object.entries(conditions).flatMap(([name, condition]) => {
    const unknown = fieldIssues(formula, name, 'condition');
    return under(name, unknown.length ? unknown : conditionIssues(formula, name, condition));
  });
}

function conditionIssues(formula: RecordFormula, name: string, condition: Condition): DefinitionIssue[] {
  const declaration = declarationOf(formula, name);
  if (typeof condition !== 'object' || Array.isArray(condition) || 'not' in condition) {
    return valueIssues(declaration, condition);
  }
  if ('present' in condition) return [];
  if ('startsWith' in condition || 'contains' in condition) {
    return (declaration?.type ?? 'text') === 'text'
      ? []
      : [unfit(formula, name, 'text', ({ type }) => type === 'text')];
  }
  const scale = scaleOf(declaration);
  if (scale === null) return [unfit(formula, name, 'bounds', (one) => scaleOf(one) !== null)];
  const bounds = Object.entries(condition);
  if (bounds.length === 0) return [{ path: [], reason: { code: 'boundsEmpty' } }];
  return bounds
    .filter(([, value]) => !isReadable(String(value), scale))
    .map(([bound, value]) => ({
      path: [bound],
      reason: { code: 'boundUnreadable', value: String(value), expected: scale },
    }));
}

function unfit(
  formula: RecordFormula,
  name: string,
  condition: 'bounds' | 'text',
  fits: (declaration: FieldDeclaration) => boolean,
): DefinitionIssue {
  return { path: [], reason: { code: 'conditionUnfit', name, condition, fitting: declaredNames(formula, fits) } };
}

function valueIssues(declaration: FieldDeclaration | undefined, condition: Condition): DefinitionIssue[] {
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

/** What the values of a field are ordered as; `null` for text, which has no order that both sides would agree on. */
function scaleOf(declaration: FieldDeclaration | undefined): 'number' | 'instant' | null {
  if (declaration?.type === 'integer' || declaration?.type === 'decimal') return 'number';
  return declaration?.type === 'instant' ? 'instant' : null;
}

const zonedInstant = /^[1-9]\d{3}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;

function isReadable(value: string, scale: 'number' | 'instant'): boolean {
  if (scale === 'instant') return zonedInstant.test(value) && !Number.isNaN(Date.parse(value));
  try {
    return parseDecimal(value).e < 40;
  } catch {
    return false;
  }
}
