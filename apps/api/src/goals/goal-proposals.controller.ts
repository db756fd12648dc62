import { mayDo, type AccountPrincipal } from '@tandem/application/access/principal';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { identifier, problem } from '@tandem/contracts/common';
import {
  goalChoices,
  goalProposal,
  goalProposalList,
  goalTermsBody,
  goalTermsPreview,
  proposeGoalBody,
  type GoalChoices,
  type GoalProposal,
  type GoalProposalList,
  type GoalTermsBody,
  type GoalTermsPreview,
  type ProposeGoalBody,
} from '@tandem/contracts/goals';
import { refuseBody, signBody, type RefuseBody, type SignBody } from '@tandem/contracts/proposals';
import { SignedIn, SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('goals')
@Controller()
export class GoalProposalsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get('goal-proposals')
  @ApiOperation({ summary: 'Goals and changes of goals that wait for a signature' })
  @ApiOkResponse({ standardSchema: goalProposalList })
  open(): Promise<GoalProposalList> {
    return this.useCases.readGoalHistory.open();
  }

  @Requires('read')
  @Get('goal-choices')
  @ApiOperation({ summary: 'What a goal can be made of: owners, metrics, guardrails' })
  @ApiOkResponse({ standardSchema: goalChoices })
  choices(): Promise<GoalChoices> {
    return this.useCases.readGoalChoices();
  }

  @Requires('read')
  @Get('goals/:id/proposals')
  @ApiOperation({ summary: 'Everything that was proposed for a goal, newest first' })
  @ApiOkResponse({ standardSchema: goalProposalList })
  list(@Param('id', { schema: identifier }) id: string): Promise<GoalProposalList> {
    return this.useCases.readGoalHistory.proposals({ id });
  }

  @Requires('act')
  @Post('goals/:id/proposals')
  @ApiOperation({ summary: 'Proposes other terms for a goal; they hold when both sides have signed' })
  @ApiCreatedResponse({ standardSchema: goalProposal })
  @ApiConflictResponse({ standardSchema: problem })
  propose(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: proposeGoalBody }) body: ProposeGoalBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<GoalProposal> {
    return this.useCases.proposeGoalTerms({ id, ...body, by, maySign: mayDo(caller, 'sign') });
  }

  @Requires('act')
  @Post('goals/:id/proposals/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How a goal would stand on other terms; nothing is stored' })
  @ApiOkResponse({ standardSchema: goalTermsPreview })
  preview(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: goalTermsBody }) { terms }: GoalTermsBody,
  ): Promise<GoalTermsPreview> {
    return this.useCases.previewGoal.ofTerms({ id, terms });
  }

  @Requires('sign')
  @Post('goals/:goal/proposals/:id/sign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs for the side of a person; with the last signature it holds' })
  @ApiOkResponse({ standardSchema: goalProposal })
  @ApiConflictResponse({ standardSchema: problem })
  sign(
    @Param('goal', { schema: identifier }) goal: string,
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
  ): Promise<GoalProposal> {
    return this.useCases.decideOnGoalProposal({ goal, id, by, act: { kind: 'sign' } });
  }

  @Requires('sign')
  @Post('goals/:goal/proposals/:id/refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuses a proposal, with the reason' })
  @ApiOkResponse({ standardSchema: goalProposal })
  @ApiConflictResponse({ standardSchema: problem })
  refuse(
    @Param('goal', { schema: identifier }) goal: string,
    @Param('id') id: string,
    @Body({ schema: refuseBody }) { reason }: RefuseBody,
    @SpeaksAs() by: string,
  ): Promise<GoalProposal> {
    return this.useCases.decideOnGoalProposal({ goal, id, by, act: { kind: 'refuse', reason } });
  }

  @Requires('act')
  @Post('goals/:goal/proposals/:id/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a proposal back' })
  @ApiOkResponse({ standardSchema: goalProposal })
  @ApiConflictResponse({ standardSchema: problem })
  withdraw(
    @Param('goal', { schema: identifier }) goal: string,
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
  ): Promise<GoalProposal> {
    return this.useCases.decideOnGoalProposal({ goal, id, by, act: { kind: 'withdraw' } });
  }
}
