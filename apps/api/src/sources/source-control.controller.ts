import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConflictResponse, ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier, problem } from '@tandem/contracts/common';
import { pauseBody, resumed, runPath, type PauseBody } from '@tandem/contracts/sources';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('sources')
@Controller('sources')
export class SourceControlController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('feed')
  @Post(':id/pause')
  @HttpCode(204)
  @ApiOperation({ summary: 'Reads nothing from a source until it is resumed, and stops a run; pushes are still taken' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ standardSchema: problem })
  pause(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: pauseBody }) { reason }: PauseBody,
    @Actor() actor: Principal,
  ): Promise<void> {
    return this.useCases.pauseSource({ id, reason, actor: actorOf(actor) });
  }

  @Requires('feed')
  @Post(':id/resume')
  @HttpCode(202)
  @ApiOperation({ summary: 'Goes on with a source that was paused, with a sync at once' })
  @ApiAcceptedResponse({ standardSchema: resumed })
  @ApiConflictResponse({ standardSchema: problem })
  resume(
    @Param('id', { schema: identifier }) id: string,
    @Actor() actor: Principal,
  ): Promise<{ runId: string | null }> {
    return this.useCases.resumeSource({ id, actor: actorOf(actor) });
  }

  @Requires('feed')
  @Post(':id/runs/:run/stop')
  @HttpCode(204)
  @ApiOperation({ summary: 'Stops a run; what it has committed stays' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ standardSchema: problem })
  stop(
    @Param('id', { schema: identifier }) id: string,
    @Param('run', { schema: runPath }) run: string,
    @Actor() actor: Principal,
  ): Promise<void> {
    return this.useCases.stopRun({ id, run, actor: actorOf(actor) });
  }
}
