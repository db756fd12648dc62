import type { Random } from './random.js';

/** Texts that have broken programs before. */
export const malformedTexts: readonly string[] = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u202e\u2066',
  '\ufeff',
  '𝔘𝔫𝔦𝔠𝔬𝔡𝔢',
  'ﷺ'.repeat(50),
  'e\u0301'.repeat(100),
  'a'.repeat(200),
  'a'.repeat(5_000),
  '../../../../etc/passwd',
  '..\\..\\windows\\win.ini',
  '%2e%2e%2f',
  '%00',
  '%zz',
  "' or '1'='1",
  "'; drop table record; --",
  '1; select pg_sleep(10)',
  '$1',
  '${TANDEM_SECRET_KEY}',
  '{{7*7}}',
  '=1+1',
  '=HYPERLINK("http://evil.example")',
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '__proto__',
  'constructor',
  'prototype',
  'hasOwnProperty',
  'toString',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '9'.repeat(400),
  '9'.repeat(25),
  '9223372036854775808',
  '2147483648',
  '-1',
  '2026-02-30',
  '2026-13-01T00:00:00Z',
  '+275760-09-13T00:00:00.001Z',
  '0000-01-01',
  '2026-11-15T09:30:00+99:99',
  '2026-11-15T09:30:60Z',
  'http://169.254.169.254/',
  '(a+)+$',
  `${'a'.repeat(60)}!`,
  '\r\nset-cookie: x=y',
  '[]',
  '{}',
  '*',
  '../',
  'priority:',
  ':',
  '|',
];

/** The same text with half characters replaced, which no address can hold. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}

export const malformedNumbers: readonly number[] = [
  0,
  -0,
  -1,
  0.5,
  1e-320,
  1e21,
  1e308,
  2 ** 31,
  2 ** 53,
  -(2 ** 53),
  2 ** 63,
  4_294_967_296,
  Number.MAX_VALUE,
];

/** Any value of JSON, most often one that does not belong there. */
export function malformedValue(random: Random, depth = 0): unknown {
  switch (random.below(depth > 3 ? 5 : 9)) {
    case 0:
      return null;
    case 1:
      return random.chance(0.5);
    case 2:
      return random.pick(malformedNumbers);
    case 3:
    case 4:
      return random.pick(malformedTexts);
    case 5:
      return [];
    case 6:
      return Array.from({ length: random.below(4) }, () => malformedValue(random, depth + 1));
    case 7:
      return nested(1 + random.below(200));
    default:
      return Object.fromEntries(
        Array.from({ length: random.below(4) }, () => [random.pick(malformedTexts), malformedValue(random, depth + 1)]),
      );
  }
}

function nested(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = level % 2 ? [value] : { a: value };
  return value;
}

/** Bodies that are no JSON, or only nearly. */
export function malformedBody(random: Random): Buffer {
  return random.pick<() => Buffer>([
    () => Buffer.alloc(0),
    () => Buffer.from('{"text": '),
    () => Buffer.from('{"a":1,"a":2}'),
    () => Buffer.from('{"__proto__":{"dryRun":true}}'),
    () => Buffer.from('{"constructor":{"prototype":{"a":1}}}'),
    () => Buffer.from("{'text': 1}"),
    () => Buffer.from('\ufeff{}'),
    () => Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00]),
    () => Buffer.from([0x22, 0xc3, 0x28, 0x22]),
    () => Buffer.from('"\\ud800"'),
    () => Buffer.from('['.repeat(1_000)),
    () => Buffer.from(`[${'{},'.repeat(10_000)}{}]`),
    () => Buffer.from('1'.repeat(2_000)),
    () => Buffer.from(`{"${'k'.repeat(20_000)}":1}`),
    () => Buffer.from('NaN'),
    () => Buffer.from('null'),
    () => Buffer.from('"text"'),
    () => Buffer.from('a=1&b[]=2'),
    () => Buffer.from('<a/>'),
  ])();
}
