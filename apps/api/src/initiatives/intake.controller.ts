import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier } from '@tandem/contracts/common';
import {
  jiraImportBody,
  jiraImported,
  jiraIntake,
  mendLineBody,
  refusedLines,
  type JiraImportBody,
  type JiraImported,
  type JiraIntake,
  type MendLineBody,
  type RefusedLines,
} from '@tandem/contracts/initiative-intake';
import {
  importedInitiatives,
  importInitiativesBody,
  initiativePage,
  type ImportedInitiatives,
  type ImportInitiativesBody,
  type InitiativePage,
} from '@tandem/contracts/initiatives';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

/** How ideas come in from lists and from Jira, and what was not taken. Stands before the single initiatives, whose addresses these are not. */
@ApiTags('initiatives')
@Controller('initiatives')
export class IntakeController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('act')
  @Post('import')
  @HttpCode(200)
  @ApiOperation({ summary: 'Brings a list as CSV in; lines with a fault stay out, are told and kept' })
  @ApiOkResponse({ standardSchema: importedInitiatives })
  bring(
    @Body({ schema: importInitiativesBody }) { text, dryRun }: ImportInitiativesBody,
    @Actor() actor: Principal,
  ): Promise<ImportedInitiatives> {
    return this.useCases.importInitiatives({ text, dryRun, actor: actorOf(actor) });
  }

  @Requires('read')
  @Get('jira')
  @ApiOperation({ summary: 'Where ideas are taken in from, and which field is what' })
  @ApiOkResponse({ standardSchema: jiraIntake })
  intake(): Promise<JiraIntake> {
    return this.useCases.readJiraIntake();
  }

  @Requires('act')
  @Post('jira')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes in what the query finds in Jira; what both sides decide here is never overwritten' })
  @ApiOkResponse({ standardSchema: jiraImported })
  fromJira(
    @Body({ schema: jiraImportBody }) { dryRun }: JiraImportBody,
    @Actor() actor: Principal,
  ): Promise<JiraImported> {
    return this.useCases.importFromJira({ dryRun, actor: actorOf(actor) });
  }

  @Requires('read')
  @Get('refused')
  @ApiOperation({ summary: 'Lines and issues that were not taken, until they are mended or put aside' })
  @ApiOkResponse({ standardSchema: refusedLines })
  refused(): Promise<RefusedLines> {
    return this.useCases.readRefused();
  }

  @Requires('act')
  @Put('refused/:id')
  @ApiOperation({ summary: 'Brings a refused line of a list in, as somebody has mended it' })
  @ApiOkResponse({ standardSchema: initiativePage })
  async mend(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: mendLineBody }) { cells }: MendLineBody,
    @Actor() actor: Principal,
  ): Promise<InitiativePage> {
    const brought = await this.useCases.mendRefused(id, cells, actorOf(actor));
    return this.useCases.readInitiatives.one(brought.id);
  }

  @Requires('act')
  @Delete('refused/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Puts a refused line or issue aside' })
  @ApiNoContentResponse()
  dismiss(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<void> {
    return this.useCases.dismissRefused(id, actorOf(actor));
  }
}
