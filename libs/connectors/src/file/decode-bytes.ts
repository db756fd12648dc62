import { Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { FileSettings } from './settings.js';

type Encoding = FileSettings['encoding'];

/** A whole file decompressed is read up to here; a small archive that unfolds without end is stopped. */
const mostBytes = 64 * 2 ** 30;

/**
 * Plain UTF-8 from what a file holds: unpacks gzip (told by content, not by name), drops a byte order mark, converts the declared
 * encoding. UTF-8 is passed on unchecked: each row answers for its own bytes.
 *
 * @throws {ConnectorFailure} when the content is plainly something else than text in the declared encoding
 */
export async function* decodedBytes(
  source: AsyncIterable<Buffer>,
  encoding: Encoding,
  file: string,
): AsyncGenerator<Buffer> {
  const packed = await peek(source);
  const plain = startsWith(packed.head, [0x1f, 0x8b]) ? await peek(gunzip(packed.chunks)) : packed;
  refuseOtherContent(plain.head, encoding, file);
  let bytes = 0;
  for await (const chunk of converted(plain, encoding)) {
    bytes += chunk.length;
    if (bytes > mostBytes) throw tooLarge(file);
    yield chunk;
  }
}

interface Peeked {
  /** The first bytes, at least four when there are as many. */
  readonly head: Buffer;
  /** Everything, head included. */
  readonly chunks: AsyncIterable<Buffer>;
}

async function peek(source: AsyncIterable<Buffer>): Promise<Peeked> {
  const reading = source[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let ended = false;
  while (head.length < 4 && !ended) {
    const next = await reading.next();
    if (next.done) ended = true;
    else head = Buffer.concat([head, next.value]);
  }
  async function* everything(): AsyncGenerator<Buffer> {
    try {
      if (head.length > 0) yield head;
      for (let next = await reading.next(); !next.done; next = await reading.next()) yield next.value;
    } finally {
      await reading.return?.();
    }
  }
  return { head, chunks: everything() };
}

// The error of either side reaches whoever reads the unpacked stream: pipeline destroys it with that error.
function gunzip(source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const unpacking = createGunzip({ chunkSize: 1 << 18 });
  return pipeline(Readable.from(source, { objectMode: false }), unpacking, (error) => {
    if (error && !unpacking.destroyed) unpacking.destroy(error);
  });
}

async function* converted({ head, chunks }: Peeked, encoding: Encoding): AsyncGenerator<Buffer> {
  if (encoding === 'utf-8') {
    yield* withoutFirst(chunks, startsWith(head, [0xef, 0xbb, 0xbf]) ? 3 : 0);
  } else if (encoding === 'latin1') {
    for await (const chunk of chunks) yield Buffer.from(chunk.toString('latin1'));
  } else {
    const decoder = new TextDecoder(encoding);
    for await (const chunk of chunks) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    yield Buffer.from(decoder.decode());
  }
}

async function* withoutFirst(chunks: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of chunks) {
    yield left > 0 ? chunk.subarray(left) : chunk;
    left = 0;
  }
}

function refuseOtherContent(head: Buffer, encoding: Encoding, file: string): void {
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) {
    throw new ConnectorFailure(
      'configuration',
      'notText',
      `${file} is a ZIP archive or an Excel workbook, not text.`,
      'Save the sheet as CSV, or unpack the archive; a single file may be packed with gzip.',
    );
  }
  const utf16 = startsWith(head, [0xff, 0xfe]) ? 'little' : startsWith(head, [0xfe, 0xff]) ? 'big' : null;
  if (utf16 === 'big' || (utf16 === 'little' && encoding !== 'utf-16le')) {
    throw new ConnectorFailure(
      'configuration',
      'encodingWrong',
      `${file} is written in UTF-16 (${utf16} endian), and the settings say ${encoding}.`,
      utf16 === 'little' ? 'Set "encoding" to utf-16le.' : 'Export the file as UTF-8.',
    );
  }
}

function tooLarge(file: string): ConnectorFailure {
  return new ConnectorFailure(
    'configuration',
    'tooLarge',
    `${file} unpacks to more than ${mostBytes / 2 ** 30} GiB.`,
    'Split it into several files.',
  );
}

function startsWith(head: Buffer, bytes: readonly number[]): boolean {
  return bytes.every((byte, index) => head[index] === byte);
}
