import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConflictResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier, problem } from '@tandem/contracts/common';
import {
  backfillBody,
  sourceFindings,
  syncStarted,
  type BackfillBody,
  type SourceFindings,
} from '@tandem/contracts/sources';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('sources')
@Controller('sources')
export class ReadAgainController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get(':id/findings')
  @ApiOperation({
    summary: 'What was noticed of a source beside its rows: fields that came, went or changed, a wrong clock',
  })
  @ApiOkResponse({ standardSchema: sourceFindings })
  findings(@Param('id', { schema: identifier }) id: string): Promise<SourceFindings> {
    return this.useCases.readFindings({ id });
  }

  @Requires('feed')
  @Post(':id/backfill')
  @HttpCode(202)
  @ApiOperation({ summary: 'Reads a window of time again, without moving where the source goes on from' })
  @ApiAcceptedResponse({ standardSchema: syncStarted })
  @ApiConflictResponse({ standardSchema: problem })
  backfill(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: backfillBody }) window: BackfillBody,
    @Actor() actor: Principal,
  ): Promise<{ runId: string }> {
    return this.useCases.backfillSource({ id, ...window, actor: actorOf(actor) });
  }

  @Requires('feed')
  @Post(':id/replay')
  @HttpCode(202)
  @ApiOperation({ summary: 'Makes the records of a source anew of the rows that were kept of it, without asking it' })
  @ApiAcceptedResponse({ standardSchema: syncStarted })
  @ApiConflictResponse({ standardSchema: problem })
  replay(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<{ runId: string }> {
    return this.useCases.replaySource({ id, actor: actorOf(actor) });
  }
}
