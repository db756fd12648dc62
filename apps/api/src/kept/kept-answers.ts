import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** What was answered, as bytes that can be sent again. */
export interface KeptAnswer {
  readonly body: Buffer;
  /** Names the content, so that every process gives the same answer the same tag. */
  readonly etag: string;
  /** The same compressed; done once, when it is asked for first. */
  gzipped(): Promise<Buffer>;
}

interface Kept {
  readonly version: string;
  readonly answer: KeptAnswer;
}

const compress = promisify(gzip);
const mostBytes = 32 * 1024 ** 2;
/** One answer takes no more than an eighth of the room. */
const largestBytes = mostBytes / 8;

/**
 * Answers as they were rendered, by address, each for the version of the data that it was made from: whoever asks says which version holds,
 * and gets what was kept or has it made. Those who ask for the same while it is being made wait for the one. The longest unused go first.
 */
export class KeptAnswers {
  private readonly kept = new Map<string, Kept>();
  private readonly making = new Map<string, Promise<KeptAnswer>>();
  private bytes = 0;

  answer(address: string, version: string, make: () => Promise<unknown>): Promise<KeptAnswer> {
    const known = this.kept.get(address);
    if (known?.version === version) {
      this.kept.delete(address);
      this.kept.set(address, known);
      return Promise.resolve(known.answer);
    }
    const name = `${version} ${address}`;
    const begun = this.making.get(name);
    if (begun !== undefined) return begun;
    const made = make()
      .then((content) => {
        const answer = rendered(content);
        this.keep(address, { version, answer });
        return answer;
      })
      .finally(() => this.making.delete(name));
    this.making.set(name, made);
    return made;
  }

  private keep(address: string, kept: Kept): void {
    this.drop(address);
    if (sizeOf(kept) > largestBytes) return;
    this.kept.set(address, kept);
    this.bytes += sizeOf(kept);
    for (const oldest of this.kept.keys()) {
      if (this.bytes <= mostBytes) break;
      this.drop(oldest);
    }
  }

  private drop(address: string): void {
    const known = this.kept.get(address);
    if (known === undefined) return;
    this.kept.delete(address);
    this.bytes -= sizeOf(known);
  }
}

/** Its compressed form takes less than a quarter more, and what belongs to an entry is small beside that. */
function sizeOf({ answer }: Kept): number {
  return answer.body.length * 1.25 + 1024;
}

function rendered(content: unknown): KeptAnswer {
  const body = Buffer.from(JSON.stringify(content));
  const etag = `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;
  let compressed: Promise<Buffer> | null = null;
  return { body, etag, gzipped: () => (compressed ??= compress(body)) };
}
