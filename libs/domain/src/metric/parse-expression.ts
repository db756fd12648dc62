/** A formula over metrics, read. Numbers stay decimal text, so that no digit is lost. */
export type Expression =
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'metric'; readonly key: string }
  | { readonly kind: 'negative'; readonly of: Expression }
  | {
      readonly kind: 'operation';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'choice'; readonly choose: 'min' | 'max'; readonly from: readonly Expression[] };

export type Operator = '+' | '−' | '×' | '÷';

/** What would have been understood where reading stopped. */
export type ExpectedPart =
  'value' | 'operatorOrEnd' | 'operatorOrClosing' | 'commaOrClosing' | 'comma' | 'closingQuote';

export type ExpressionFault =
  | {
      readonly code: 'unexpected';
      /** 1-based place in the text, in characters. */
      readonly column: number;
      readonly expected: ExpectedPart;
      /** What stands there; null at the end of the text. */
      readonly found: string | null;
    }
  | { readonly code: 'numberUnreadable'; readonly column: number; readonly found: string }
  | { readonly code: 'keyUnreadable'; readonly column: number; readonly found: string }
  | { readonly code: 'tooDeep'; readonly column: number; readonly most: number }
  | { readonly code: 'tooManyOperands'; readonly column: number; readonly most: number }
  | { readonly code: 'tooLong'; readonly column: number; readonly most: number };

export type ParsedExpression =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly fault: ExpressionFault };

const mostCharacters = 1000;
const mostOperands = 50;
const mostDepth = 30;

const operators: Readonly<Record<string, Operator>> = {
  '+': '+',
  '-': '−',
  '−': '−',
  '*': '×',
  '×': '×',
  '/': '÷',
  '÷': '÷',
};
const metricKey = /^[a-z0-9][a-z0-9._-]{0,99}$/;

/**
 * Reads a formula over metrics, such as `100 × (1 − errors ÷ valid)`. Operators are `+ - * /` or their printed forms, × and ÷ bind closer
 * than + and −, equals are taken from left to right. `min(a, b, …)` and `max(a, b, …)` take two or more. The key of a metric stands bare
 * when it begins with a letter: a dot or dash within it belongs to it, so a minus sign between two keys needs a space before it. Any key can
 * stand in quotes. Total: every text gives either an expression or the first fault with its column; nothing is thrown, nothing is run.
 */
export function parseExpression(text: string): ParsedExpression {
  if (text.length > mostCharacters) {
    return { ok: false, fault: { code: 'tooLong', column: mostCharacters + 1, most: mostCharacters } };
  }
  const reader = new ExpressionReader(text);
  try {
    return { ok: true, expression: reader.whole() };
  } catch (stop) {
    if (stop instanceof Stop) return { ok: false, fault: stop.fault };
    throw stop;
  }
}

/** The keys that an expression names, each once, in order of their first place. */
export function metricsOf(expression: Expression): readonly string[] {
  const keys = new Set<string>();
  const visit = (part: Expression): void => {
    if (part.kind === 'metric') keys.add(part.key);
    else if (part.kind === 'negative') visit(part.of);
    else if (part.kind === 'choice') part.from.forEach(visit);
    else if (part.kind === 'operation') [part.left, part.right].forEach(visit);
  };
  visit(expression);
  return [...keys];
}

/** Leaves the recursion at the first fault; it never leaves this file. */
class Stop extends Error {
  constructor(readonly fault: ExpressionFault) {
    super(fault.code);
  }
}

class ExpressionReader {
  private place = 0;
  private depth = 0;
  private operands = 0;

  constructor(private readonly text: string) {}

  whole(): Expression {
    const expression = this.sum();
    if (this.next() !== null) this.fail('operatorOrEnd');
    return expression;
  }

  private sum(): Expression {
    let left = this.product();
    for (let operator = this.operator('+', '−'); operator !== null; operator = this.operator('+', '−')) {
      left = { kind: 'operation', operator, left, right: this.product() };
    }
    return left;
  }

  private product(): Expression {
    let left = this.factor();
    for (let operator = this.operator('×', '÷'); operator !== null; operator = this.operator('×', '÷')) {
      left = { kind: 'operation', operator, left, right: this.factor() };
    }
    return left;
  }

  private factor(): Expression {
    return this.nested(() => (this.operator('−') === null ? this.operand() : { kind: 'negative', of: this.factor() }));
  }

  private operand(): Expression {
    const character = this.next();
    if (character === '(') return this.parenthesis();
    if (character !== null && /[0-9]/.test(character)) return this.number();
    if (character === '"' || character === "'") return this.quoted(character);
    const name = this.match(/[a-z](?:[a-z0-9_]|[.-](?=[a-z0-9_]))*/y);
    if (name === null) return this.fail('value');
    if ((name === 'min' || name === 'max') && this.next() === '(') return this.choice(name);
    return this.metric(name, this.place - name.length);
  }

  private parenthesis(): Expression {
    this.place += 1;
    const expression = this.sum();
    if (!this.take(')')) this.fail('operatorOrClosing');
    return expression;
  }

  private choice(choose: 'min' | 'max'): Expression {
    this.place += 1;
    const from = [this.sum()];
    while (this.take(',')) from.push(this.sum());
    if (from.length === 1) this.fail('comma');
    if (!this.take(')')) this.fail('commaOrClosing');
    return { kind: 'choice', choose, from };
  }

  private number(): Expression {
    const start = this.place;
    const written = this.match(/[0-9.]+[a-zA-Z0-9_.]*/y) ?? '';
    if (!/^\d{1,20}(\.\d{1,12})?$/.test(written)) {
      throw new Stop({ code: 'numberUnreadable', column: start + 1, found: written.slice(0, 40) });
    }
    this.count(start);
    return { kind: 'number', value: written };
  }

  private quoted(quote: string): Expression {
    const start = this.place;
    const end = this.text.indexOf(quote, start + 1);
    if (end < 0) {
      this.place = this.text.length;
      return this.fail('closingQuote');
    }
    this.place = end + 1;
    return this.metric(this.text.slice(start + 1, end), start);
  }

  private metric(key: string, start: number): Expression {
    if (!metricKey.test(key)) {
      throw new Stop({ code: 'keyUnreadable', column: start + 1, found: key.slice(0, 120) });
    }
    this.count(start);
    return { kind: 'metric', key };
  }

  private count(start: number): void {
    this.operands += 1;
    if (this.operands > mostOperands) {
      throw new Stop({ code: 'tooManyOperands', column: start + 1, most: mostOperands });
    }
  }

  private nested(read: () => Expression): Expression {
    this.depth += 1;
    if (this.depth > mostDepth) {
      throw new Stop({ code: 'tooDeep', column: this.place + 1, most: mostDepth });
    }
    const expression = read();
    this.depth -= 1;
    return expression;
  }

  /** Takes one of the operators when it stands next. */
  private operator(...wanted: readonly Operator[]): Operator | null {
    const operator = operators[this.next() ?? ''];
    if (operator === undefined || !wanted.includes(operator)) return null;
    this.place += 1;
    return operator;
  }

  private take(character: string): boolean {
    const stands = this.next() === character;
    if (stands) this.place += 1;
    return stands;
  }

  /** The next character that is no space; null at the end. */
  private next(): string | null {
    this.match(/\s+/y);
    return this.text[this.place] ?? null;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.place;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined) return null;
    this.place += found.length;
    return found;
  }

  private fail(expected: ExpectedPart): never {
    const found = this.next();
    const word = found === null ? null : (/^(?:[\w.]+|.)/su.exec(this.text.slice(this.place))?.[0] ?? found);
    throw new Stop({
      code: 'unexpected',
      column: this.place + 1,
      expected,
      found: word === null ? null : word.slice(0, 40),
    });
  }
}
