/** Longest line, and longest record over several lines, that is read; more is refused without ever being held in memory. */
export const longestRecordBytes = 1 << 20;
const keptOfLongLine = 4000;

/** Where one record lies in a batch's bytes. */
export interface Frame {
  readonly start: number;
  readonly end: number;
  /** 1-based physical line on which it begins. */
  readonly line: number;
  /** Whether it holds a quote, so that its cells are not simply what lies between delimiters. */
  readonly quoted: boolean;
  /** Length in bytes of a line that was too long; its beginning is all that the batch holds. */
  readonly tooLong: number | null;
}

export interface FrameBatch {
  readonly bytes: Buffer;
  readonly frames: readonly Frame[];
}

export interface Framing {
  /** Byte of the delimiter when quotes may hold line ends; null when every line is a record of its own. */
  readonly delimiter: number | null;
}

const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;

/**
 * Cuts bytes into records without reading more than a record ahead. A quote that is opened and not closed within
 * `longestRecordBytes` costs only its own line: the next line begins a new record.
 */
export async function* framesOf(chunks: AsyncIterable<Buffer>, framing: Framing): AsyncGenerator<FrameBatch> {
  const framer = new Framer(framing);
  for await (const chunk of chunks) {
    const batch = framer.push(chunk);
    if (batch.frames.length > 0) yield batch;
  }
  const last = framer.end();
  if (last.frames.length > 0) yield last;
}

class Framer {
  private pending: Buffer = Buffer.alloc(0);
  private line = 1;
  /** Bytes of an over-long line that were dropped so far; null when none is being dropped. */
  private dropped: number | null = null;

  constructor(private readonly framing: Framing) {}

  push(chunk: Buffer): FrameBatch {
    return this.cut(this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]), false);
  }

  /** The last line may lack its line end. */
  end(): FrameBatch {
    if (this.pending.length === 0) return { bytes: this.pending, frames: [] };
    return this.cut(Buffer.concat([this.pending, Buffer.from('\n')]), true);
  }

  private cut(bytes: Buffer, last: boolean): FrameBatch {
    const frames: Frame[] = [];
    let at = 0;
    let nextQuote = this.framing.delimiter === null ? -1 : bytes.indexOf(quote);
    for (;;) {
      const lineEnd = bytes.indexOf(lineFeed, at);
      if (lineEnd < 0) break;
      if (nextQuote >= 0 && nextQuote < at) nextQuote = bytes.indexOf(quote, at);
      const quoted = nextQuote >= 0 && nextQuote < lineEnd && this.dropped === null;
      const end = quoted ? this.recordEnd(bytes, at, lineEnd, last) : lineEnd;
      if (end === null) break;
      this.addFrame(frames, bytes, at, end, quoted);
      at = end + 1;
    }
    this.keep(bytes, at);
    return { bytes, frames };
  }

  private addFrame(frames: Frame[], bytes: Buffer, start: number, lineEnd: number, quoted: boolean): void {
    const end = bytes[lineEnd - 1] === carriageReturn && lineEnd > start ? lineEnd - 1 : lineEnd;
    const length = end - start + (this.dropped ?? 0);
    const tooLong = length > longestRecordBytes ? length : null;
    if (length > 0) {
      frames.push({
        start,
        end: tooLong === null ? end : Math.min(end, start + keptOfLongLine),
        line: this.line,
        quoted,
        tooLong,
      });
    }
    this.dropped = null;
    this.line += 1;
    if (quoted)
      for (let at = bytes.indexOf(lineFeed, start); at >= 0 && at < lineEnd; at = bytes.indexOf(lineFeed, at + 1))
        this.line += 1;
  }

  // A line without end in sight keeps its beginning, to be shown, and its length; the rest is let go.
  private keep(bytes: Buffer, at: number): void {
    const rest = bytes.length - at;
    if (this.dropped !== null || (rest > longestRecordBytes && bytes.indexOf(lineFeed, at) < 0)) {
      const kept = Math.min(rest, keptOfLongLine);
      this.dropped = (this.dropped ?? 0) + rest - kept;
      this.pending = Buffer.from(bytes.subarray(at, at + kept));
    } else {
      this.pending = Buffer.from(bytes.subarray(at));
    }
  }

  /** @returns the line end that closes the record, or null when more bytes are needed to know */
  private recordEnd(bytes: Buffer, start: number, lineEnd: number, last: boolean): number | null {
    const end = closingLineEnd(bytes, start, this.framing.delimiter ?? 0);
    if (end === 'malformed') return lineEnd;
    if (end !== 'open') return end - start > longestRecordBytes ? lineEnd : end;
    return last || bytes.length - start > longestRecordBytes ? lineEnd : null;
  }
}

/** Follows quotes from the beginning of a record to the line end outside of them. */
function closingLineEnd(bytes: Buffer, start: number, delimiter: number): number | 'open' | 'malformed' {
  let at = start;
  for (;;) {
    if (bytes[at] === quote) {
      at = afterQuotes(bytes, at + 1);
      if (at < 0) return 'open';
      const next = bytes[at];
      if (next === lineFeed || (next === carriageReturn && bytes[at + 1] === lineFeed))
        return bytes.indexOf(lineFeed, at);
      if (next === undefined || (next === carriageReturn && at + 1 === bytes.length)) return 'open';
      if (next !== delimiter) return 'malformed';
      at += 1;
      continue;
    }
    while (at < bytes.length && bytes[at] !== delimiter && bytes[at] !== lineFeed) at += 1;
    if (at >= bytes.length) return 'open';
    if (bytes[at] === lineFeed) return at;
    at += 1;
  }
}

/** @returns the place after the closing quote of a cell, or -1 when it is not in these bytes */
function afterQuotes(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(quote, from);
  while (at >= 0 && bytes[at + 1] === quote) at = bytes.indexOf(quote, at + 2);
  return at < 0 ? -1 : at + 1;
}
