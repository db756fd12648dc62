import { Controller, Inject, Sse, type MessageEvent } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { ChangeEvent } from '@tandem/contracts/system';
import { Observable, interval, map, merge } from 'rxjs';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

const keepAliveMs = 25_000;

@ApiTags('system')
@Controller('events')
export class EventsController {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  @Requires('read')
  @Sse()
  @ApiOperation({ summary: 'Server-sent events: what changed, so that a page can ask again' })
  events(): Observable<MessageEvent> {
    const changes = new Observable<MessageEvent>((subscriber) =>
      this.dependencies.feed.subscribe(({ kind, keys, at }) => {
        const data: ChangeEvent = { kind, keys: [...keys], at: at.toISOString() };
        subscriber.next({ type: 'change', data });
      }),
    );
    // Proxies close connections that stay silent.
    return merge(changes, interval(keepAliveMs).pipe(map(() => ({ type: 'alive', data: '' }))));
  }
}
