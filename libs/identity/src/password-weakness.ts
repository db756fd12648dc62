import { dictionary } from '@zxcvbn-ts/language-common';

export const fewestCharacters = 12;
export const mostCharacters = 256;

let common: ReadonlySet<string> | undefined;

/**
 * Why a password would be guessed soon, as the end of a sentence that begins with "The password"; null when nothing speaks against it. There
 * are no rules of composition: length counts, and that nobody has it on a list.
 *
 * @param known texts about its owner that somebody would try first: address, name
 */
export function passwordWeakness(password: string, known: readonly string[]): string | null {
  const length = [...password].length;
  if (length < fewestCharacters) return `needs ${fewestCharacters} characters or more; a few words in a row do well`;
  if (length > mostCharacters) return `may have ${mostCharacters} characters at most`;
  const text = password.normalize('NFKC').toLowerCase();
  common ??= new Set(dictionary['passwords-common']);
  const core = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (common.has(text) || common.has(core)) return 'is one of the first that anybody would try; choose another one';
  if (isRepetition(text) || isSequence(text)) return 'repeats itself or counts on; choose another one';
  const names = known.flatMap((name) => [name, name.split('@')[0] ?? '']).filter((name) => name.length >= 4);
  if (names.some((name) => name.toLowerCase() === text || name.toLowerCase() === core))
    return 'is your own name or address; choose another one';
  return null;
}

function isRepetition(text: string): boolean {
  return /^(.{1,6}?)\1+.{0,5}$/u.test(text) && new Set(text).size <= 6;
}

function isSequence(text: string): boolean {
  const steps = [...text].slice(1).map((letter, index) => letter.charCodeAt(0) - text.charCodeAt(index));
  return steps.filter((step) => Math.abs(step) <= 1).length >= steps.length - 2;
}
