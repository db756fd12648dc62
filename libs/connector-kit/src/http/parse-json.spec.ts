import fc from 'fast-check';
import { parseJson } from './parse-json.js';

describe('parseJson', () => {
  it('keeps every digit of a whole number that JavaScript would round', () => {
    expect(parseJson('{"id":12345678901234567890,"n":-9007199254740993,"ok":9007199254740991}')).toEqual({
      id: '12345678901234567890',
      n: '-9007199254740993',
      ok: 9007199254740991,
    });
  });

  it('leaves texts and fractions as they are', () => {
    const text =
      '{"a":"id 12345678901234567890 \\"98765432109876543210","b":0.12345678901234567890,"c":1e20,"d":12345678901234567890.5}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });

  it('is JSON.parse for everything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/\d{16}/.test(text));
        expect(parseJson(text)).toEqual(JSON.parse(text));
      }),
    );
    expect(() => parseJson('{')).toThrow(SyntaxError);
  });
});
