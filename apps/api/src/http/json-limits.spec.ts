import fc from 'fast-check';
import { jsonLimitFault, jsonLimits } from './json-limits.js';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('limits of a JSON body', () => {
  it('let a body nest as deep as they say, and no deeper', () => {
    expect(jsonLimitFault(nested(jsonLimits.depth))).toBeNull();
    expect(jsonLimitFault(nested(jsonLimits.depth + 1))).toMatch(/deeper than 64/);
    expect(jsonLimitFault('{"a":'.repeat(jsonLimits.depth + 1))).toMatch(/deeper than 64/);
  });

  it('count the values of all lists and objects together', () => {
    expect(jsonLimitFault(`[${'1,'.repeat(jsonLimits.members)}1]`)).toBeNull();
    expect(jsonLimitFault(`[${'1,'.repeat(jsonLimits.members + 1)}1]`)).toMatch(/more than 1,000,000/);
  });

  it('see only structure, never what stands inside a text', () => {
    const tricky = JSON.stringify({ '[[[["\\': `${'[{,'.repeat(500_000)}\\"` });
    expect(jsonLimitFault(tricky)).toBeNull();
    expect(jsonLimitFault(`["\\\\",${nested(70)}]`)).toMatch(/deeper/);
  });

  it('find nothing in any reasonable value', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 20 }), (text) => expect(jsonLimitFault(text)).toBeNull()));
  });

  it.each(['', '"', '"\\', '"\\"', '{"a', ']]]]]]', '[[['])('leave %j to the parser', (text) => {
    expect(jsonLimitFault(text)).toBeNull();
  });
});
