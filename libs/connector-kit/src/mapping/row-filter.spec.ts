import { areDisjoint, compileRowFilter, type RowCondition } from './row-filter.js';

const columns = ['state', 'owner'];
const cells = (row: readonly string[]) => ({
  text: (column: number) => row[column] ?? '',
  value: (column: number) => (row[column] === '?' ? '' : (row[column] ?? '')),
  isNumber: () => false,
});
const accepts = (where: RowCondition, ...row: string[]) =>
  compileRowFilter(where, (name) => columns.indexOf(name))(cells(row));

describe('compileRowFilter', () => {
  it('compares with one value, several, and none of several', () => {
    expect(accepts({ state: 'Closed' }, 'Closed')).toBe(true);
    expect(accepts({ state: 'Closed' }, 'closed')).toBe(false);
    expect(accepts({ state: ['New', 'Closed'] }, 'Closed')).toBe(true);
    expect(accepts({ state: { not: ['New', 'Closed'] } }, 'Closed')).toBe(false);
    expect(accepts({ state: { not: ['New'] } }, 'Closed')).toBe(true);
  });

  it('takes true and numbers as the file writes them', () => {
    expect(accepts({ state: true }, 'true')).toBe(true);
    expect(accepts({ state: 1 }, '1')).toBe(true);
    expect(accepts({ state: 1 }, '1.0')).toBe(false);
  });

  it('asks for presence by what the mapping calls empty, and for values by what the file says', () => {
    expect(accepts({ owner: { present: true } }, 'New', '?')).toBe(false);
    expect(accepts({ owner: { present: false } }, 'New', '')).toBe(true);
    expect(accepts({ owner: '?' }, 'New', '?')).toBe(true);
  });

  it('needs all conditions', () => {
    expect(accepts({ state: 'New', owner: 'a' }, 'New', 'a')).toBe(true);
    expect(accepts({ state: 'New', owner: 'a' }, 'New', 'b')).toBe(false);
    expect(accepts({}, 'New')).toBe(true);
  });
});

describe('areDisjoint', () => {
  it.each<[RowCondition, RowCondition, boolean]>([
    [{ a: 'x' }, { a: 'y' }, true],
    [{ a: ['x', 'y'] }, { a: ['y'] }, false],
    [{ a: 'x' }, { b: 'y' }, false],
    [{ a: 'x', b: 1 }, { a: 'x', b: 2 }, true],
    [{ a: 'x' }, { a: { not: ['x', 'y'] } }, true],
    [{ a: { not: ['y'] } }, { a: 'x' }, false],
    [{ a: { present: true } }, { a: { present: false } }, true],
    [{ a: { not: ['x'] } }, { a: { not: ['y'] } }, false],
    [{}, { a: 'x' }, false],
  ])('%j and %j: %s', (a, b, expected) => {
    expect(areDisjoint(a, b)).toBe(expected);
    expect(areDisjoint(b, a)).toBe(expected);
  });
});
