import { isUtf8 } from 'node:buffer';
import { longestRecordBytes, type Frame, type FrameBatch } from './text-lines.js';

/** One row of a file: its cells, or why it cannot be read as a row at all. */
export type Row =
  | {
      readonly line: number;
      readonly frame: Frame;
      readonly cells: readonly string[];
      /** Columns whose cells are numbers, and no texts; absent where all are texts. */
      readonly numbers?: ReadonlySet<number>;
      readonly content: () => string;
    }
  | { readonly line: number; readonly frame: Frame; readonly problem: string };

export interface RowBatch {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
  /** The row as it came, cut to 4,000 characters. */
  readonly rawOf: (row: Row) => string;
  /** Names under which rows of this batch hold values; null for a file with a header, where `columns` says it. */
  readonly namesSeen: ReadonlySet<string> | null;
}

const shownCharacters = 4000;

/** A row for people and for a database that knows no NUL: bytes that are no text show as U+FFFD. */
export function rawText(bytes: Buffer, frame: Frame): string {
  const text = bytes.toString('utf8', frame.start, Math.min(frame.end, frame.start + shownCharacters * 4));
  return text.slice(0, shownCharacters).replaceAll('\0', '\u2400');
}

/** Says which frames of a batch cannot be text; asked once for the whole batch, and frame by frame only when that fails. */
export function frameProblems({ bytes, frames }: FrameBatch): (frame: Frame) => string | null {
  const first = frames[0]?.start ?? 0;
  const last = frames.at(-1)?.end ?? 0;
  const region = bytes.subarray(first, last);
  const clean = isUtf8(region) && !region.includes(0);
  return (frame) => {
    if (frame.tooLong !== null) {
      return `The row is ${frame.tooLong.toLocaleString('en')} bytes long and at most ${longestRecordBytes.toLocaleString('en')} are read. Shorten it, or check the line ends of the file.`;
    }
    return clean ? null : byteProblem(bytes.subarray(frame.start, frame.end));
  };
}

function byteProblem(row: Buffer): string | null {
  const nul = row.indexOf(0);
  if (nul >= 0) {
    return `The row holds a NUL byte (byte ${nul + 1} of the row), which is no text. Export it again, or set "encoding" when the file is UTF-16.`;
  }
  if (isUtf8(row)) return null;
  const wrong = firstInvalidByte(row);
  const shown = `0x${(row[wrong] ?? 0).toString(16).padStart(2, '0').toUpperCase()}`;
  return `The row is not valid UTF-8: byte ${wrong + 1} of the row is ${shown}. Export the file as UTF-8, or set "encoding" to the one it has (often windows-1252).`;
}

// Decoding writes a replacement character where bytes are no text, so writing it back differs first at that place.
function firstInvalidByte(row: Buffer): number {
  const again = Buffer.from(row.toString('utf8'));
  let at = 0;
  while (at < row.length && row[at] === again[at]) at += 1;
  return Math.min(at, row.length - 1);
}
