import type { Reading } from './reading.js';
import type { Cells } from './row-filter.js';

const longestKey = 1000;

/**
 * Joins key columns with `|`; a `|` inside a cell is written `\|`, so that two different rows never share a key.
 *
 * @param columns name and index of each key column
 */
export function compileNaturalKey(
  columns: readonly { readonly name: string; readonly index: number }[],
): (cells: Cells) => Reading<string> {
  return (cells) => {
    let key = '';
    for (const [position, { name, index }] of columns.entries()) {
      const text = cells.value(index);
      if (text === '')
        return { problem: `the key column "${name}" is empty, so the record cannot be told from others` };
      if (text.includes('\0')) return { problem: `the key column "${name}" holds a NUL character` };
      key += position === 0 ? escaped(text) : `|${escaped(text)}`;
    }
    return key.length > longestKey ? { problem: `the key is longer than ${longestKey} characters` } : { value: key };
  };
}

function escaped(text: string): string {
  return /[\\|]/.test(text) ? text.replace(/[\\|]/g, '\\$&') : text;
}
