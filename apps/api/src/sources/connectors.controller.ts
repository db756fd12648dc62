import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { identifier } from '@tandem/contracts/common';
import {
  checkAnswer,
  connectorList,
  discoverAnswer,
  tryBody,
  type CheckAnswer,
  type ConnectorList,
  type DiscoverAnswer,
  type TryBody,
} from '@tandem/contracts/connectors';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { trialOf } from './trial-of.js';

@ApiTags('connectors')
@Controller('connectors')
export class ConnectorsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Every kind of source, with the form of its settings' })
  @ApiOkResponse({ standardSchema: connectorList })
  list(): ConnectorList {
    return this.useCases.readConnectors();
  }

  @Requires('configure')
  @Post(':id/check')
  @HttpCode(200)
  @ApiOperation({ summary: 'Asks a source with settings that are not saved yet; nothing is kept' })
  @ApiOkResponse({ standardSchema: checkAnswer })
  check(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: tryBody }) body: TryBody,
  ): Promise<CheckAnswer> {
    return this.useCases.checkConnector(trialOf(id, body));
  }

  @Requires('configure')
  @Post(':id/discover')
  @HttpCode(200)
  @ApiOperation({ summary: 'What there is to choose, with the settings as far as they are given' })
  @ApiOkResponse({ standardSchema: discoverAnswer })
  discover(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: tryBody }) body: TryBody,
  ): Promise<DiscoverAnswer> {
    return this.useCases.discoverChoices(trialOf(id, body));
  }
}
