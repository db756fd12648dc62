import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiConflictResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tandem/application/access/principal';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import { readAsKnownAt } from '@tandem/application/read-as-known-at';
import { alertActBody, alertChoices, type AlertActBody, type AlertChoices } from '@tandem/contracts/alert-handling';
import {
  alertList,
  alertPage as alertPageSchema,
  alertsQuery,
  type AlertList,
  type AlertPage,
  type AlertsQuery,
} from '@tandem/contracts/alerts';
import { identifier, problem } from '@tandem/contracts/common';
import type { AlertAct } from '@tandem/domain/alert/alert-act';
import { deploymentsBefore } from '@tandem/kpi-store/queries/deployments-before';
import type { AlertQuery } from '@tandem/kpi-store/queries/list-alerts';
import { listPeople, ownerIdsOf } from '@tandem/kpi-store/queries/owner-ids';
import { createAlertHandling } from '@tandem/kpi-store/repositories/alert-handling';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { Exportable } from '../exports/exportable.js';
import { alertsTable } from '../exports/tables/alerts-table.js';
import { alertItems, alertPageOf } from './alert-answers.js';
import { handlerOf } from './alert-handler.js';
import { requireDone } from './alert-obstacles.js';

@ApiTags('alerts')
@Controller('alerts')
export class AlertsController {
  private readonly handling;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.handling = createAlertHandling(dependencies.database);
  }

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Alerts that are open, that want a cause, or all there ever were; the gravest first' })
  @ApiOkResponse({ standardSchema: alertList })
  @Exportable(alertsTable)
  async list(@Query({ schema: alertsQuery }) query: AlertsQuery, @Actor() actor: Principal): Promise<AlertList> {
    const { database, clock } = this.dependencies;
    const of = await this.scopeOf(query.scope, actor);
    const asKnownAt = readAsKnownAt(query.asKnownAt, clock());
    return {
      alerts: await alertItems(database.pool, { state: query.state, ...(of ? { of } : {}) }, clock(), asKnownAt),
    };
  }

  @Requires('read')
  @Get(':id')
  @ApiOperation({ summary: 'One alert: its history, what people did about it, and what became of its notifications' })
  @ApiOkResponse({ standardSchema: alertPageSchema })
  one(@Param('id', { schema: identifier }) id: string): Promise<AlertPage> {
    return this.page(id);
  }

  @Requires('read')
  @Get(':id/choices')
  @ApiOperation({
    summary: 'Who can be assigned, and which deployments finished in the week before it broke or while it went on',
  })
  @ApiOkResponse({ standardSchema: alertChoices })
  async choices(@Param('id', { schema: identifier }) id: string): Promise<AlertChoices> {
    const { database, clock } = this.dependencies;
    const deployments = await deploymentsBefore(database.pool, id, clock());
    if (deployments === null) throw new NotFound('alert', id);
    return { people: [...(await listPeople(database.pool))], deployments: [...deployments] };
  }

  @Requires('act')
  @Post(':id/acts')
  @HttpCode(200)
  @ApiOperation({ summary: 'Acknowledges, assigns, comments, links, or closes with a cause' })
  @ApiOkResponse({ standardSchema: alertPageSchema })
  @ApiConflictResponse({ standardSchema: problem })
  async act(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: alertActBody }) body: AlertActBody,
    @Actor() actor: Principal,
  ): Promise<AlertPage> {
    const { clock } = this.dependencies;
    requireDone(id, await this.handling.act(id, actOf(body), handlerOf(actor), clock()));
    return this.page(id);
  }

  @Requires('read')
  @Post(':id/seen')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Remembers the first opening by somebody of a side; a token and a person of no side leave no trace',
  })
  @ApiNoContentResponse()
  async see(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<void> {
    const seen = await this.handling.see(id, handlerOf(actor), this.dependencies.clock());
    if (seen === null) throw new NotFound('alert', id);
  }

  private async page(id: string): Promise<AlertPage> {
    const page = await alertPageOf(this.dependencies.database.pool, id, this.dependencies.clock());
    if (page === null) throw new NotFound('alert', id);
    return page;
  }

  private async scopeOf(scope: AlertsQuery['scope'], actor: Principal): Promise<AlertQuery['of'] | null> {
    if (scope === 'all') return null;
    const account = actor.kind === 'account' ? actor : null;
    if (scope === 'side') {
      if (account?.side) return { kind: 'side', side: account.side };
      throw new InvalidInput([{ field: 'scope', reason: 'nobody who is of no side has a side: ask for "all"' }]);
    }
    if (account?.personId)
      return { kind: 'ids', ids: await ownerIdsOf(this.dependencies.database.pool, account.personId) };
    const reason = 'your account speaks as nobody of the configuration, so nothing is yours: ask for "side" or "all"';
    throw new InvalidInput([{ field: 'scope', reason }]);
  }
}

function actOf(body: AlertActBody): AlertAct {
  return body.kind === 'acknowledge' ? { kind: body.kind, forMs: body.forMinutes * 60_000 } : body;
}
