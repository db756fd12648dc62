import { createHash } from 'node:crypto';
import { HttpException } from '@nestjs/common';
import { InvalidInput } from '@tandem/application/input-errors';
import { mostRecordsOfAPush } from '@tandem/application/push-records';
import type { FastifyRequest } from 'fastify';

export const pushLimits = {
  /** Of one body, as it is sent and once it is unpacked. */
  bodyBytes: 10 * 1024 ** 2,
  /** Of all bodies that are being taken at the same time; whoever comes beyond waits and tries again. */
  bytesAtOnce: 64 * 1024 ** 2,
} as const;

const lineTypes = ['application/x-ndjson', 'application/ndjson', 'application/jsonl'];
/** What a push may come as; every route takes some of them. */
export const pushTypes = [
  'application/json',
  ...lineTypes,
  'application/cloudevents+json',
  'application/cloudevents-batch+json',
  'application/x-protobuf',
];

/** Reads JSON within its limits; throws what the sender is told. */
export type ReadJson = (text: string) => unknown;

export interface ReadLines {
  readonly values: readonly unknown[];
  /** Why a line could not be read, by its place among the values; its text stands there. */
  readonly faults: ReadonlyMap<number, string>;
}

/** A body as it came: signatures are over its bytes, and each route reads it in its own way. */
export class PushBody {
  constructor(
    readonly bytes: Buffer,
    readonly type: string,
    private readonly readJson: ReadJson,
  ) {}

  get isLines(): boolean {
    return lineTypes.includes(this.type);
  }

  json(): unknown {
    return this.readJson(this.bytes.toString('utf8'));
  }

  /** One JSON value a line; empty lines are none. A line that cannot be read does not hold up the others. */
  lines(): ReadLines {
    const values: unknown[] = [];
    const faults = new Map<number, string>();
    for (const line of this.bytes.toString('utf8').split('\n')) {
      if (line.trim() === '') continue;
      // More are refused as a whole, and need not be read.
      if (values.length > mostRecordsOfAPush) break;
      try {
        values.push(this.readJson(line));
      } catch (error) {
        if (error instanceof HttpException && error.getStatus() === 413) throw error;
        faults.set(values.length, `This line is no JSON: ${(error as Error).message}`.slice(0, 300));
        values.push(line);
      }
    }
    return { values, faults };
  }

  digest(what: string): string {
    return createHash('sha256').update(`${what}\0${this.isLines}\0`).update(this.bytes).digest('hex');
  }
}

/** The body of a push; it was unpacked on its way in, within the same limit. */
export function pushBodyOf({ headers }: FastifyRequest, bytes: Buffer, readJson: ReadJson): PushBody {
  return new PushBody(bytes, headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '', readJson);
}

/** The key under which a sender wants the answer kept; null when it gives none. */
export function idempotencyKeyOf({ headers }: FastifyRequest): string | null {
  const given = headers['idempotency-key'];
  if (given === undefined) return null;
  if (typeof given === 'string' && /^[\x21-\x7e]{1,200}$/.test(given)) return given;
  const reason =
    'Use a text of 1 to 200 visible characters without spaces, new for every request that is not a repetition.';
  throw new InvalidInput([{ field: 'Idempotency-Key', reason }]);
}
