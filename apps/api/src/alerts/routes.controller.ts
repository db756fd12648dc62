import { Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tandem/application/access/principal';
import { NotFound } from '@tandem/application/input-errors';
import { identifier } from '@tandem/contracts/common';
import { routeList, routeTest, type RouteList, type RouteTest } from '@tandem/contracts/routes';
import { listRoutes } from '@tandem/kpi-store/queries/list-routes';
import { createAlertHandling } from '@tandem/kpi-store/repositories/alert-handling';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { handlerOf } from './alert-handler.js';

@ApiTags('alerts')
@Controller('routes')
export class RoutesController {
  private readonly handling;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.handling = createAlertHandling(dependencies.database);
  }

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Where alerts are sent to, and what became of the last messages' })
  @ApiOkResponse({ standardSchema: routeList })
  async list(): Promise<RouteList> {
    const { database, clock } = this.dependencies;
    return { routes: [...(await listRoutes(database.pool, clock()))] };
  }

  @Requires('configure')
  @Post(':id/test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sends a test message the way that every message goes; the list says what became of it' })
  @ApiOkResponse({ standardSchema: routeTest })
  async test(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<RouteTest> {
    const { jobs, clock, access } = this.dependencies;
    const notification = await this.handling.testRoute(id, handlerOf(actor), access.publicUrl, clock());
    if (notification === null) throw new NotFound('route', id);
    await jobs.enqueue('outbox.deliver', {});
    return { id: notification };
  }
}
