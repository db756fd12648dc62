import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  action,
  actionList,
  actionQuery,
  changeActionBody,
  closeActionBody,
  openActionBody,
  type Action,
  type ActionList,
  type ActionQuery,
  type ChangeActionBody,
  type CloseActionBody,
  type OpenActionBody,
} from '@tandem/contracts/actions';
import { SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { actionsTable } from '../exports/tables/actions-table.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('decisions')
@Controller('actions')
export class ActionsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Who does what by when, and whether the number has moved since' })
  @ApiOkResponse({ standardSchema: actionList })
  @Exportable(actionsTable)
  list(@Query({ schema: actionQuery }) _query: ActionQuery): Promise<ActionList> {
    return this.useCases.readActions.list();
  }

  @Requires('act')
  @Post()
  @ApiOperation({ summary: 'Opens an action for somebody of a side' })
  @ApiCreatedResponse({ standardSchema: action })
  open(@Body({ schema: openActionBody }) body: OpenActionBody, @SpeaksAs() by: string): Promise<Action> {
    return this.useCases.openAction({ ...body, by });
  }

  @Requires('act')
  @Post(':id/change')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives an open action another owner or day, with the reason' })
  @ApiOkResponse({ standardSchema: action })
  change(
    @Param('id') id: string,
    @Body({ schema: changeActionBody }) body: ChangeActionBody,
    @SpeaksAs() by: string,
  ): Promise<Action> {
    return this.useCases.changeAction({ id, ...body, by });
  }

  @Requires('act')
  @Post(':id/close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Closes an action with what came of it' })
  @ApiOkResponse({ standardSchema: action })
  close(
    @Param('id') id: string,
    @Body({ schema: closeActionBody }) body: CloseActionBody,
    @SpeaksAs() by: string,
  ): Promise<Action> {
    return this.useCases.closeAction({ id, ...body, by });
  }
}
