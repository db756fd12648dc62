import { canonicalOpening } from '../organisation/business-calendar.js';
import { canonicalJson } from '../organisation/canonical-json.js';
import { clockOf, type Clock, type MetricFormula } from './definition.js';
import { expressionText } from './expression-text.js';
import { parseExpression } from './parse-expression.js';

/**
 * Text that is the same for two formulas exactly when they count the same records in the same slices: the order of dimensions and
 * of connections does not matter, nor how a formula over metrics is spaced; that of the instants under `at` does, because the first one that a record has decides.
 * Of a calendar it is the opening hours that matter, and not its name.
 */
export function canonicalFormula(formula: MetricFormula): string {
  const clock = clockOf(formula);
  return canonicalJson({
    ...formula,
    ...(clock === undefined ? {} : { clock: canonicalClock(clock) }),
    dimensions: [...formula.dimensions].sort(),
    ...(formula.kind === 'derived' ? { expression: canonicalExpression(formula.expression) } : {}),
    ...(!('connections' in formula) || formula.connections === undefined
      ? {}
      : { connections: [...formula.connections].sort() }),
  });
}

function canonicalClock({ calendar, opening }: Clock): object {
  return opening === undefined ? { calendar } : canonicalOpening(opening);
}

function canonicalExpression(text: string): string {
  const parsed = parseExpression(text);
  return parsed.ok ? expressionText(parsed.expression) : text;
}
