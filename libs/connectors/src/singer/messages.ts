import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import type { Json } from '@tandem/connector-kit/connector';
import { parseJson } from '@tandem/connector-kit/http/parse-json';
import { z } from 'zod';

const longestLine = 16 << 20;

const message = z.discriminatedUnion('type', [
  z.object({ type: z.literal('SCHEMA'), stream: z.string(), schema: z.record(z.string(), z.json()) }),
  z.object({ type: z.literal('RECORD'), stream: z.string(), record: z.record(z.string(), z.json()) }),
  z.object({ type: z.literal('STATE'), value: z.json() }),
]);
export type TapMessage = z.output<typeof message> | { readonly type: 'OTHER'; readonly kind: string };

const kindOf = z.object({ type: z.string() });
const known = ['SCHEMA', 'RECORD', 'STATE'];

/** The messages of Singer in what a tap prints, one a line. @throws {ConnectorFailure} for a line that is none */
export async function* tapMessages(output: AsyncIterable<Buffer>, tap: string): AsyncGenerator<TapMessage> {
  let line = 0;
  for await (const text of lines(output, tap)) {
    line += 1;
    if (text.trim() !== '') yield messageIn(text, line, tap);
  }
}

function messageIn(text: string, line: number, tap: string): TapMessage {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch {
    throw notSinger(`line ${line} that it prints is no JSON`, tap);
  }
  const kind = kindOf.safeParse(value).data?.type;
  if (kind === undefined) throw notSinger(`line ${line} that it prints has no "type"`, tap);
  // A version to activate, a batch: kinds that some taps add, and that say nothing about rows here.
  if (!known.includes(kind)) return { type: 'OTHER', kind: kind.slice(0, 60) };
  const read = message.safeParse(value);
  if (read.success) return read.data;
  throw notSinger(`the ${kind} in line ${line} lacks "${read.error.issues[0]?.path.join('.') ?? ''}"`, tap);
}

async function* lines(output: AsyncIterable<Buffer>, tap: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8');
  let rest = '';
  for await (const chunk of output) {
    const pieces = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = pieces.pop() ?? '';
    if (rest.length > longestLine) throw notSinger('a line that it prints has no end', tap);
    yield* pieces;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}

function notSinger(what: string, tap: string): ConnectorFailure {
  return new ConnectorFailure(
    'sourceChanged',
    'notSinger',
    `The tap ${tap} does not speak Singer: ${what}.`,
    'A tap prints messages of Singer and nothing else on its standard output. Report this sentence to its maintainer.',
  );
}

/** A row as mappings see it: the record, with the name of its stream beside it. */
export function rowOf({
  stream,
  record,
}: {
  readonly stream: string;
  readonly record: Readonly<Record<string, Json>>;
}) {
  return { ...record, _stream: stream };
}
