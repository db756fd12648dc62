import { Body, Controller, Get, Header, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { problem } from '@tandem/contracts/common';
import { configurationJsonSchema } from '@tandem/contracts/configuration-json-schema';
import { applyAnswer, applyBody, type ApplyAnswer, type ApplyBody } from '@tandem/contracts/system';
import { Caller } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('configuration')
@Controller('configuration')
export class ConfigurationController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('configure')
  @Post()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Applies a configuration file, all of it or nothing; a dry run only tells what would change',
  })
  @ApiOkResponse({ standardSchema: applyAnswer })
  @ApiBadRequestResponse({
    standardSchema: problem,
    description: 'Everything that is wrong with the file, each with its line',
  })
  apply(@Body({ schema: applyBody }) body: ApplyBody, @Caller() caller: Principal | null): Promise<ApplyAnswer> {
    return this.useCases.applyDocument(body, caller === null ? undefined : actorOf(caller));
  }

  @Requires('configure')
  @Get()
  @Header('content-type', 'text/yaml; charset=utf-8')
  @ApiProduces('text/yaml')
  @ApiOkResponse({ content: { 'text/yaml': { schema: { type: 'string' } } } })
  @ApiOperation({ summary: 'The whole configuration as a file, without secrets; applying it changes nothing' })
  export(): Promise<string> {
    return this.useCases.exportDocument();
  }

  @Requires('read')
  @Get('schema')
  @Header('content-type', 'application/schema+json; charset=utf-8')
  @ApiOperation({ summary: 'JSON Schema of a configuration file, for editors' })
  @ApiOkResponse({ content: { 'application/schema+json': { schema: { type: 'object' } } } })
  schema(): Record<string, unknown> {
    return configurationJsonSchema();
  }
}
