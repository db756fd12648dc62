import { inFileOrder } from './in-file-order.js';

const things = (ids: string, says = 'stored') => [...ids].map((id) => ({ id, says }));
const order = (stored: string, file: string) =>
  inFileOrder(things(stored), things(file))
    .map(({ id }) => id)
    .join('');

describe('inFileOrder', () => {
  it('takes the order of a file that names all', () => {
    expect(order('abc', 'cab')).toBe('cab');
    expect(order('abc', 'abc')).toBe('abc');
  });

  it('leaves what the file does not name in its place', () => {
    expect(order('abcd', 'ca')).toBe('cbad');
    expect(order('abcd', 'b')).toBe('abcd');
    expect(order('abcd', '')).toBe('abcd');
  });

  it('puts a new one before the next that was there, else at the end', () => {
    expect(order('abc', 'xab')).toBe('xabc');
    expect(order('abc', 'axyc')).toBe('abxyc');
    expect(order('abc', 'x')).toBe('abcx');
    expect(order('abc', 'cx')).toBe('abcx');
    expect(order('', 'ba')).toBe('ba');
  });

  it('takes what the file says of a thing', () => {
    expect(inFileOrder(things('ab'), things('ba', 'file')).map(({ id, says }) => `${id} ${says}`)).toEqual([
      'b file',
      'a file',
    ]);
  });

  it('changes nothing the second time', () => {
    for (const file of ['ca', 'xab', 'axyc', 'cx', 'dxb'])
      expect(order(order('abcd', file), file)).toBe(order('abcd', file));
  });
});
