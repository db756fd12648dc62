import { readableFieldsOf } from '../record/linked-fields.js';
import { fieldsOf, type FieldDeclaration } from '../record/streams.js';
import type { RecordFormula } from './definition.js';
import type { DefinitionIssue, FieldUse } from './definition-issue.js';

const dimensionName = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;

/** The declaration of a name that may be used; undefined for `dimensions.<name>`, which no stream declares. */
export function declarationOf(formula: RecordFormula, name: string): FieldDeclaration | undefined {
  const deployment = deploymentField(formula, name);
  if (deployment !== null) return fieldsOf('deployment')[deployment];
  const declared = readableFieldsOf(formula.stream);
  return Object.hasOwn(declared, name) ? declared[name] : undefined;
}

function deploymentField(formula: RecordFormula, name: string): string | null {
  if (formula.stream !== 'change' || !name.startsWith('deployment.')) return null;
  const field = name.slice('deployment.'.length);
  return Object.hasOwn(fieldsOf('deployment'), field) ? field : null;
}

export function fieldIssues(formula: RecordFormula, name: string, use: FieldUse): DefinitionIssue[] {
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

export function namesFor(formula: RecordFormula, use: FieldUse): readonly string[] {
  const names = declaredNames(formula, (declaration) => fits(declaration, use));
  return use === 'instant' ? [...names, 'knownAt'] : names;
}

/** Names of the fields that a formula may use and whose declaration passes. */
export function declaredNames(formula: RecordFormula, passes: (declaration: FieldDeclaration) => boolean): string[] {
  const own = Object.entries(readableFieldsOf(formula.stream));
  const deployment =
    formula.stream === 'change' && formula.kind === 'percentile'
      ? Object.entries(fieldsOf('deployment')).map(
          ([name, declaration]) => [`deployment.${name}`, declaration] as const,
        )
      : [];
  return [...own, ...deployment].filter(([, declaration]) => passes(declaration)).map(([name]) => name);
}
