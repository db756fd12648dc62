import { Lexer, Parser, type CST, type LineCounter } from 'yaml';

const deepestNesting = 60;
const lexemesAtMost = 200_000;
const entriesAtMost = 5_000;

export type YamlTokens =
  { readonly tokens: readonly CST.Token[] } | { readonly refused: string; readonly offset: number };

/**
 * The text as tokens, unless it nests or lists more than any real file does. Told while it is read, not after: what follows calls itself
 * for each level and compares the keys of a map with each other, so that a hostile file of a megabyte could stop the server.
 */
export function yamlTokens(text: string, lines: LineCounter): YamlTokens {
  // The parser tells of each further line only.
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let lexemes = 0;
  for (const lexeme of new Lexer().lex(text)) {
    lexemes += 1;
    tokens.push(...parser.next(lexeme));
    const { offset } = parser;
    if (lexemes > lexemesAtMost)
      return {
        offset,
        refused: 'the file is too long to be read at once: split it, and apply one part after the other',
      };
    if (parser.stack.length > deepestNesting)
      return { offset, refused: 'nests deeper than any configuration does: close a bracket or mend the indentation' };
  }
  tokens.push(...parser.end());
  const crowded = firstCrowded(tokens);
  return crowded === null
    ? { tokens }
    : { offset: crowded, refused: `holds more than ${entriesAtMost} entries: split the file` };
}

function firstCrowded(tokens: readonly CST.Token[]): number | null {
  const open = [...tokens];
  for (let token = open.pop(); token !== undefined; token = open.pop()) {
    if (token.type === 'document') {
      if (token.value) open.push(token.value);
    } else if ('items' in token) {
      if (token.items.length > entriesAtMost) return token.offset;
      for (const { key, value } of token.items) {
        if (key) open.push(key);
        if (value) open.push(value);
      }
    }
  }
  return null;
}
