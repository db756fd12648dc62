import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier, problem } from '@tandem/contracts/common';
import {
  changeBody,
  connectBody,
  connected,
  credentialsBody,
  sourceSettings,
  type ChangeBody,
  type ConnectBody,
  type Connected,
  type CredentialsBody,
  type SourceSettings,
} from '@tandem/contracts/connectors';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('sources')
@Controller('sources')
export class SourceSettingsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('configure')
  @Post()
  @ApiOperation({ summary: 'Connects a source; its first sync begins at once' })
  @ApiCreatedResponse({ standardSchema: connected })
  @ApiConflictResponse({ standardSchema: problem })
  connect(@Body({ schema: connectBody }) body: ConnectBody, @Actor() actor: Principal): Promise<Connected> {
    return this.useCases.connectSource({ ...body, actor: actorOf(actor) });
  }

  @Requires('configure')
  @Get(':id/settings')
  @ApiOperation({ summary: 'The settings of a source; the word "unchanged" stands for each secret' })
  @ApiOkResponse({ standardSchema: sourceSettings })
  read(@Param('id', { schema: identifier }) id: string): Promise<SourceSettings> {
    return this.useCases.readSourceSettings({ id });
  }

  @Requires('configure')
  @Put(':id/settings')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Changes the settings of a source; a secret that is "unchanged" stays for the same address',
  })
  @ApiNoContentResponse()
  change(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: changeBody }) body: ChangeBody,
    @Actor() actor: Principal,
  ): Promise<void> {
    return this.useCases.changeSource({ id, ...body, actor: actorOf(actor) });
  }

  @Requires('configure')
  @Post(':id/credentials')
  @HttpCode(204)
  @ApiOperation({ summary: 'Exchanges secrets of a source and nothing else, and reads it at once' })
  @ApiNoContentResponse()
  rotate(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: credentialsBody }) { secrets }: CredentialsBody,
    @Actor() actor: Principal,
  ): Promise<void> {
    return this.useCases.rotateCredentials({ id, secrets, actor: actorOf(actor) });
  }
}
