import { Controller, Delete, Get, Inject, Param, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type AccountPrincipal } from '@tandem/application/access/principal';
import { NotFound } from '@tandem/application/input-errors';
import { identifier } from '@tandem/contracts/common';
import { followedMetrics, type FollowedMetrics } from '@tandem/contracts/followed-metrics';
import { createFollowedMetrics } from '@tandem/kpi-store/repositories/followed-metrics';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { SignedIn } from './caller.js';
import { Requires } from './requires.js';

/** Which metrics somebody follows: first in their lists, and part of their digests. */
@ApiTags('access')
@Controller('account/followed')
export class FollowedMetricsController {
  private readonly followed;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.followed = createFollowedMetrics(dependencies.database);
  }

  @Requires('account')
  @Get()
  @ApiOperation({ summary: 'The metrics that one follows' })
  @ApiOkResponse({ standardSchema: followedMetrics })
  read(@SignedIn() caller: AccountPrincipal): Promise<FollowedMetrics> {
    return this.answer(caller);
  }

  @Requires('account')
  @Put(':key')
  @ApiOperation({ summary: 'Follows a metric; once followed it stays so' })
  @ApiOkResponse({ standardSchema: followedMetrics })
  follow(
    @Param('key', { schema: identifier }) key: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<FollowedMetrics> {
    return this.change(key, caller, 'follow');
  }

  @Requires('account')
  @Delete(':key')
  @ApiOperation({ summary: 'Follows a metric no more' })
  @ApiOkResponse({ standardSchema: followedMetrics })
  unfollow(
    @Param('key', { schema: identifier }) key: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<FollowedMetrics> {
    return this.change(key, caller, 'unfollow');
  }

  private async change(key: string, caller: AccountPrincipal, does: 'follow' | 'unfollow'): Promise<FollowedMetrics> {
    const by = { actor: actorOf(caller), now: this.dependencies.clock() };
    if ((await this.followed[does](caller.accountId, key, by)) === null) throw new NotFound('metric', key);
    return this.answer(caller);
  }

  private async answer({ accountId }: AccountPrincipal): Promise<FollowedMetrics> {
    return { metrics: await this.followed.read(accountId) };
  }
}
