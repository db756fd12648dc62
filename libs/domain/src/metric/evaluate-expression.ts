import Big from 'big.js';
import type { Fraction } from './exact-value.js';
import type { ValueAbsence } from './observation.js';
import type { Expression } from './parse-expression.js';

export type Evaluated =
  | { readonly value: Fraction; readonly absence: null }
  | { readonly value: null; readonly absence: Extract<ValueAbsence, 'inputWithoutValue' | 'dividedByZero'> };

/**
 * The exact value of an expression; fractions keep what a decimal would round. A metric without a value leaves the whole without one, and so
 * does a division by zero, also where `min` or `max` would have chosen another.
 *
 * @param valueOf the unrounded value of a metric in its own unit; null when it has none
 */
export function evaluateExpression(expression: Expression, valueOf: (key: string) => Fraction | null): Evaluated {
  switch (expression.kind) {
    case 'number':
      return known({ numerator: new Big(expression.value), denominator: one });
    case 'metric': {
      const value = valueOf(expression.key);
      return value === null ? { value: null, absence: 'inputWithoutValue' } : known(value);
    }
    case 'negative': {
      const of = evaluateExpression(expression.of, valueOf);
      return of.value === null ? of : known({ ...of.value, numerator: of.value.numerator.times(-1) });
    }
    case 'operation':
      return operated(expression, valueOf);
    case 'choice':
      return chosen(expression, valueOf);
  }
}

const one = new Big(1);

function known(value: Fraction): Evaluated {
  return { value, absence: null };
}

function operated(
  { operator, left, right }: Extract<Expression, { kind: 'operation' }>,
  valueOf: (key: string) => Fraction | null,
): Evaluated {
  const [a, b] = [evaluateExpression(left, valueOf), evaluateExpression(right, valueOf)];
  if (a.value === null) return a;
  if (b.value === null) return b;
  const [{ numerator: n0, denominator: d0 }, { numerator: n1, denominator: d1 }] = [a.value, b.value];
  switch (operator) {
    case '+':
      return known({ numerator: n0.times(d1).plus(n1.times(d0)), denominator: d0.times(d1) });
    case '−':
      return known({ numerator: n0.times(d1).minus(n1.times(d0)), denominator: d0.times(d1) });
    case '×':
      return known({ numerator: n0.times(n1), denominator: d0.times(d1) });
    case '÷':
      if (n1.eq(0)) return { value: null, absence: 'dividedByZero' };
      return known({ numerator: n0.times(d1), denominator: d0.times(n1) });
  }
}

function chosen(
  { choose, from }: Extract<Expression, { kind: 'choice' }>,
  valueOf: (key: string) => Fraction | null,
): Evaluated {
  const candidates = from.map((part) => evaluateExpression(part, valueOf));
  const absent = candidates.find(({ value }) => value === null);
  if (absent) return absent;
  return candidates.reduce((best, candidate) =>
    best.value !== null && candidate.value !== null && compare(candidate.value, best.value) === sign[choose]
      ? candidate
      : best,
  );
}

const sign = { min: -1, max: 1 } as const;

function compare(a: Fraction, b: Fraction): -1 | 0 | 1 {
  const order = a.numerator.times(b.denominator).cmp(b.numerator.times(a.denominator));
  const turned = a.denominator.lt(0) !== b.denominator.lt(0);
  return turned ? (-order as -1 | 0 | 1) : order;
}
