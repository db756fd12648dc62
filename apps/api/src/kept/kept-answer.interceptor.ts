import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { createDataVersionReader, type DataVersionReader } from '@tandem/kpi-store/repositories/data-version-reader';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { firstValueFrom, of, type Observable } from 'rxjs';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { namesTag } from './answer-unchanged.js';
import { KeptAnswers } from './kept-answers.js';

/**
 * Days begin, values settle and periods end at whole quarters of an hour in every zone, whatever its offset; nothing else of an answer
 * changes by time alone but the definition in force, which the version of the data tells.
 */
const quarterOfAnHourMs = 900_000;
const worthCompressing = 1_024;

/** Sends the answer that was rendered for the data as they stand, or has it rendered; files are written anew each time. */
@Injectable()
export class KeptAnswerInterceptor implements NestInterceptor {
  private readonly answers = new KeptAnswers();
  private readonly data: DataVersionReader;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.data = createDataVersionReader(dependencies.database, dependencies.clock);
  }

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest<{ Querystring: Readonly<Record<string, unknown>> }>>();
    if ((request.query['format'] ?? 'json') !== 'json') return next.handle();
    const version = await this.version();
    const answer = await this.answers.answer(request.url, version, () => firstValueFrom(next.handle()));
    const reply = http.getResponse<FastifyReply>();
    // Whoever keeps it asks each time whether it still holds: the guard is asked with it.
    void reply.header('etag', answer.etag).header('cache-control', 'private, no-cache');
    void reply.header('vary', 'accept-encoding').type('application/json; charset=utf-8');
    if (namesTag(request, answer.etag)) return of('');
    const takesGzip = /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(request.headers['accept-encoding'] ?? ''));
    if (!takesGzip || answer.body.length < worthCompressing) {
      void reply.header('content-encoding', 'identity');
      return of(answer.body);
    }
    void reply.header('content-encoding', 'gzip');
    return of(await answer.gzipped());
  }

  private async version(): Promise<string> {
    const quarter = Math.floor(this.dependencies.clock().getTime() / quarterOfAnHourMs);
    return `${await this.data.current()}.${quarter}`;
  }
}
