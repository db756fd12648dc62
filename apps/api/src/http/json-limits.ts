/** What a JSON body may hold, told before it is parsed. */
export const jsonLimits = { depth: 64, members: 1_000_000 } as const;

/**
 * Counts how deep a JSON text nests and how many values it holds, without building any of them. Text that is no JSON is not judged here: parsing
 * says what is wrong with it.
 *
 * @returns a sentence for the sender, or null when the text is within the limits
 */
export function jsonLimitFault(text: string): string | null {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at += 1) {
    switch (text.charCodeAt(at)) {
      case quote:
        at = endOfString(text, at);
        break;
      case brace:
      case bracket:
        depth += 1;
        if (depth > jsonLimits.depth) return `The body nests deeper than ${jsonLimits.depth} levels. Send it flatter.`;
        break;
      case closingBrace:
      case closingBracket:
        depth -= 1;
        break;
      case comma:
        members += 1;
        if (members > jsonLimits.members)
          return `The body holds more than ${jsonLimits.members.toLocaleString('en')} values. Send it in parts.`;
        break;
    }
  }
  return null;
}

const [quote, backslash, comma] = [0x22, 0x5c, 0x2c];
const [brace, closingBrace, bracket, closingBracket] = [0x7b, 0x7d, 0x5b, 0x5d];

/** Place of the closing quote; the end of the text when there is none. */
function endOfString(text: string, begin: number): number {
  for (let end = text.indexOf('"', begin + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === backslash) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
