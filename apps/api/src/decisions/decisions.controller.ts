import { mayDo, type AccountPrincipal } from '@tandem/application/access/principal';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { problem } from '@tandem/contracts/common';
import {
  decision,
  decisionList,
  decisionQuery,
  draftDecisionBody,
  reviseDecisionBody,
  type Decision,
  type DecisionList,
  type DecisionQuery,
  type DraftDecisionBody,
  type ReviseDecisionBody,
} from '@tandem/contracts/decisions';
import { refuseBody, signBody, type RefuseBody, type SignBody } from '@tandem/contracts/proposals';
import { SignedIn, SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { decisionsTable } from '../exports/tables/decisions-table.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('decisions')
@Controller('decisions')
export class DecisionsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'What both sides decided, or have before them; newest first' })
  @ApiOkResponse({ standardSchema: decisionList })
  @Exportable(decisionsTable)
  list(@Query({ schema: decisionQuery }) { kind, asKnownAt }: DecisionQuery): Promise<DecisionList> {
    return this.useCases.readDecisions.list({ kind, asKnownAt });
  }

  @Requires('act')
  @Post()
  @ApiOperation({ summary: 'Drafts a decision, and puts it forward for the signatures of both sides if wanted' })
  @ApiCreatedResponse({ standardSchema: decision })
  draft(
    @Body({ schema: draftDecisionBody }) { decision: content, putForward }: DraftDecisionBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<Decision> {
    return this.useCases.draftDecision({ content, putForward, by, maySign: mayDo(caller, 'sign') });
  }

  @Requires('read')
  @Get(':id')
  @ApiOperation({ summary: 'One decision, with every step that was taken and how its effect was graded' })
  @ApiOkResponse({ standardSchema: decision })
  one(@Param('id') id: string): Promise<Decision> {
    return this.useCases.readDecisions.one(id);
  }

  @Requires('act')
  @Put(':id')
  @ApiOperation({ summary: 'Writes a draft anew' })
  @ApiOkResponse({ standardSchema: decision })
  @ApiConflictResponse({ standardSchema: problem })
  revise(
    @Param('id') id: string,
    @Body({ schema: reviseDecisionBody }) { decision: content }: ReviseDecisionBody,
    @SpeaksAs() by: string,
  ): Promise<Decision> {
    return this.useCases.reviseDecision({ id, content, by });
  }

  @Requires('act')
  @Post(':id/propose')
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts a draft forward: it waits for the signatures of both sides' })
  @ApiOkResponse({ standardSchema: decision })
  @ApiConflictResponse({ standardSchema: problem })
  propose(
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<Decision> {
    return this.useCases.actOnDecision({ id, by, act: { kind: 'propose' }, maySign: mayDo(caller, 'sign') });
  }

  @Requires('sign')
  @Post(':id/sign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs for the side of a person; with the last signature it is in force' })
  @ApiOkResponse({ standardSchema: decision })
  @ApiConflictResponse({ standardSchema: problem })
  sign(
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
  ): Promise<Decision> {
    return this.useCases.actOnDecision({ id, by, act: { kind: 'sign' }, maySign: true });
  }

  @Requires('sign')
  @Post(':id/refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuses a decision, with the reason' })
  @ApiOkResponse({ standardSchema: decision })
  @ApiConflictResponse({ standardSchema: problem })
  refuse(
    @Param('id') id: string,
    @Body({ schema: refuseBody }) { reason }: RefuseBody,
    @SpeaksAs() by: string,
  ): Promise<Decision> {
    return this.useCases.actOnDecision({ id, by, act: { kind: 'refuse', reason }, maySign: true });
  }

  @Requires('act')
  @Post(':id/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes back a draft, or what waits for a signature' })
  @ApiOkResponse({ standardSchema: decision })
  @ApiConflictResponse({ standardSchema: problem })
  withdraw(
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
  ): Promise<Decision> {
    return this.useCases.actOnDecision({ id, by, act: { kind: 'withdraw' }, maySign: false });
  }
}
