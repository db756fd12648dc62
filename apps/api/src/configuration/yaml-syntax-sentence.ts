import type { YAMLParseError, YAMLWarning } from 'yaml';

/** What is wrong with the YAML itself and what to do, by the code of the parser; its own words where it says enough. */
export function syntaxSentence({ code, message }: YAMLParseError | YAMLWarning): string {
  const own = sentences[code];
  return own ?? `is no valid YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

const sentences: Partial<Record<YAMLParseError['code'], string>> = {
  DUPLICATE_KEY: 'this key stands here twice: keep one of them',
  TAB_AS_INDENT: 'is indented with a tab: use spaces, two for each level',
  MULTIPLE_DOCS: 'a second document begins here: one file holds one configuration, so remove the line "---"',
  TAG_RESOLVE_FAILED: 'tags (!name) are not used here: write the plain value',
  BAD_INDENT: 'is not indented like its neighbours: use two spaces for each level',
  BLOCK_AS_IMPLICIT_KEY:
    'a second "key: value" stands on this line or the indentation is off: put each on its own line, and quote text that holds ": "',
  MULTILINE_IMPLICIT_KEY: 'a key must stand on one line, followed by ": "',
  BAD_SCALAR_START: 'text cannot begin with this character: put it in quotes',
  MISSING_CHAR: 'something is left open before this: close the quote or bracket, or put the missing ":" or ","',
};
