import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { board, boardQuery, type Board, type BoardQuery } from '@tandem/contracts/board';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { boardTable } from '../exports/tables/board-table.js';
import { KeptAnswer } from '../kept/kept-answer.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('board')
@Controller('board')
export class BoardController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Joint goals with their key results: value, target, pace, forecast, status' })
  @ApiOkResponse({ standardSchema: board })
  @KeptAnswer()
  @Exportable(boardTable)
  read(@Query({ schema: boardQuery }) query: BoardQuery): Promise<Board> {
    return this.useCases.readBoard(query);
  }
}
