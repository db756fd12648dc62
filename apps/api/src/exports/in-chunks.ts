const chunkLength = 32 * 1024;

/** Joins small texts into pieces that are worth a step of their own through streams, compression and socket. */
export async function* inChunks(texts: AsyncIterable<string>): AsyncGenerator<Buffer> {
  let pending: string[] = [];
  let length = 0;
  for await (const text of texts) {
    pending.push(text);
    length += text.length;
    if (length < chunkLength) continue;
    yield Buffer.from(pending.join(''));
    pending = [];
    length = 0;
  }
  if (length > 0) yield Buffer.from(pending.join(''));
}
