import { Controller, Inject, Req, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ChangeEvent } from '@tandem/contracts/system';
import type { FastifyRequest } from 'fastify';
import {
  Observable,
  concatMap,
  endWith,
  ignoreElements,
  interval,
  map,
  merge,
  share,
  takeUntil,
  takeWhile,
} from 'rxjs';
import { ACCESS, type Access } from '../access/access-use-cases.js';
import { credentialsOf } from '../access/credentials.js';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

const keepAliveMs = 25_000;

@ApiTags('system')
@Controller('events')
export class EventsController {
  constructor(
    @Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies,
    @Inject(ACCESS) private readonly access: Access,
  ) {}

  @Requires('read')
  @Sse()
  @ApiOperation({ summary: 'Server-sent events: what changed, so that a page can ask again' })
  events(@Req() request: FastifyRequest): Observable<MessageEvent> {
    const changes = new Observable<MessageEvent>((subscriber) =>
      this.dependencies.feed.subscribe(({ kind, keys, at }) => {
        if (kind === 'toJudge') return;
        const data: ChangeEvent = { kind, keys: [...keys], at: at.toISOString() };
        subscriber.next({ type: 'change', data });
      }),
    );
    // Proxies close connections that stay silent. At the same beat it is asked whether the listener may still come in: a stream is one
    // request, and would outlive the session that it was opened with.
    const credentials = credentialsOf(request, this.access.cookie);
    const alive = interval(keepAliveMs).pipe(
      concatMap(async () => (await this.access.authenticate(credentials)) !== null),
      takeWhile(Boolean),
      map(() => ({ type: 'alive', data: '' })),
      share(),
    );
    const over = alive.pipe(ignoreElements(), endWith(null));
    return merge(changes.pipe(takeUntil(over)), alive);
  }
}
