import { mayDo, type AccountPrincipal } from '@tandem/application/access/principal';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InvalidInput } from '@tandem/application/input-errors';
import { identifier, problem } from '@tandem/contracts/common';
import {
  checkInBody,
  checkInList,
  goalBody,
  goalHistory,
  goalHistoryQuery,
  goalList,
  goalPage,
  goalPageQuery,
  goalPreview,
  goalQuery,
  overrideBody,
  type CheckInBody,
  type CheckInList,
  type GoalBody,
  type GoalHistory,
  type GoalHistoryQuery,
  type GoalList,
  type GoalPage,
  type GoalPageQuery,
  type GoalPreview,
  type OverrideBody,
} from '@tandem/contracts/goals';
import { rewordGoalBody, type RewordGoalBody } from '@tandem/contracts/goal-document';
import { SignedIn, SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { checkInsTable, goalPathsTable } from '../exports/tables/goal-tables.js';
import { KeptAnswer } from '../kept/kept-answer.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('goals')
@Controller('goals')
export class GoalsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'All goals: joint ones, and those of departments and teams below them' })
  @ApiOkResponse({ standardSchema: goalList })
  @KeptAnswer()
  async list(@Query({ schema: goalQuery }) query: { asKnownAt?: string }): Promise<GoalList> {
    return this.useCases.readGoal.all(query);
  }

  @Requires('act')
  @Post()
  @ApiOperation({ summary: 'Makes a goal; a joint one is a draft until the other side has signed it' })
  @ApiCreatedResponse({ standardSchema: goalPage })
  @ApiConflictResponse({ standardSchema: problem })
  make(
    @Body({ schema: goalBody }) goal: GoalBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<GoalPage> {
    return this.useCases.writeGoal({ goal, by, maySign: mayDo(caller, 'sign'), act: 'make' });
  }

  @Requires('act')
  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How a goal would stand now; nothing is stored' })
  @ApiOkResponse({ standardSchema: goalPreview })
  preview(@Body({ schema: goalBody }) goal: GoalBody): Promise<GoalPreview> {
    return this.useCases.previewGoal.ofGoal(goal);
  }

  @Requires('read')
  @Get(':id')
  @ApiOperation({ summary: 'One goal, with the same numbers as the board, its drivers and counter-metrics' })
  @ApiOkResponse({ standardSchema: goalPage })
  @KeptAnswer()
  @Exportable(goalPathsTable)
  one(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: goalPageQuery }) query: GoalPageQuery,
  ): Promise<GoalPage> {
    return this.useCases.readGoal.one({ id, ...query });
  }

  @Requires('read')
  @Get(':id/check-ins')
  @ApiOperation({ summary: 'How sure each side was that the goal will be met, newest first' })
  @ApiOkResponse({ standardSchema: checkInList })
  @Exportable(checkInsTable)
  async checkIns(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: goalPageQuery }) query: GoalPageQuery,
  ): Promise<CheckInList> {
    const { title, checkIns, asKnownAt, timeZone } = await this.useCases.readGoal.one({ id, ...query });
    return { goal: { id, title }, checkIns, asKnownAt, timeZone };
  }

  @Requires('act')
  @Put(':id')
  @ApiOperation({ summary: 'Writes a draft anew; it waits for both signatures again' })
  @ApiOkResponse({ standardSchema: goalPage })
  @ApiConflictResponse({ standardSchema: problem })
  rewrite(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: goalBody }) goal: GoalBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<GoalPage> {
    if (goal.id === id) return this.useCases.writeGoal({ goal, by, maySign: mayDo(caller, 'sign'), act: 'rewrite' });
    throw new InvalidInput([{ field: 'id', reason: `The address says "${id}". A goal keeps its id.` }]);
  }

  @Requires('act')
  @Put(':id/wording')
  @ApiOperation({ summary: 'Changes title, outcome, place, owners and drivers of a published goal, at once' })
  @ApiOkResponse({ standardSchema: goalPage })
  @ApiConflictResponse({ standardSchema: problem })
  reword(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: rewordGoalBody }) body: RewordGoalBody,
    @SpeaksAs() by: string,
  ): Promise<GoalPage> {
    return this.useCases.rewordGoal({ id, ...body, by });
  }

  @Requires('read')
  @Get(':id/history')
  @ApiOperation({ summary: 'What was agreed and when, and every step that was taken, numbered in the audit chain' })
  @ApiOkResponse({ standardSchema: goalHistory })
  history(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: goalHistoryQuery }) query: GoalHistoryQuery,
  ): Promise<GoalHistory> {
    return this.useCases.readGoalHistory.of({ id, ...query });
  }

  @Requires('act')
  @Post(':id/check-ins')
  @ApiOperation({ summary: 'How sure the side of a person is that the goal will be met, and why' })
  @ApiCreatedResponse({ standardSchema: goalPage })
  checkIn(
    @Param('id', { schema: identifier }) goal: string,
    @Body({ schema: checkInBody }) body: CheckInBody,
    @SpeaksAs() by: string,
  ): Promise<GoalPage> {
    return this.useCases.checkInOnGoal({ goal, ...body, by });
  }

  @Requires('sign')
  @Post(':id/key-results/:keyResult/override')
  @ApiOperation({ summary: 'Puts a status in the place of the reckoned one, until the next settled value' })
  @ApiCreatedResponse({ standardSchema: goalPage })
  override(
    @Param('id', { schema: identifier }) goal: string,
    @Param('keyResult', { schema: identifier }) keyResult: string,
    @Body({ schema: overrideBody }) body: OverrideBody,
    @SpeaksAs() by: string,
  ): Promise<GoalPage> {
    return this.useCases.overrideStatus({ goal, keyResult, ...body, by });
  }
}
