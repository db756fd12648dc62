import type { ExpectedPart, ExpressionFault } from '@tandem/domain/metric/parse-expression';

/** What is wrong with a formula over metrics: where, what stands there, and what was expected. */
export function expressionSentence(fault: ExpressionFault): string {
  return `at column ${fault.column}: ${sentenceOf(fault)}`;
}

function sentenceOf(fault: ExpressionFault): string {
  switch (fault.code) {
    case 'unexpected':
      return `expected ${expectedParts[fault.expected]}, found ${fault.found === null ? 'the end' : `"${fault.found}"`}`;
    case 'numberUnreadable':
      return `"${fault.found}" is no number; write one such as 62.5, or put the key of a metric in quotes`;
    case 'keyUnreadable':
      return `"${fault.found}" cannot be the key of a metric`;
    case 'tooDeep':
      return `more than ${fault.most} levels of parentheses and signs; make a metric of a part`;
    case 'tooManyOperands':
      return `more than ${fault.most} numbers and metrics; make a metric of a part`;
    case 'tooLong':
      return `more than ${fault.most} characters; make a metric of a part`;
  }
}

const expectedParts: Readonly<Record<ExpectedPart, string>> = {
  value: 'a number, a metric, min, max or "("',
  operatorOrEnd: 'one of + - * / or the end',
  operatorOrClosing: 'one of + - * / or ")"',
  commaOrClosing: '"," or ")"',
  comma: '"," and a second value',
  closingQuote: 'a closing quote',
};
