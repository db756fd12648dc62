import { fieldsOf } from '../record/streams.js';
import { alternativesOf, type Operand, type RecordFormula, type Where } from './definition.js';

/** A field whose values are amounts in the minor unit of a currency, and the field that names the currency of each record. */
export interface MoneyField {
  readonly field: string;
  readonly currencyField: string;
  /** Keys of the formula that lead to it. */
  readonly path: readonly string[];
  /** Conditions that hold for every record whose amount is taken. */
  readonly filters: readonly (Where | undefined)[];
}

/** The amounts that a formula adds or shows; `numerator` and `denominator` of a ratio apart. */
export function moneyFieldsOf(formula: RecordFormula): readonly MoneyField[] {
  const money = (path: readonly string[], field: string | undefined, ...filters: (Where | undefined)[]) => {
    const declaration = field === undefined ? undefined : fieldsOf(formula.stream)[field];
    const currencyField = declaration?.minorUnitsOf;
    if (field === undefined || currencyField === undefined) return [];
    return [{ field, currencyField, path, filters: [formula.where, ...filters] }];
  };
  const operand = (key: 'numerator' | 'denominator', { sum, where }: Operand) => money([key, 'sum'], sum, where);
  switch (formula.kind) {
    case 'sum':
      return money(['sum'], formula.sum);
    case 'ratio':
      return [...operand('numerator', formula.numerator), ...operand('denominator', formula.denominator)];
    case 'percentile':
    case 'latest':
      return money(['field'], formula.field);
    case 'count':
    case 'activeDays':
    case 'open':
    case 'duration':
      return [];
  }
}

/** The one currency that the filters leave; null when they leave several or do not say. */
export function currencyOf({ currencyField, filters }: MoneyField): string | null {
  const perFilter = filters.map((where) => {
    const named = alternativesOf(where).map((conditions) => conditions[currencyField]);
    const [first] = named;
    return typeof first === 'string' && named.every((condition) => condition === first) ? first : null;
  });
  return perFilter.find((currency) => currency !== null) ?? null;
}
