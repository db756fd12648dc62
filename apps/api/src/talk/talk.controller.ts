import { mayDo, type AccountPrincipal, type Principal } from '@tandem/application/access/principal';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { identifier } from '@tandem/contracts/common';
import { decision, type Decision } from '@tandem/contracts/decisions';
import { exportQuery, type ExportQuery } from '@tandem/contracts/exports';
import { signBody, type SignBody } from '@tandem/contracts/proposals';
import {
  agreementBody,
  agreementList,
  changeBudgetList,
  communicationGaps,
  goalBudget,
  plannedChange,
  plannedChangeBody,
  pulse,
  pulseBody,
  pulseQuery,
  type AgreementBody,
  type AgreementList,
  type ChangeBudgetList,
  type CommunicationGaps,
  type GoalBudget,
  type PlannedChange,
  type PlannedChangeBody,
  type Pulse,
  type PulseBody,
  type PulseQuery,
} from '@tandem/contracts/talk';
import { Actor, SignedIn, SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { agreementsTable } from '../exports/tables/agreements-table.js';
import { changeBudgetsTable, goalBudgetTable } from '../exports/tables/change-budgets-table.js';
import { pulseTable } from '../exports/tables/pulse-table.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

/** How the two sides talk: where they stopped, what they agreed to tell each other, how well they say it goes. */
@ApiTags('working together')
@Controller()
export class TalkController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get('communication-gaps')
  @ApiOperation({ summary: 'Where the two sides have stopped talking, by rule and with evidence' })
  @ApiOkResponse({ standardSchema: communicationGaps })
  gaps(): Promise<CommunicationGaps> {
    return this.useCases.readCommunicationGaps();
  }

  @Requires('read')
  @Get('agreements')
  @ApiOperation({ summary: 'Agreements of notice: agreed against actual, with every miss' })
  @ApiOkResponse({ standardSchema: agreementList })
  @Exportable(agreementsTable)
  agreements(@Query({ schema: exportQuery }) _query: ExportQuery): Promise<AgreementList> {
    return this.useCases.readAgreements();
  }

  @Requires('act')
  @Post('agreements')
  @ApiOperation({ summary: 'Proposes an agreement of notice; it holds when both sides have signed the decision' })
  @ApiCreatedResponse({ standardSchema: decision })
  agree(
    @Body({ schema: agreementBody }) body: AgreementBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<Decision> {
    return this.useCases.proposeAgreement({ ...body, by, maySign: mayDo(caller, 'sign') });
  }

  @Requires('act')
  @Post('planned-changes')
  @ApiOperation({ summary: 'Tells the other side of a release or campaign' })
  @ApiCreatedResponse({ standardSchema: plannedChange })
  announce(
    @Body({ schema: plannedChangeBody }) body: PlannedChangeBody,
    @SpeaksAs() by: string,
  ): Promise<PlannedChange> {
    return this.useCases.announceChange({ ...body, by });
  }

  @Requires('read')
  @Get('pulse')
  @Exportable(pulseTable)
  @ApiOperation({ summary: 'How well each side says that both work together, round by round, beside a metric' })
  @ApiOkResponse({ standardSchema: pulse })
  pulse(@Query({ schema: pulseQuery }) { metric }: PulseQuery, @Actor() caller: Principal): Promise<Pulse> {
    const account = caller.kind === 'account' ? caller.accountId : null;
    return this.useCases.readPulse({ metric, account });
  }

  @Requires('account')
  @Post('pulse')
  @HttpCode(204)
  @ApiOperation({ summary: 'Answers both questions for one’s side, once a round; nothing kept says who answered what' })
  @ApiNoContentResponse()
  answer(@Body({ schema: pulseBody }) body: PulseBody, @SignedIn() caller: AccountPrincipal): Promise<void> {
    return this.useCases.answerPulse(caller, body);
  }

  @Requires('read')
  @Get('change-budgets')
  @ApiOperation({ summary: 'What releases and campaigns have drawn from the error budgets of joint goals this month' })
  @ApiOkResponse({ standardSchema: changeBudgetList })
  @Exportable(changeBudgetsTable)
  budgets(@Query({ schema: exportQuery }) _query: ExportQuery): Promise<ChangeBudgetList> {
    return this.useCases.readChangeBudgets.list();
  }

  @Requires('read')
  @Get('goals/:id/change-budget')
  @ApiOperation({ summary: 'The change budget of a goal; null where it has no service level' })
  @ApiOkResponse({ standardSchema: goalBudget })
  @Exportable(goalBudgetTable)
  budget(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: exportQuery }) _query: ExportQuery,
  ): Promise<GoalBudget> {
    return this.useCases.readChangeBudgets.ofGoal(id);
  }

  @Requires('account')
  @Post('metrics/:key/openings')
  @HttpCode(204)
  @ApiOperation({ summary: 'Counts that the side of whoever is signed in has opened the page of a metric' })
  @ApiNoContentResponse()
  opened(
    @Param('key', { schema: identifier }) key: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<void> {
    return this.useCases.countOpening({ metric: key, side: caller.side });
  }
}
