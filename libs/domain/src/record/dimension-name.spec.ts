import { checkRecord } from './check-record.js';
import { dimensionNameFault, mostDimensions } from './dimension-name.js';

describe('the name of a dimension', () => {
  it.each(['priority', 'prioritäten', 'a b', 'toString', 'x'.repeat(100)])('may be %s', (name) => {
    expect(dimensionNameFault(name)).toBeNull();
  });

  it.each(['', 'x'.repeat(101), 'a\0b', '\ud800', '__proto__', 'constructor', 'prototype'])('may not be %j', (name) => {
    expect(dimensionNameFault(name)).toMatch(/name of a dimension/);
  });
});

describe('the dimensions of a record', () => {
  const record = (dimensions: unknown) =>
    checkRecord(
      'change',
      { key: 'a', service: 's', ref: 'r', committedAt: '2026-11-01T00:00:00Z', dimensions },
      'test',
    );

  it('are refused by name when one of them is a name of the language', () => {
    const given: unknown = JSON.parse('{"team": "web", "__proto__": "x"}');
    expect(record(given)).toMatchObject({ ok: false, field: 'dimensions.__proto__' });
    expect(record({ constructor: 'x' })).toMatchObject({ ok: false, field: 'dimensions.constructor' });
  });

  it('are no more than anyone needs', () => {
    const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`d${index}`, 'x']));
    expect(record(many(mostDimensions + 1))).toMatchObject({ ok: false, field: 'dimensions' });
    expect(record(many(mostDimensions))).toMatchObject({ ok: true });
  });
});
