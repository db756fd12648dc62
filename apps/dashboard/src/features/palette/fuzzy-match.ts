const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** How well one word is found: at the beginning of all, of a word, inside one, as initials, or with letters of a word left out. */
function wordScore(word: string, text: string): number | null {
  const at = text.indexOf(word);
  if (at === 0) return 100;
  const starts = text.search(new RegExp(`[^\\p{L}\\p{N}]${word.replace(/[^\p{L}\p{N}]/gu, '\\$&')}`, 'u'));
  if (starts >= 0) return 80;
  if (at > 0) return 60;
  const parts = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  const initials = parts.map((part) => part.charAt(0)).join('');
  if (word.length > 1 && initials.includes(word)) return 50;
  const gaps = parts.flatMap((part) => gapsIn(word, part) ?? []);
  return gaps.length === 0 ? null : 40 - Math.min(...gaps);
}

/** How many letters of a part were left out to get a word of it; null when its letters are not there in this order. */
function gapsIn(word: string, part: string): number | null {
  if (part.charAt(0) !== word.charAt(0)) return null;
  let place = 0;
  let gaps = 0;
  for (const letter of word) {
    const next = part.indexOf(letter, place);
    if (next < 0) return null;
    gaps += next - place;
    place = next + 1;
  }
  return gaps;
}

/**
 * How well a text answers what was typed, for ranking: every word of it must be found, in any order; accents and case do not count. Higher is
 * better; null is no match.
 */
export function matchScore(query: string, text: string): number | null {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const searched = plain(text);
  let sum = 0;
  for (const word of words) {
    const score = wordScore(word, searched);
    if (score === null) return null;
    sum += score;
  }
  // Of two that match as well, the shorter one is closer to what was typed.
  return sum - searched.length / 100;
}
