import fc from 'fast-check';
import { matchScore } from './fuzzy-match.js';

const best = (query: string, texts: readonly string[]) =>
  texts
    .flatMap((text) => {
      const score = matchScore(query, text);
      return score === null ? [] : [{ text, score }];
    })
    .sort((a, b) => b.score - a.score)
    .map(({ text }) => text);

describe('finding by a few letters', () => {
  it('prefers the beginning, then beginnings of words, then anything inside', () => {
    expect(best('lead', ['Misleading ads', 'Qualified leads', 'Lead time for changes', 'Plan'])).toEqual([
      'Lead time for changes',
      'Qualified leads',
      'Misleading ads',
    ]);
  });

  it('takes words in any order, and letters that were left out', () => {
    expect(best('rate change', ['Change fail rate', 'Change lead time'])).toEqual(['Change fail rate']);
    expect(best('cnvrsn', ['Checkout conversion', 'Restore time'])).toEqual(['Checkout conversion']);
    expect(best('clt', ['Change lead time', 'Calls answered'])).toEqual(['Change lead time']);
    expect(best('lead', ['People and roles'])).toEqual([]);
  });

  it('does not mind accents, case and signs', () => {
    expect(matchScore('ZURICH', 'Zürich office')).not.toBeNull();
    expect(matchScore('c++ (new)', 'C++ (new)')).not.toBeNull();
    expect(matchScore('[', 'Anything')).toBeNull();
  });

  it('finds every text by any run of its own letters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9.()*]{1,20}$/), fc.nat(), fc.nat(), (text, from, length) => {
        const start = from % text.length;
        return matchScore(text.slice(start, start + 1 + (length % text.length)), text) !== null;
      }),
      { endOnFailure: true },
    );
  });
});
