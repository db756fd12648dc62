/**
 * Parses JSON. Whole numbers that JavaScript would round (ids of 16 digits and more) come out as texts of their digits, so that no two ids
 * become one.
 *
 * @throws {SyntaxError} for text that is no JSON
 */
export function parseJson(text: string): unknown {
  return JSON.parse(longInteger.test(text) ? text.replace(stringOrLongInteger, quotedWhereRounded) : text);
}

const longInteger = /\d{16}/;
// Strings are matched first, so that digits inside them stay as they are.
const stringOrLongInteger = /"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g;

function quotedWhereRounded(found: string, at: number, whole: string): string {
  if (found.startsWith('"') || Number.isSafeInteger(Number(found))) return found;
  // The digits behind a point belong to a fraction: rounding them is what a number of JSON means.
  return whole[at - 1] === '.' ? found : `"${found}"`;
}
