/** A line break in a name would begin a header of its own, or a line that looks as if we had written it. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** At most this many characters, with a sign that something was left out; no surrogate pair is cut in two. */
export function shortened(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  return `${text.slice(0, atMost - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
