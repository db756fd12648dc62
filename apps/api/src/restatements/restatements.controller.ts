import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { identifier } from '@tandem/contracts/common';
import {
  restatementList,
  restatementsQuery,
  type RestatementList,
  type RestatementsQuery,
} from '@tandem/contracts/restatements';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('metrics')
@Controller()
export class RestatementsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get('restatements')
  @ApiOperation({ summary: 'Settled values that changed, of all metrics, newest first' })
  @ApiOkResponse({ standardSchema: restatementList })
  all(@Query({ schema: restatementsQuery }) query: RestatementsQuery): Promise<RestatementList> {
    return this.useCases.readRestatements(query);
  }

  @Requires('read')
  @Get('metrics/:key/restatements')
  @ApiOperation({ summary: 'Settled values of a metric that changed: old, new, when, by which run' })
  @ApiOkResponse({ standardSchema: restatementList })
  ofMetric(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: restatementsQuery }) query: RestatementsQuery,
  ): Promise<RestatementList> {
    return this.useCases.readRestatements({ key, ...query });
  }
}
