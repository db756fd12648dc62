import { headline } from './headline.js';

const sentence = (code: string, weight: number) => ({ code, weight, text: code, evidence: '/board' });
const count = (value: number) => ({ code: 'goals', label: 'Goals', value, of: 5, evidence: '/board' });

describe('the headline', () => {
  it('says the three heaviest sentences, those of earlier sections first where they weigh the same', () => {
    const { sentences } = headline(
      [
        { sentences: [sentence('a', 10), sentence('b', 50)], counts: [] },
        { sentences: [sentence('c', 50), sentence('d', 90)], counts: [] },
      ],
      null,
    );
    expect(sentences.map(({ code }) => code)).toEqual(['d', 'b', 'c']);
    expect(sentences[0]).toEqual({ code: 'd', text: 'd', evidence: '/board' });
  });

  it('says that all is calm where no section has anything to say', () => {
    expect(headline([{ sentences: [], counts: [] }], null).sentences.map(({ code }) => code)).toEqual([
      'nothingToReport',
    ]);
  });

  it('shows each figure beside that of the last review, which may have had none', () => {
    const first = headline([{ sentences: [], counts: [count(2)] }], null);
    expect(first.figures[0]?.was).toBeNull();
    const second = headline([{ sentences: [], counts: [count(3), { ...count(1), code: 'new' }] }], first);
    expect(second.figures.map(({ was }) => was)).toEqual([{ value: 2, of: 5 }, null]);
  });
});
