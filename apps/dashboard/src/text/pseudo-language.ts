import type { Language } from './catalogue.js';

const ACCENTS: Readonly<Record<string, string>> = { a: 'á', e: 'é', i: 'í', o: 'ó', u: 'ú', A: 'Á', E: 'É', O: 'Ó' };

/** A text that can be read and is seen to have come out of a catalogue: ⟦Góáls⟧. Names of places for links are left alone. */
export function pseudoText(text: string): string {
  if (text.trim() === '') return text;
  const accented = text.replace(/<[^>]*>|[aeiouAEO]/g, (found) => ACCENTS[found] ?? found);
  return `⟦${accented}⟧`;
}

const made = new WeakMap<object, object>();

function dressed(words: unknown): unknown {
  if (typeof words === 'string') return pseudoText(words);
  if (typeof words === 'function') {
    return (...told: unknown[]): unknown => dressed((words as (...all: unknown[]) => unknown)(...told));
  }
  if (typeof words !== 'object' || words === null) return words;
  if (Array.isArray(words)) return words.map(dressed);
  const known = made.get(words);
  if (known !== undefined) return known;
  const copy = Object.fromEntries(Object.entries(words).map(([key, value]) => [key, dressed(value)]));
  made.set(words, copy);
  return copy;
}

/** `?lang=en-XA`: shows which texts would stay untranslated. */
export const pseudoLanguage: Language = (_name, english) => dressed(english) as typeof english;
