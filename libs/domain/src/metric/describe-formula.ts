import { openingText } from '../organisation/opening-text.js';
import {
  alternativesOf,
  clockOf,
  type Clock,
  type Condition,
  type Conditions,
  type MetricDefinition,
  type MetricFormula,
  type RecordFormula,
  type Operand,
  type Where,
} from './definition.js';
import { expressionText } from './expression-text.js';
import { endOfCalendarYears, firstCalendarYear } from './opening-times.js';
import { parseExpression } from './parse-expression.js';

export interface DescribedFormula {
  readonly kind: MetricFormula['kind'];
  /** The formula on one line, in the names of the stream's own fields. */
  readonly text: string;
  /** What is left out, one phrase each. */
  readonly exclusions: string[];
  /** Which instant places a record in its period. */
  readonly periodField: string;
}

/** A formula as people read it: made from the definition, so that page and number cannot drift apart. */
export function describeFormula({ formula }: Pick<MetricDefinition, 'formula'>): DescribedFormula {
  if (formula.kind === 'derived') {
    return {
      kind: formula.kind,
      text: derivedText(formula.expression),
      exclusions: [],
      periodField: 'the same period of each metric in it',
    };
  }
  return {
    kind: formula.kind,
    text: textOf(formula) + clockText(clockOf(formula)),
    exclusions: [
      ...exclusionsOf(formula.where),
      ...(formula.onlyPast ? ['days that have not ended'] : []),
      ...(leavesOutNonPositive(formula) ? ['zero and negative durations (automation), which are counted'] : []),
      ...(clockOf(formula) === undefined ? [] : [timesWithoutCalendar]),
    ],
    periodField: formula.at.join(', else '),
  };
}

const timesWithoutCalendar = `times outside the years ${firstCalendarYear} to ${endOfCalendarYears - 1}, of which no calendar tells; they are counted`;

function clockText(clock: Clock | undefined): string {
  if (clock === undefined) return '';
  const hours = clock.opening === undefined ? '' : ` (${openingText(clock.opening)})`;
  return `, counted in the opening hours of ${clock.calendar}${hours}`;
}

function derivedText(expression: string): string {
  const parsed = parseExpression(expression);
  return parsed.ok ? expressionText(parsed.expression) : expression;
}

function textOf(formula: RecordFormula): string {
  switch (formula.kind) {
    case 'ratio':
      return `${operand(formula, formula.numerator)} ÷ ${operand(formula, formula.denominator)}`;
    case 'count':
      return `number of ${formula.stream}${formula.per ? ` per ${formula.per}` : ''}`;
    case 'sum':
      return `sum of ${formula.sum}${formula.per ? ` per ${formula.per}` : ''}`;
    case 'activeDays':
      return `median of the days of a week with ${formula.stream}, over the whole weeks that end in the period`;
    case 'open':
      return `number of ${formula.stream} open at the end of the period: ${formula.at.join(', else ')} before it, ${formula.until.join(', else ')} not`;
    case 'duration':
      return `mean time ${formula.from} → ${formula.to}`;
    case 'percentile': {
      const name = formula.percentile === 50 ? 'median' : `${formula.percentile}th percentile`;
      return `${name} of ${formula.field ?? `${formula.from ?? ''} → ${formula.to ?? ''}`}`;
    }
    case 'latest':
      return `latest ${formula.field}${formula.across === 'sum' && formula.dimensions.length ? ` of each ${formula.dimensions.join(' and ')}, added up` : ''}`;
  }
}

function leavesOutNonPositive(formula: RecordFormula): boolean {
  if (formula.kind === 'duration') return formula.nonPositive !== 'include';
  return formula.kind === 'percentile' && formula.field === undefined && formula.nonPositive !== 'include';
}

function operand(formula: RecordFormula, { sum, where }: Operand): string {
  const what = sum === undefined ? formula.stream : `sum of ${sum}`;
  return where === undefined ? what : `${what} [${alternativesText(where)}]`;
}

/** What a filter on all records leaves out: each condition by itself, or all that meet none of the alternatives. */
function exclusionsOf(where: Where | undefined): string[] {
  const alternatives = alternativesOf(where);
  const [only] = alternatives;
  if (alternatives.length > 1) return [`all but ${alternativesText(alternatives)}`];
  return Object.entries(only ?? {}).map(([field, condition]) => `${field} ${words(condition).others}`);
}

function alternativesText(where: Where): string {
  return alternativesOf(where).map(conditionsText).join('; or ');
}

function conditionsText(conditions: Conditions): string {
  return Object.entries(conditions)
    .map(([field, condition]) => `${field} ${words(condition).meets}`)
    .join(', ');
}

const boundWords = { atLeast: 'at least', above: 'above', atMost: 'at most', below: 'below' } as const;
const oppositeBounds = { atLeast: 'below', above: 'at most', atMost: 'above', below: 'at least' } as const;

/** A condition in words: what meets it, and what does not. */
function words(condition: Condition): { readonly meets: string; readonly others: string } {
  if (typeof condition !== 'object') return { meets: String(condition), others: `other than ${String(condition)}` };
  if (isList(condition)) return { meets: condition.join(' or '), others: `other than ${condition.join(' or ')}` };
  if ('not' in condition) return { meets: `not ${condition.not.join(' or ')}`, others: condition.not.join(' or ') };
  if ('present' in condition) {
    const [meets, others] = condition.present ? (['known', 'not known'] as const) : (['not known', 'known'] as const);
    return { meets, others };
  }
  if ('startsWith' in condition) return textWords('beginning with', condition.startsWith);
  if ('contains' in condition) return textWords('with', condition.contains);
  const bounds = Object.entries(condition) as [keyof typeof boundWords, string | number][];
  const phrase = (names: Readonly<Record<keyof typeof boundWords, string>>, joint: string) =>
    bounds.map(([bound, value]) => `${names[bound]} ${value}`).join(joint);
  return { meets: phrase(boundWords, ' and '), others: `${phrase(oppositeBounds, ' or ')}, or not known` };
}

function textWords(verb: string, text: string) {
  return { meets: `${verb} “${text}”`, others: `not ${verb} “${text}”` };
}

function isList(condition: Condition): condition is readonly (string | number | boolean)[] {
  return Array.isArray(condition);
}
