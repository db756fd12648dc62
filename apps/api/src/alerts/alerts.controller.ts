import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { NotFound } from '@tandem/application/input-errors';
import {
  alertList,
  alertPage as alertPageSchema,
  alertsQuery,
  type AlertList,
  type AlertPage,
} from '@tandem/contracts/alerts';
import { identifier } from '@tandem/contracts/common';
import { alertPage } from '@tandem/kpi-store/queries/alert-page';
import { listAlerts } from '@tandem/kpi-store/queries/list-alerts';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Alerts that are open, or all that there ever were; the gravest first' })
  @ApiOkResponse({ standardSchema: alertList })
  async list(@Query({ schema: alertsQuery }) query: { state: 'open' | 'all' }): Promise<AlertList> {
    return { alerts: await listAlerts(this.dependencies.database.pool, query) };
  }

  @Requires('read')
  @Get(':id')
  @ApiOperation({ summary: 'One alert with its history and what became of its notifications' })
  @ApiOkResponse({ standardSchema: alertPageSchema })
  async one(@Param('id', { schema: identifier }) id: string): Promise<AlertPage> {
    const page = await alertPage(this.dependencies.database.pool, id);
    if (page === null) throw new NotFound('alert', id);
    return page;
  }
}
