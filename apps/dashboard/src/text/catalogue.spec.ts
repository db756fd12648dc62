import { catalogue, languageTag, plural, setLanguage } from './catalogue.js';
import { pseudoLanguage, pseudoText } from './pseudo-language.js';

const words = catalogue('example', {
  title: 'Goals',
  count: (count: number) => `${count} ${plural(count, { one: 'goal', other: 'goals' })}`,
  states: { open: 'Open' },
});

describe('the catalogue of texts', () => {
  afterEach(() => setLanguage('en', null));

  it('is what was written, until another language is chosen', () => {
    expect([words.title, words.count(1), words.count(2), words.states.open]).toEqual([
      'Goals',
      '1 goal',
      '2 goals',
      'Open',
    ]);
  });

  it('is read in the language that holds when something is drawn', () => {
    setLanguage('de', (name, english) =>
      name === 'example' ? { ...english, title: 'Ziele', count: (count: number) => `${count} Ziele` } : english,
    );
    expect([languageTag(), words.title, words.count(2), words.states.open]).toEqual(['de', 'Ziele', '2 Ziele', 'Open']);
  });

  it('is marked all over by the pseudo-language, whose marks leave places for links alone', () => {
    setLanguage('en-XA', pseudoLanguage);
    expect([words.title, words.count(2), words.states.open]).toEqual(['⟦Góáls⟧', '⟦2 góáls⟧', '⟦Ópén⟧']);
    expect(pseudoText('Go to <board>it</board>.')).toBe('⟦Gó tó <board>ít</board>.⟧');
    expect(pseudoText(' ')).toBe(' ');
  });

  it('counts by the rules of the language', () => {
    setLanguage('pl', null);
    const forms = { one: 'cel', few: 'cele', other: 'celów' };
    expect([1, 3, 5].map((count) => plural(count, forms))).toEqual(['cel', 'cele', 'celów']);
  });
});
