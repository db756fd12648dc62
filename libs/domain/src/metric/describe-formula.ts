import type { Condition, MetricDefinition, MetricFormula, Operand, Where } from './definition.js';

export interface DescribedFormula {
  /** The formula on one line, in the names of the stream's own fields. */
  readonly text: string;
  /** What is left out, one phrase each. */
  readonly exclusions: string[];
  /** Which instant places a record in its period. */
  readonly periodField: string;
}

/** A formula as people read it: made from the definition, so that page and number cannot drift apart. */
export function describeFormula({ formula }: Pick<MetricDefinition, 'formula'>): DescribedFormula {
  return {
    text: textOf(formula),
    exclusions: [
      ...Object.entries(formula.where ?? {}).map(([field, condition]) => exclusion(field, condition)),
      ...(formula.kind === 'percentile' && formula.field === undefined && formula.nonPositive !== 'include'
        ? ['zero and negative durations (automation), which are counted']
        : []),
    ],
    periodField: formula.at.join(', else '),
  };
}

function textOf(formula: MetricFormula): string {
  switch (formula.kind) {
    case 'ratio':
      return `${operand(formula, formula.numerator)} ÷ ${operand(formula, formula.denominator)}`;
    case 'count':
      return `number of ${formula.stream}${formula.per ? ` per ${formula.per}` : ''}`;
    case 'sum':
      return `sum of ${formula.sum}${formula.per ? ` per ${formula.per}` : ''}`;
    case 'percentile': {
      const name = formula.percentile === 50 ? 'median' : `${formula.percentile}th percentile`;
      return `${name} of ${formula.field ?? `${formula.from ?? ''} → ${formula.to ?? ''}`}`;
    }
  }
}

function operand(formula: MetricFormula, { sum, where }: Operand): string {
  const what = sum === undefined ? formula.stream : `sum of ${sum}`;
  return where === undefined ? what : `${what} [${conditions(where)}]`;
}

function conditions(where: Where): string {
  return Object.entries(where)
    .map(([field, condition]) => phrase(field, condition))
    .join(', ');
}

/** What a condition on all records leaves out. */
function exclusion(field: string, condition: Condition): string {
  if (Array.isArray(condition)) return `${field} other than ${condition.join(' or ')}`;
  if (typeof condition === 'object') {
    if ('present' in condition) return `${field} ${condition.present ? 'not known' : 'known'}`;
    if ('not' in condition) return `${field} ${condition.not.join(' or ')}`;
  }
  return `${field} other than ${String(condition)}`;
}

function phrase(field: string, condition: Condition): string {
  if (Array.isArray(condition)) return `${field} ${condition.join(' or ')}`;
  if (typeof condition === 'object') {
    if ('present' in condition) return `${field} ${condition.present ? 'known' : 'not known'}`;
    if ('not' in condition) return `${field} not ${condition.not.join(' or ')}`;
  }
  return `${field} ${String(condition)}`;
}
