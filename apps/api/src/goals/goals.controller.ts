import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { goalList, goalPage, goalQuery, type GoalList, type GoalPage } from '@tandem/contracts/goals';
import { identifier } from '@tandem/contracts/common';
import { Requires } from '../access/requires.js';
import { KeptAnswer } from '../kept/kept-answer.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('goals')
@Controller('goals')
export class GoalsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'All joint goals' })
  @ApiOkResponse({ standardSchema: goalList })
  @KeptAnswer()
  async list(@Query({ schema: goalQuery }) query: { asKnownAt?: string }): Promise<GoalList> {
    return this.useCases.readGoal.all(query);
  }

  @Requires('read')
  @Get(':id')
  @ApiOperation({ summary: 'One joint goal, with the same numbers as the board' })
  @ApiOkResponse({ standardSchema: goalPage })
  @KeptAnswer()
  one(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: goalQuery }) query: { asKnownAt?: string },
  ): Promise<GoalPage> {
    return this.useCases.readGoal.one({ id, ...query });
  }
}
