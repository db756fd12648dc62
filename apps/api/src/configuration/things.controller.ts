import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier, problem } from '@tandem/contracts/common';
import {
  configurationHistory,
  configurationHistoryQuery,
  configurationKind,
  historyEntry,
  policyOrderBody,
  removeThingQuery,
  restoreBody,
  saveThingBody,
  thingBody,
  thingList,
  type ConfigurationHistory,
  type ConfigurationHistoryQuery,
  type ConfigurationKind,
  type PolicyOrderBody,
  type RemoveThingQuery,
  type RestoreBody,
  type SaveThingBody,
  type ThingBody,
  type ThingList,
} from '@tandem/contracts/settings';
import { applyAnswer, type ApplyAnswer } from '@tandem/contracts/system';
import { Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

const who = (caller: Principal | null): string => (caller === null ? 'apply' : actorOf(caller));

@ApiTags('configuration')
@Controller('configuration')
export class ThingsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('configure')
  @Get('things/:kind')
  @ApiOperation({
    summary: 'The things of one kind as a file has them, with what names them and who changed them last',
  })
  @ApiOkResponse({ standardSchema: thingList })
  list(@Param('kind', { schema: configurationKind }) kind: ConfigurationKind): Promise<ThingList> {
    return this.useCases.readThings({ kind });
  }

  @Requires('configure')
  @Post('things/:kind/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What saving a thing would change, and which numbers; nothing is stored' })
  @ApiOkResponse({ standardSchema: applyAnswer })
  preview(
    @Param('kind', { schema: configurationKind }) kind: ConfigurationKind,
    @Body({ schema: thingBody }) { thing }: ThingBody,
  ): Promise<ApplyAnswer> {
    return this.useCases.previewThing({ kind, thing });
  }

  @Requires('configure')
  @Put('things/:kind/:id')
  @ApiOperation({ summary: 'Saves a thing; refused when somebody else has changed it since it was read' })
  @ApiOkResponse({ standardSchema: applyAnswer })
  @ApiConflictResponse({ standardSchema: problem })
  save(
    @Param('kind', { schema: configurationKind }) kind: ConfigurationKind,
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: saveThingBody }) body: SaveThingBody,
    @Caller() caller: Principal | null,
  ): Promise<ApplyAnswer> {
    return this.useCases.saveThing({ kind, id, ...body, actor: who(caller) });
  }

  @Requires('configure')
  @Put('alert-policy-order')
  @HttpCode(204)
  @ApiOperation({ summary: 'In which order alert policies are asked: of several that fit, the first counts' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ standardSchema: problem })
  orderPolicies(
    @Body({ schema: policyOrderBody }) body: PolicyOrderBody,
    @Caller() caller: Principal | null,
  ): Promise<void> {
    return this.useCases.orderPolicies({ ...body, actor: who(caller) });
  }

  @Requires('configure')
  @Delete('things/:kind/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a team, person, calendar, route or policy away that nothing names' })
  @ApiNoContentResponse()
  @ApiConflictResponse({ standardSchema: problem })
  remove(
    @Param('kind', { schema: configurationKind }) kind: ConfigurationKind,
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: removeThingQuery }) { edition }: RemoveThingQuery,
    @Caller() caller: Principal | null,
  ): Promise<void> {
    return this.useCases.removeThing({ kind, id, edition, actor: who(caller) });
  }

  @Requires('configure')
  @Get('history')
  @ApiOperation({ summary: 'Who changed what of the configuration, field by field, the youngest first' })
  @ApiOkResponse({ standardSchema: configurationHistory })
  history(
    @Query({ schema: configurationHistoryQuery }) query: ConfigurationHistoryQuery,
  ): Promise<ConfigurationHistory> {
    return this.useCases.readConfigurationHistory(query);
  }

  @Requires('configure')
  @Post('history/:sequence/restore')
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts a thing back as an entry of the history left it' })
  @ApiOkResponse({ standardSchema: applyAnswer })
  @ApiConflictResponse({ standardSchema: problem })
  restore(
    @Param('sequence', { schema: historyEntry }) sequence: string,
    @Body({ schema: restoreBody }) { edition }: RestoreBody,
    @Caller() caller: Principal | null,
  ): Promise<ApplyAnswer> {
    return this.useCases.restoreThing({ sequence: Number(sequence), edition, actor: who(caller) });
  }
}
