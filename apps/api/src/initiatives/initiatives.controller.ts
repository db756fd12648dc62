import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { InvalidInput } from '@tandem/application/input-errors';
import { identifier } from '@tandem/contracts/common';
import type { ExportQuery } from '@tandem/contracts/exports';
import {
  initiativeBody,
  initiativeChoices,
  initiativeList,
  initiativeListQuery,
  initiativeMap,
  initiativePage,
  initiativePageQuery,
  type InitiativeBody,
  type InitiativeChoices,
  type InitiativeList,
  type InitiativeMap,
  type InitiativePage,
} from '@tandem/contracts/initiatives';
import {
  initiativePlan,
  planQuery,
  scenarioBody,
  scenarioMade,
  type InitiativePlan,
  type PlanQuery,
  type ScenarioBody,
  type ScenarioMade,
} from '@tandem/contracts/initiative-plan';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { caseTable, initiativesTable, planTable } from '../exports/tables/initiatives-table.js';
import { KeptAnswer } from '../kept/kept-answer.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('initiatives')
@Controller('initiatives')
export class InitiativesController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @Exportable(initiativesTable)
  @ApiOperation({ summary: 'Every initiative: its case, what the gate says, and what it brought since its launch' })
  @ApiOkResponse({ standardSchema: initiativeList })
  list(@Query({ schema: initiativeListQuery }) _query: ExportQuery): Promise<InitiativeList> {
    return this.useCases.readInitiatives.all();
  }

  @Requires('read')
  @Get('choices')
  @ApiOperation({ summary: 'What an initiative can be made of' })
  @ApiOkResponse({ standardSchema: initiativeChoices })
  @KeptAnswer()
  choices(): Promise<InitiativeChoices> {
    return this.useCases.readInitiatives.choices();
  }

  @Requires('read')
  @Get('map')
  @ApiOperation({ summary: 'Where the money goes: capability by goal, by agenda, and what has neither' })
  @ApiOkResponse({ standardSchema: initiativeMap })
  @KeptAnswer()
  map(): Promise<InitiativeMap> {
    return this.useCases.readInitiatives.map();
  }

  @Requires('read')
  @Get('plan')
  @Exportable(planTable)
  @ApiOperation({ summary: 'The plan that is worth most under capacity and budget, and what cut every other idea' })
  @ApiOkResponse({ standardSchema: initiativePlan })
  plan(@Query({ schema: planQuery }) query: PlanQuery): Promise<InitiativePlan> {
    return this.useCases.planCapacity.read(query);
  }

  @Requires('act')
  @Post('scenarios')
  @ApiOperation({ summary: 'Keeps a plan under other terms, to be compared' })
  @ApiCreatedResponse({ standardSchema: scenarioMade })
  async keep(@Body({ schema: scenarioBody }) body: ScenarioBody, @Actor() actor: Principal): Promise<ScenarioMade> {
    return { id: await this.useCases.planCapacity.keep({ ...body, by: actorOf(actor) }) };
  }

  @Requires('act')
  @Delete('scenarios/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a kept plan away' })
  @ApiNoContentResponse()
  remove(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<void> {
    return this.useCases.planCapacity.remove(id, actorOf(actor));
  }

  @Requires('act')
  @Post()
  @ApiOperation({ summary: 'Takes an idea in and judges it at the gate' })
  @ApiCreatedResponse({ standardSchema: initiativePage })
  make(
    @Body({ schema: initiativeBody }) initiative: InitiativeBody,
    @Actor() actor: Principal,
  ): Promise<InitiativePage> {
    return this.useCases.writeInitiative({ initiative, actor: actorOf(actor), act: 'make' });
  }

  @Requires('act')
  @Post('preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'How an initiative would stand; nothing is stored' })
  @ApiOkResponse({ standardSchema: initiativePage })
  preview(@Body({ schema: initiativeBody }) initiative: InitiativeBody): Promise<InitiativePage> {
    return this.useCases.readInitiatives.preview(initiative);
  }

  @Requires('read')
  @Get(':id')
  @Exportable(caseTable)
  @ApiOperation({ summary: 'One initiative: its case month by month, the gate with its history, its benefits' })
  @ApiOkResponse({ standardSchema: initiativePage })
  one(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: initiativePageQuery }) _query: ExportQuery,
  ): Promise<InitiativePage> {
    return this.useCases.readInitiatives.one(id);
  }

  @Requires('act')
  @Put(':id')
  @ApiOperation({ summary: 'Writes an initiative anew and judges it again' })
  @ApiOkResponse({ standardSchema: initiativePage })
  rewrite(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: initiativeBody }) initiative: InitiativeBody,
    @Actor() actor: Principal,
  ): Promise<InitiativePage> {
    if (initiative.id !== id)
      throw new InvalidInput([{ field: 'id', reason: `The address says "${id}". An initiative keeps its id.` }]);
    return this.useCases.writeInitiative({ initiative, actor: actorOf(actor), act: 'rewrite' });
  }
}
