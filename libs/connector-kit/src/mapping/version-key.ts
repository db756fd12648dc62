import type { InstantReader } from './instant-reader.js';
import { quoted, type Reading } from './reading.js';
import type { Cells } from './row-filter.js';

export interface VersionPart {
  readonly kind: 'instant' | 'integer';
  readonly name: string;
  readonly index: number;
}

/** Builds a sort key that orders versions when compared byte by byte: fixed-length instants, and integers padded to 20 digits. */
export function compileVersionKey(
  parts: readonly VersionPart[],
  instant: InstantReader,
): (cells: Cells) => Reading<string> {
  return (cells) => {
    const key: string[] = [];
    for (const part of parts) {
      const text = cells.value(part.index);
      if (text === '')
        return { problem: `the version column "${part.name}" is empty, so this version has no place among the others` };
      const reading = part.kind === 'instant' ? instant(text) : paddedInteger(text);
      if ('problem' in reading) return { problem: `the version column "${part.name}": ${reading.problem}` };
      key.push(reading.value);
    }
    return { value: key.join('|') };
  };
}

function paddedInteger(text: string): Reading<string> {
  return /^\d{1,20}$/.test(text)
    ? { value: text.padStart(20, '0') }
    : { problem: `${quoted(text)} is not a whole number of at most 20 digits without a sign` };
}
