import type { Problem } from '@tandem/contracts/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';

/** Paths that the router cannot take in are refused before any handler, and told as a Problem like everything else. */
export function answerFrameworkError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  const tooLong = error.code === 'FST_ERR_MAX_PARAM_LENGTH';
  const problem: Problem = tooLong
    ? { statusCode: 414, error: 'URI Too Long', message: 'A part of this address is longer than any that there is.' }
    : { statusCode: 400, error: 'Bad Request', message: 'This address cannot be decoded. Correct its % signs.' };
  void reply.status(problem.statusCode).header('cache-control', 'no-store').send(problem);
}
