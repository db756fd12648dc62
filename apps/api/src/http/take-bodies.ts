import { pipeline, Transform, type Readable } from 'node:stream';
import {
  BadRequestException,
  HttpException,
  PayloadTooLargeException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import type { FastifyInstance, FastifyReply, FastifyRequest, RequestPayload } from 'fastify';
import { pushBodyOf, pushLimits, pushTypes, type ReadJson } from '../push/push-body.js';
import { jsonLimitFault } from './json-limits.js';

/** A body that is parsed has to be there within this time, however slowly it is sent. */
const bodyTimeoutMs = 20_000;
/** A file may take long; silence may not. */
const silenceTimeoutMs = 30_000;

const fileTypes = [
  'application/octet-stream',
  'application/gzip',
  'application/x-gzip',
  'text/csv',
  'application/x-ndjson',
];
/** Routes that take a file as it is; pushes take what is pushed; every other one takes JSON and nothing else. */
const fileRoute = /\/upload$/;
const pushRoute = /^\/api\/v1\/push\//;

/** Which bodies are taken in: JSON within its limits everywhere, files where files are meant, both within their time. */
export function takeBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  const readJsonOf =
    (request: FastifyRequest): ReadJson =>
    (text) => {
      const fault = jsonLimitFault(text);
      if (fault !== null) throw new PayloadTooLargeException(fault);
      let read: { readonly error: Error | null; readonly value: unknown } = { error: null, value: undefined };
      void parse(request, text, (error, value) => (read = { error, value }));
      if (read.error !== null) throw read.error;
      return read.value;
    };
  const wholly = { parseAs: 'buffer' } as const;
  fastify.addContentTypeParser<Buffer>('application/json', wholly, async (request: FastifyRequest, body: Buffer) =>
    isPush(request) ? pushBodyOf(request, body, readJsonOf(request)) : readJsonOf(request)(body.toString('utf8')),
  );
  fastify.addContentTypeParser<Buffer>(
    pushTypes.filter((type) => type !== 'application/json' && !fileTypes.includes(type)),
    wholly,
    (request: FastifyRequest, body: Buffer, done) => done(null, pushBodyOf(request, body, readJsonOf(request))),
  );
  // Files arrive as they are: the upload route streams them to disk.
  fastify.addContentTypeParser(fileTypes, async (request: FastifyRequest, payload: RequestPayload) =>
    isPush(request) ? pushBodyOf(request, await wholeBody(payload), readJsonOf(request)) : payload,
  );
  const room = roomForPushes();
  fastify.addHook('preParsing', async (request, reply, payload) => {
    if (!hasBody(request)) return payload;
    // A body that was refused unread has nobody who listens: then its end is no fault of this process.
    payload.on('error', () => undefined);
    const isFile = fileRoute.test(request.routeOptions.url ?? '');
    if (isPush(request)) {
      if (!pushTypes.includes(typeOf(request))) throw notPushed();
      room.take(request, reply);
    } else if (!isFile && typeOf(request) !== 'application/json' && isKnownType(request)) throw notJson();
    // Whoever is too slow is answered, and then the connection ends: the rest of the body is not waited for.
    const answerLast = () => void reply.header('connection', 'close');
    if (isFile) return watchedForSilence(payload, answerLast);
    const timer = setTimeout(() => {
      answerLast();
      payload.emit('error', tooSlow(`The body did not arrive within ${bodyTimeoutMs / 1000} s.`));
    }, bodyTimeoutMs).unref();
    const stop = () => clearTimeout(timer);
    request.raw.once('end', stop).once('close', stop).once('error', stop);
    reply.raw.once('close', stop);
    return payload;
  });
}

/** Pushes wait for the database with their bodies in memory: beyond so many bytes the next one is asked to come again. */
function roomForPushes() {
  let taken = 0;
  return {
    take(request: FastifyRequest, reply: FastifyReply): void {
      const bytes = Number(request.headers['content-length'] ?? pushLimits.bodyBytes);
      if (taken + bytes > pushLimits.bytesAtOnce) {
        void reply.header('retry-after', '2');
        throw new HttpException('Too much is being pushed at this moment. Wait 2 s and send it again.', 429);
      }
      taken += bytes;
      let isOver = false;
      const leave = () => {
        if (!isOver) taken -= bytes;
        isOver = true;
      };
      reply.raw.once('finish', leave).once('close', leave);
    },
  };
}

async function wholeBody(payload: RequestPayload): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of payload as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > pushLimits.bodyBytes)
        throw new PayloadTooLargeException(
          `The body is larger than ${pushLimits.bodyBytes / 1024 ** 2} MB. Send it in parts.`,
        );
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpException) throw error;
    throw new BadRequestException('The body broke off, or is not packed as its content-encoding says.');
  }
  return Buffer.concat(chunks);
}

function watchedForSilence(payload: RequestPayload, onSilence: () => void): Readable {
  const timer = setTimeout(() => {
    onSilence();
    watched.destroy(tooSlow(`Nothing of the file arrived for ${silenceTimeoutMs / 1000} s.`));
  }, silenceTimeoutMs).unref();
  const watched = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      timer.refresh();
      done(null, chunk);
    },
  });
  watched.once('close', () => clearTimeout(timer)).on('error', () => undefined);
  // What goes wrong on either side reaches whoever reads the file.
  pipeline(payload, watched, () => undefined);
  return watched;
}

function tooSlow(sentence: string): HttpException {
  return new HttpException(sentence, 408);
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function isPush({ routeOptions }: FastifyRequest): boolean {
  return pushRoute.test(routeOptions.url ?? '');
}

function typeOf({ headers }: FastifyRequest): string {
  return headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/** Of a type that is read somewhere; of any other the server itself says that it reads none. */
function isKnownType(request: FastifyRequest): boolean {
  const type = typeOf(request);
  return fileTypes.includes(type) || pushTypes.includes(type);
}

function notJson(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('Send the body as JSON, with content-type application/json.');
}

function notPushed(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException(
    'Send the body as JSON (content-type application/json) or as what this kind of push allows: the description of the API names it.',
  );
}
