import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { Busy } from '@tandem/application/evidence-ports';
import { DecisionNotPossible } from '@tandem/application/decisions/write-decision';
import { SignInRefused, TooManyAttempts } from '@tandem/application/access/access-errors';
import { Contradiction } from '@tandem/application/access/access-ports';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import { NotTheAuthor } from '@tandem/application/note-ports';
import { ReviewObstacle } from '@tandem/application/review/lead-review';
import { SourcePaused } from '@tandem/application/ports';
import { KeyUsedOtherwise } from '@tandem/application/push-ports';
import { ProposalNotPossible } from '@tandem/application/proposing';
import type { Problem } from '@tandem/contracts/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { obstacleSentence } from '../proposals/obstacle-sentence.js';

/** Every error leaves as a Problem: bad input with field and reason, the unexpected with nothing of its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger('http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const reply = http.getResponse<FastifyReply>();
    const problem = this.problemOf(error);
    if (problem.statusCode >= 500) {
      const request = http.getRequest<FastifyRequest>();
      // The route as it is written: an address may hold the token of a link.
      this.logger.error(
        `${request.method} ${request.routeOptions.url ?? ''}`,
        error instanceof Error ? error.stack : error,
      );
    }
    if (error instanceof Busy) void reply.header('retry-after', error.retryAfterSeconds);
    if (error instanceof TooManyAttempts) void reply.header('retry-after', String(error.retryAfterS));
    if (reply.sent || reply.raw.headersSent) return;
    void reply.status(problem.statusCode).header('cache-control', 'no-store').send(problem);
  }

  private problemOf(error: unknown): Problem {
    if (error instanceof InvalidInput) {
      return { statusCode: 400, error: 'Bad Request', message: error.message, issues: [...error.issues] };
    }
    if (error instanceof NotFound) return { statusCode: 404, error: 'Not Found', message: error.message };
    if (error instanceof Busy) return { statusCode: 429, error: 'Too Many Requests', message: error.message };
    if (error instanceof ProposalNotPossible || error instanceof DecisionNotPossible) {
      const message = obstacleSentence(error.obstacle);
      return error.obstacle.code === 'teamDecides' || error.obstacle.code === 'approverDecides'
        ? { statusCode: 403, error: 'Forbidden', message }
        : { statusCode: 409, error: 'Conflict', message };
    }
    const status = statusOf(error);
    if (status !== null && status < 500) {
      const { message } = error as Error;
      const title = titles[status] ?? 'Error';
      return isBodyFault(error)
        ? { statusCode: status, error: title, message, issues: [{ field: 'body', reason: message }] }
        : { statusCode: status, error: title, message };
    }
    return {
      statusCode: 500,
      error: 'Internal Server Error',
      message: 'Something went wrong on the server. The log says what; nothing was changed by this request.',
    };
  }
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  413: 'Payload Too Large',
  415: 'Unsupported Media Type',
  429: 'Too Many Requests',
};

/** Nothing is wrong with these requests; something else stands in their way. */
const conflicts = [Contradiction, SourcePaused, KeyUsedOtherwise, ReviewObstacle];

/** A body that could not be taken in at all. */
function isBodyFault(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('FST_ERR_CTP_');
}

// Fastify's own errors (a body that is no JSON, one that is too large) carry their status as a property.
function statusOf(error: unknown): number | null {
  if (error instanceof HttpException) return error.getStatus();
  if (error instanceof SignInRefused) return 401;
  if (conflicts.some((kind) => error instanceof kind)) return 409;
  if (error instanceof NotTheAuthor) return 403;
  if (error instanceof TooManyAttempts) return 429;
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return null;
}
