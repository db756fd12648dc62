import type { Expression, Operator } from './parse-expression.js';

const strength = { '+': 1, '−': 1, '×': 2, '÷': 2 } as const satisfies Record<Operator, number>;

/**
 * An expression as it is printed: `100 × (1 − errors ÷ valid)`, with the parentheses that it needs and no others. The same for two texts
 * exactly when they reckon in the same order; it can be read back.
 */
export function expressionText(expression: Expression): string {
  return written(expression, 0);
}

function written(expression: Expression, around: number): string {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'metric':
      return isBare(expression.key) ? expression.key : `"${expression.key}"`;
    case 'negative':
      return inParentheses(`−${written(expression.of, 3)}`, around > 2);
    case 'choice':
      return `${expression.choose}(${expression.from.map((part) => written(part, 0)).join(', ')})`;
    case 'operation': {
      const own = strength[expression.operator];
      const [left, right] = [written(expression.left, own), written(expression.right, own + 1)];
      return inParentheses(`${left} ${expression.operator} ${right}`, own < around);
    }
  }
}

function inParentheses(text: string, needed: boolean): string {
  return needed ? `(${text})` : text;
}

function isBare(key: string): boolean {
  return /^[a-z](?:[a-z0-9_]|[.-](?=[a-z0-9_]))*$/.test(key);
}
