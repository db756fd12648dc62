import { Body, Controller, ForbiddenException, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { pushAnswer, pushQuery, type PushAnswer } from '@tandem/contracts/sources';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('push')
@Controller('push')
export class PushController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('push')
  @Post(':stream')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes records of a stream; answers after they are committed, with a verdict for each' })
  @ApiBody({ schema: { type: 'array', items: { type: 'object' } } })
  @ApiOkResponse({ standardSchema: pushAnswer })
  push(
    @Param('stream') stream: string,
    @Query({ schema: pushQuery }) query: { source: string },
    @Body() body: unknown,
    @Actor() actor: Principal,
  ): Promise<PushAnswer> {
    if (actor.kind === 'token' && actor.sources !== null && !actor.sources.includes(query.source))
      throw new ForbiddenException('This token may not push for this source: make one that names it.');
    return this.useCases.pushRecords({ stream, source: query.source, body, actor: actorOf(actor) });
  }
}
