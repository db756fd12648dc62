import { pipeline, Transform, type Readable } from 'node:stream';
import { HttpException, PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance, FastifyRequest, RequestPayload } from 'fastify';
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
/** Routes that take a file as it is; every other one takes JSON and nothing else. */
const fileRoute = /\/upload$/;

/** Which bodies are taken in: JSON within its limits everywhere, files where files are meant, both within their time. */
export function takeBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    const fault = jsonLimitFault(body);
    if (fault !== null) done(new PayloadTooLargeException(fault));
    else void parse(request, body, done);
  });
  // Files arrive as they are: the upload route streams them to disk.
  fastify.addContentTypeParser(fileTypes, (_request, payload, done) => done(null, payload));
  fastify.addHook('preParsing', async (request, reply, payload) => {
    if (!hasBody(request)) return payload;
    // A body that was refused unread has nobody who listens: then its end is no fault of this process.
    payload.on('error', () => undefined);
    const isFile = fileRoute.test(request.routeOptions.url ?? '');
    if (!isFile && isFileType(request)) throw notJson();
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

function isFileType({ headers }: FastifyRequest): boolean {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? '';
  return fileTypes.includes(type);
}

function notJson(): UnsupportedMediaTypeException {
  return new UnsupportedMediaTypeException('Send the body as JSON, with content-type application/json.');
}
