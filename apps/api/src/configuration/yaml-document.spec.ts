import { readYaml } from './yaml-document.js';

const issuesOf = (text: string) =>
  readYaml(text).issues.map(
    ({ path, reason, position }) => `${position?.line ?? '-'}:${position?.column ?? '-'} ${path.join('.')}: ${reason}`,
  );

describe('YAML', () => {
  it('becomes plain data that remembers where it stands', () => {
    const yaml = readYaml('a:\n  - b: 1\n    c: &x [yes, 2016-01-01]\n  - d: *x\n');
    expect(yaml.value).toEqual({ a: [{ b: 1, c: ['yes', '2016-01-01'] }, { d: ['yes', '2016-01-01'] }] });
    expect(yaml.positionOf(['a', 0, 'c'])).toEqual({ line: 3, column: 5 });
    expect(yaml.positionOf(['a', 1, 'd', 1])).toEqual({ line: 3, column: 17 });
    expect(yaml.positionOf(['a', 1, 'missing'])).toEqual({ line: 4, column: 5 });
    expect(yaml.positionOf([])).toEqual({ line: 1, column: 1 });
  });

  it.each([
    ['', '1:1 : the file is empty: it must at least say "version: 1"'],
    ['# nothing\n', '1:1 : the file is empty: it must at least say "version: 1"'],
    ['a: 1\nb: 2\na: 3\n', '3:1 : this key stands here twice: keep one of them'],
    ['a:\n\tb: 1\n', '2:1 : is indented with a tab: use spaces, two for each level'],
    [
      'a: 1\n---\nb: 1\n',
      '2:1 : a second document begins here: one file holds one configuration, so remove the line "---"',
    ],
    ['a: !env SECRET\n', '1:4 : tags (!name) are not used here: write the plain value'],
    ['a: !!binary aGk=\n', '1:13 a: the tag tag:yaml.org,2002:binary is not used here: write the plain value'],
    ['a: *nowhere\n', '1:4 a: nothing is named "&nowhere" before this: write the value itself'],
    ['a: {__proto__: {x: 1}}', '1:5 a.__proto__: is a name that cannot be used here'],
    ['constructor: 1', '1:1 constructor: is a name that cannot be used here'],
    ['? [a, b]\n: 1\n', '1:3 : a key must be a plain word'],
    ['a: "x\\0y"', '1:4 a: holds a NUL or half a character, which cannot be stored: remove it'],
    ['a: "\\ud800"', '1:4 a: holds a NUL or half a character, which cannot be stored: remove it'],
  ])('is refused with its place: %j', (text, issue) => {
    expect(issuesOf(text)).toEqual([issue]);
  });

  it('names several faults of its syntax', () => {
    expect(issuesOf('a: 1\na: 2\nb: !x y\nc: 1\nc: 2\n')).toEqual([
      '2:1 : this key stands here twice: keep one of them',
      '5:1 : this key stands here twice: keep one of them',
      '3:4 : tags (!name) are not used here: write the plain value',
    ]);
  });

  it('does not pollute what other code sees', () => {
    readYaml('{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}');
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('stops at aliases that stand for more than a file could hold', () => {
    const levels = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let level = 1; level < 8; level += 1) {
      levels.push(`b${level}: &a${level} [${Array.from({ length: 10 }, () => `*a${level - 1}`).join(', ')}]`);
    }
    expect(issuesOf(levels.join('\n'))).toEqual([expect.stringContaining('too large or too deep by its aliases')]);
  });

  it('stops at an alias that contains itself', () => {
    expect(issuesOf('a: &x [*x]')).toEqual([expect.stringContaining('too large or too deep by its aliases')]);
    expect(issuesOf('a: &x [*x, *x]')).toEqual([expect.stringContaining('too large or too deep by its aliases')]);
  });

  it.each([
    ['brackets', '['.repeat(500_000)],
    ['closed brackets', '['.repeat(20_000) + ']'.repeat(20_000)],
    ['dashes', '- '.repeat(500_000)],
    ['braces', '{a: '.repeat(300_000)],
    ['questions', '? '.repeat(300_000)],
    ['indentation', Array.from({ length: 1_000 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')],
  ])('refuses %s without end instead of falling over', (_name, text) => {
    expect(issuesOf(text)).toEqual([expect.stringContaining('nests deeper than any configuration does')]);
  });

  it('refuses what is too long to be read at once', () => {
    expect(issuesOf('a: 1\n'.repeat(300_000))).toEqual([expect.stringContaining('too long to be read at once')]);
    const keys = Array.from({ length: 6_000 }, (_, index) => `k${index}: 1\n`).join('');
    expect(issuesOf(keys)).toEqual(['1:1 : holds more than 5000 entries: split the file']);
  });
});
