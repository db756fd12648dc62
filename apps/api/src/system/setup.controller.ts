import { ConflictException, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { setup, type Setup } from '@tandem/contracts/system';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('system')
@Controller('setup')
export class SetupController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Whether the workspace is empty, and how far the demo is' })
  @ApiOkResponse({ standardSchema: setup })
  read(): Promise<Setup> {
    return this.useCases.readSetup();
  }

  @Requires('configure')
  @Post('demo')
  @HttpCode(202)
  @ApiOperation({ summary: 'Loads the demo into an empty workspace, through the same import as any data' })
  @ApiAcceptedResponse({ standardSchema: setup })
  async loadDemo(@Actor() actor: Principal): Promise<Setup> {
    const before = await this.useCases.readSetup();
    if (!before.demo.available) throw new ConflictException('This server does not carry the demo.');
    if (!before.empty && before.demo.state === 'notLoaded') {
      throw new ConflictException(
        'The demo is for an empty workspace; this one has connections or metrics of its own.',
      );
    }
    await this.useCases.loadDemo(actorOf(actor));
    return this.useCases.readSetup();
  }
}
