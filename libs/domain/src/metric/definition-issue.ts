import type { StreamName } from '../record/streams.js';
import type { Unit } from './definition.js';
import type { ExpressionFault } from './parse-expression.js';

export type FieldUse = 'instant' | 'number' | 'slice' | 'condition';

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
  | {
      readonly code: 'conditionUnfit';
      readonly name: string;
      readonly condition: 'bounds' | 'text';
      readonly fitting: readonly string[];
    }
  | { readonly code: 'boundsEmpty' }
  | { readonly code: 'boundUnreadable'; readonly value: string; readonly expected: 'number' | 'instant' }
  | { readonly code: 'alternativesEmpty' }
  | { readonly code: 'currencyNotOne'; readonly field: string; readonly currencyField: string }
  | { readonly code: 'currencyUnknown'; readonly currency: string }
  | { readonly code: 'currenciesMixed'; readonly currencies: readonly string[] }
  | { readonly code: 'expressionUnreadable'; readonly fault: ExpressionFault }
  | { readonly code: 'expressionWithoutMetric' }
  | { readonly code: 'inputUnknown'; readonly key: string; readonly known: readonly string[] }
  /** The first and the last key are the same. */
  | { readonly code: 'inputCycle'; readonly keys: readonly string[] }
  | {
      readonly code: 'dimensionNotShared';
      readonly name: string;
      readonly missingFrom: string;
      readonly shared: readonly string[];
    }
  | { readonly code: 'atEmpty' }
  | { readonly code: 'untilEmpty' }
  | { readonly code: 'nameTwice'; readonly name: string }
  | { readonly code: 'percentileItemMissing' }
  | { readonly code: 'percentileItemTwice' }
  | { readonly code: 'nonPositiveOfField' }
  | { readonly code: 'clockOfField' }
  | { readonly code: 'clockOfMeasurements' }
  | { readonly code: 'unitUnfit'; readonly unit: Unit; readonly allowed: readonly Unit[] };

export interface DefinitionIssue {
  /** Keys that lead to the fault, from the definition. */
  readonly path: readonly (string | number)[];
  readonly reason: DefinitionReason;
}

/** Puts issues under a key of what holds the thing that was checked. */
export function under(key: string | number, issues: readonly DefinitionIssue[]): DefinitionIssue[] {
  return issues.map(({ path, reason }) => ({ path: [key, ...path], reason }));
}
