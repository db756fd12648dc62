/** What became of one piece of text: a value, or a sentence part that says why not. */
export type Reading<Value> = { readonly value: Value } | { readonly problem: string };

/** Text as it stands in a sentence: quoted, short, and without characters that would break the line. */
export function quoted(text: string): string {
  const visible = text.slice(0, 60).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\u00b7');
  return `"${visible}${text.length > 60 ? '…' : ''}"`;
}
