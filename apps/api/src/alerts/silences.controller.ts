import { Body, ConflictException, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Principal } from '@tandem/application/access/principal';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import {
  silenceBody,
  silenceList,
  silenceMade,
  type SilenceBody,
  type SilenceList,
  type SilenceMade,
} from '@tandem/contracts/alert-handling';
import { identifier, problem } from '@tandem/contracts/common';
import { listSilences } from '@tandem/kpi-store/queries/alert-handling';
import { createAlertHandling } from '@tandem/kpi-store/repositories/alert-handling';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { handlerOf } from './alert-handler.js';

@ApiTags('alerts')
@Controller('silences')
export class SilencesController {
  private readonly handling;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.handling = createAlertHandling(dependencies.database);
  }

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Silences that hold, and those that have ended' })
  @ApiOkResponse({ standardSchema: silenceList })
  async list(): Promise<SilenceList> {
    return { silences: [...(await listSilences(this.dependencies.database.pool, null))] };
  }

  @Requires('act')
  @Post()
  @ApiOperation({ summary: 'Tells nobody of a guardrail, or of all on a metric, for a while; pages go on showing it' })
  @ApiCreatedResponse({ standardSchema: silenceMade })
  async make(@Body({ schema: silenceBody }) body: SilenceBody, @Actor() actor: Principal): Promise<SilenceMade> {
    const now = this.dependencies.clock();
    const endsAt = new Date(now.getTime() + body.forMinutes * 60_000);
    const { of, reason } = body;
    const id = await this.handling.silence({ of, reason, endsAt }, handlerOf(actor), now);
    if (id === null) throw new InvalidInput([{ field: 'of.id', reason: `there is no ${of.kind} "${of.id}"` }]);
    return { id };
  }

  @Requires('act')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends a silence early; what goes on is told' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ standardSchema: problem })
  async end(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<void> {
    const ended = await this.handling.endSilence(id, handlerOf(actor), this.dependencies.clock());
    if (ended === null) throw new NotFound('silence', id);
    if (!ended) throw new ConflictException('This silence has ended already.');
  }
}
