/** Whether the store keeps a text as it is: PostgreSQL refuses NUL, and in JSON also half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && !/\p{Surrogate}/u.test(text);
}
