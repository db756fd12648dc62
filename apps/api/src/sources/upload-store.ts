import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, PayloadTooLargeException } from '@nestjs/common';
import { InvalidInput } from '@tandem/application/input-errors';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

const largestBytes = 2 * 1024 ** 3;

/** Keeps uploaded files, one folder a connection. A file appears under its name only when it has arrived whole. */
@Injectable()
export class UploadStore {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  async keep(connectionId: string, name: string, body: unknown): Promise<void> {
    const reason = uploadNameFault(name);
    if (reason !== null) throw new InvalidInput([{ field: 'name', reason }]);
    const content = readableOf(body);
    const directory = path.join(this.dependencies.uploadDirectory, connectionId);
    await mkdir(directory, { recursive: true, mode: 0o700 });
    const arriving = path.join(directory, `.arriving-${process.pid}-${Date.now()}`);
    try {
      await pipeline(content, limitBytes(largestBytes), createWriteStream(arriving, { mode: 0o600 }));
      await rename(arriving, path.join(directory, name));
    } catch (error) {
      await rm(arriving, { force: true });
      throw error;
    }
  }
}

/** What is wrong with the name of a file; null when nothing is. */
export function uploadNameFault(name: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9 ._()-]{0,150}$/.test(name)
    ? null
    : 'Use letters, digits, spaces, dots and dashes; begin with a letter or digit.';
}

// JSON lines sent as application/json were parsed on the way in; a file is expected as octet-stream, text/csv or gzip.
function readableOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  const reason = 'Send the file itself as the body, with content-type application/octet-stream.';
  throw new InvalidInput([{ field: 'body', reason }]);
}

function limitBytes(limit: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      seen += chunk.length;
      if (seen > limit)
        done(new PayloadTooLargeException(`A file may have at most ${limit / 1024 ** 3} GiB. Split it.`));
      else done(null, chunk);
    },
  });
}
