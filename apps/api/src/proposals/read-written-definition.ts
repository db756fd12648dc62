import { InvalidInput } from '@tandem/application/input-errors';
import { formula as formulaDocument } from '@tandem/contracts/formula-document';
import type { WrittenDefinition } from '@tandem/contracts/proposals';
import type { GovernedDefinition } from '@tandem/domain/metric/governed-definition';
import { faultsOf, type Fault } from '../configuration/document-faults.js';
import { readYaml, type Path, type Position } from '../configuration/yaml-document.js';

type Issue = InvalidInput['issues'][number];

export interface ReadDefinition {
  readonly definition: GovernedDefinition;
  /** A fault of the definition as the answer tells it: by field, and by line where its formula came as text. */
  readonly issueOf: (fault: Fault) => Issue;
}

/** A definition whose formula is given as data or as its text. Throws `InvalidInput` with everything that is wrong with the text. */
export function readWrittenDefinition({ formula, formulaText, ...rest }: WrittenDefinition): ReadDefinition {
  if (formulaText === undefined) {
    if (formula !== undefined) return { definition: { ...rest, formula }, issueOf: (fault) => issueAt(fault, null) };
    throw new InvalidInput([{ field: 'definition.formula', reason: 'is missing; give it here, or as formulaText' }]);
  }
  if (formula !== undefined) {
    const reason = 'stands beside formula: give the formula once, as data or as its text';
    throw new InvalidInput([{ field: 'definition.formulaText', reason }]);
  }
  const yaml = readYaml(formulaText, { empty: 'the formula is empty: begin with a kind, such as "kind: count"' });
  if (yaml.value === undefined || yaml.issues.length) {
    throw new InvalidInput(
      yaml.issues.map(({ reason, position }) => ({ field: 'definition.formulaText', reason, ...placed(position) })),
    );
  }
  const issueOf = (fault: Fault) =>
    issueAt(fault, fault.path[0] === 'formula' ? yaml.positionOf(fault.path.slice(1)) : null);
  const faults = faultsOf(formulaDocument, yaml.value, ['formula']);
  if (faults.length) throw new InvalidInput(faults.map(issueOf));
  return { definition: { ...rest, formula: formulaDocument.parse(yaml.value) }, issueOf };
}

function issueAt({ path, reason }: { readonly path: Path; readonly reason: string }, position: Position | null): Issue {
  return { field: ['definition', ...path].join('.'), reason, ...placed(position) };
}

function placed(position: Position | null): Partial<Position> {
  return position === null ? {} : { line: position.line, column: position.column };
}
