import fc from 'fast-check';

// Made once: making what matches an expression, or is made of graphemes, takes a hundred times as long as drawing from it.
const ids = fc.stringMatching(/^[a-z][a-z0-9._-]{0,12}$/);
export const id = () => ids;
/** Words that YAML reads as something else when they are not quoted are likely; NUL and halves of characters cannot be stored. */
const texts = fc.oneof(
  fc.constantFrom(
    'no',
    'null',
    '0x1F',
    '2016-03-01',
    '12.50',
    '- list',
    'a: b',
    '#note',
    '*star',
    '%',
    'ümläut – “quoted”',
    'two\nlines',
    "it's",
    '~',
  ),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    .map((value) => value.replaceAll('\0', '').trim())
    .filter((value) => value !== ''),
);
export const text = () => texts;
export const decimal = () =>
  fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 4 }))
    .map(([digits, scale]) => String(digits / 10 ** scale));
export const sometimes = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });

/** Without the members that are absent, as the store and the file have them. */
export function present<Thing extends object>(thing: Thing): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined)) as Thing;
}
