import Big from 'big.js';
import fc from 'fast-check';
import { evaluateExpression } from './evaluate-expression.js';
import { expressionText } from './expression-text.js';
import { metricsOf, parseExpression, type Expression } from './parse-expression.js';
import { shownFraction } from './shown-value.js';

function read(text: string): Expression {
  const parsed = parseExpression(text);
  if (!parsed.ok) throw new Error(`${text}: ${JSON.stringify(parsed.fault)}`);
  return parsed.expression;
}

const faultOf = (text: string) => {
  const parsed = parseExpression(text);
  return parsed.ok ? null : parsed.fault;
};
const values: Readonly<Record<string, string>> = { a: '6', 'b-c': '4', zero: '0', '2xx': '50' };
const answer = (text: string) => {
  const { value, absence } = evaluateExpression(read(text), (key) => {
    const known = values[key];
    return known === undefined ? null : { numerator: new Big(known), denominator: new Big(1) };
  });
  return absence ?? shownFraction(value, 3);
};

describe('a formula over metrics', () => {
  it.each([
    ['1 + 2 × 3', '7.000'],
    ['(1 + 2) * 3', '9.000'],
    ['7 - 4 - 2', '1.000'],
    ['12 ÷ 4 / 3', '1.000'],
    ['-a + 10', '4.000'],
    ['2 × −a', '-12.000'],
    ['−(a − 1)', '-5.000'],
    ['a-1 + 1', 'inputWithoutValue'],
    ['a - 1', '5.000'],
    ['a − b-c', '2.000'],
    ['"b-c"-a', '-2.000'],
    ['"2xx" / 100', '0.500'],
    ['100-a', '94.000'],
    ['min(a, b-c, 9)', '4.000'],
    ['max(−1 ÷ 3, −1 ÷ −3)', '0.333'],
    ['2 ÷ 3', '0.667'],
    ['1 ÷ 3 × 3', '1.000'],
    ['a ÷ (b-c − 4)', 'dividedByZero'],
    ['max(1, 1 ÷ zero)', 'dividedByZero'],
    ['missing + 1', 'inputWithoutValue'],
  ])('%s is %s', (text, expected) => {
    expect(answer(text)).toBe(expected);
  });

  it.each<[string, object | null]>([
    ['', { code: 'unexpected', column: 1, expected: 'value', found: null }],
    ['a +', { code: 'unexpected', column: 4, expected: 'value', found: null }],
    ['a b', { code: 'unexpected', column: 3, expected: 'operatorOrEnd', found: 'b' }],
    ['(a', { code: 'unexpected', column: 3, expected: 'operatorOrClosing', found: null }],
    ['a)', { code: 'unexpected', column: 2, expected: 'operatorOrEnd', found: ')' }],
    ['min(a)', { code: 'unexpected', column: 6, expected: 'comma', found: ')' }],
    ['min(a, b', { code: 'unexpected', column: 9, expected: 'commaOrClosing', found: null }],
    ['a ** b', { code: 'unexpected', column: 4, expected: 'value', found: '*' }],
    ['process.exit()', { code: 'unexpected', column: 13, expected: 'operatorOrEnd', found: '(' }],
    ['1.2.3', { code: 'numberUnreadable', column: 1, found: '1.2.3' }],
    ['2xx / 100', { code: 'numberUnreadable', column: 1, found: '2xx' }],
    ['1 + "a', { code: 'unexpected', column: 7, expected: 'closingQuote', found: null }],
    ['"A b"', { code: 'keyUnreadable', column: 1, found: 'A b' }],
    ['a % b', { code: 'unexpected', column: 3, expected: 'operatorOrEnd', found: '%' }],
  ])('is refused with the column and what would be understood: %s', (text, fault) => {
    expect(faultOf(text)).toEqual(fault);
  });

  it('is refused where it is too deep, too long, or has too many operands', () => {
    expect(faultOf(`${'('.repeat(31)}a${')'.repeat(31)}`)).toEqual({ code: 'tooDeep', column: 31, most: 30 });
    expect(faultOf(`a${' + a'.repeat(50)}`)).toEqual({ code: 'tooManyOperands', column: 201, most: 50 });
    expect(faultOf('1'.repeat(1001))).toEqual({ code: 'tooLong', column: 1001, most: 1000 });
  });

  it('names each metric once', () => {
    expect(metricsOf(read('a ÷ (a + min(b-c, "2xx")) − -d'))).toEqual(['a', 'b-c', '2xx', 'd']);
  });

  it('gives an expression or a fault for any text, and nothing is ever thrown', () => {
    const pieces = fc.constantFrom(
      ...'a b-c 12 0.5 + - − × ÷ * / ( ) , min( max( " \' . é \u{1F600} \0 eval'.split(' '),
      ' ',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 200 }), fc.array(pieces, { maxLength: 80 })), (drawn) => {
        const text = typeof drawn === 'string' ? drawn : drawn.join('');
        const parsed = parseExpression(text);
        if (!parsed.ok) expect(parsed.fault.column).toBeLessThanOrEqual(text.length + 1);
        else expect(expressionText(read(expressionText(parsed.expression)))).toBe(expressionText(parsed.expression));
      }),
      { numRuns: 2000 },
    );
  });

  it('is read back from its print as it was', () => {
    const leaf = fc.oneof(
      fc.nat(999).map((value): Expression => ({ kind: 'number', value: String(value) })),
      fc.constantFrom('a', 'b-c', '2xx', 'min', 'x.-').map((key): Expression => ({ kind: 'metric', key })),
    );
    const { tree } = fc.letrec<{ tree: Expression }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.record({ kind: fc.constant('negative' as const), of: tie('tree') }),
        fc.record({
          kind: fc.constant('operation' as const),
          operator: fc.constantFrom('+' as const, '−' as const, '×' as const, '÷' as const),
          left: tie('tree'),
          right: tie('tree'),
        }),
        fc.record({
          kind: fc.constant('choice' as const),
          choose: fc.constantFrom('min' as const, 'max' as const),
          from: fc.array(tie('tree'), { minLength: 2, maxLength: 3 }),
        }),
      ),
    }));
    fc.assert(
      fc.property(tree, (expression) => {
        const text = expressionText(expression);
        fc.pre(text.length <= 1000 && faultOf(text)?.code !== 'tooManyOperands');
        expect(read(text)).toEqual(expression);
      }),
    );
  });
});
