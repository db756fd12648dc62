import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier } from '@tandem/contracts/common';
import {
  backfillAction,
  backfillAnswer,
  behaviourAnswer,
  breakdown,
  breakdownQuery,
  metricEvents,
  metricEventsQuery,
  metricList,
  metricListQuery,
  metricPage,
  metricQuery,
  observationsAnswer,
  observationsQuery,
  recordsAnswer,
  recordsQuery,
  type BackfillAction,
  type BackfillAnswer,
  type BehaviourAnswer,
  type Breakdown,
  type BreakdownQuery,
  type MetricEvents,
  type MetricEventsQuery,
  type MetricList,
  type MetricListQuery,
  type MetricPage,
  type ObservationsAnswer,
  type ObservationsQuery,
  type RecordsAnswer,
  type RecordsQuery,
} from '@tandem/contracts/metrics';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { behaviourTable } from '../exports/tables/behaviour-table.js';
import { breakdownTable } from '../exports/tables/breakdown-table.js';
import { metricsTable } from '../exports/tables/metrics-table.js';
import { observationsTable } from '../exports/tables/observations-table.js';
import { recordsTable, type RecordsToExport } from '../exports/tables/records-table.js';
import { KeptAnswer } from '../kept/kept-answer.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('metrics')
@Controller('metrics')
export class MetricsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'The catalogue: every metric with its present value' })
  @ApiOkResponse({ standardSchema: metricList })
  @KeptAnswer()
  @Exportable(metricsTable)
  list(@Query({ schema: metricListQuery }) query: MetricListQuery): Promise<MetricList> {
    return this.useCases.readMetrics(query);
  }

  @Requires('read')
  @Get(':key')
  @ApiOperation({ summary: 'Definition, present value, goals, guardrails and behaviour of one metric' })
  @ApiOkResponse({ standardSchema: metricPage })
  @KeptAnswer()
  page(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: metricQuery }) query: { asKnownAt?: string },
  ): Promise<MetricPage> {
    return this.useCases.readMetricPage({ key, ...query });
  }

  @Requires('configure')
  @Post(':key/backfill/:action')
  @HttpCode(200)
  @ApiOperation({ summary: 'Stops the counting of a metric, or lets it go on from where it was stopped' })
  @ApiOkResponse({ standardSchema: backfillAnswer })
  backfill(
    @Param('key', { schema: identifier }) key: string,
    @Param('action', { schema: backfillAction }) action: BackfillAction,
    @Actor() actor: Principal,
  ): Promise<BackfillAnswer> {
    return this.useCases.controlBackfill({ key, action, actor: actorOf(actor) });
  }

  @Requires('read')
  @Get(':key/observations')
  @ApiOperation({ summary: 'Values over time, as they stand or as they were known' })
  @ApiOkResponse({ standardSchema: observationsAnswer })
  @KeptAnswer()
  @Exportable(observationsTable)
  observations(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: observationsQuery }) query: ObservationsQuery,
  ): Promise<ObservationsAnswer> {
    return this.useCases.readObservations({ key, ...query });
  }

  @Requires('read')
  @Get(':key/events')
  @ApiOperation({ summary: 'What each department did in a time: deployments, freezes, campaigns' })
  @ApiOkResponse({ standardSchema: metricEvents })
  @KeptAnswer()
  async events(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: metricEventsQuery }) query: MetricEventsQuery,
  ): Promise<MetricEvents> {
    return this.useCases.readMetricEvents({ key, ...query });
  }

  @Requires('read')
  @Get(':key/behaviour')
  @ApiOperation({ summary: 'The process behaviour chart: which values are signals, and which are noise' })
  @ApiOkResponse({ standardSchema: behaviourAnswer })
  @KeptAnswer()
  @Exportable(behaviourTable)
  behaviour(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: metricListQuery }) query: MetricListQuery,
  ): Promise<BehaviourAnswer> {
    return this.useCases.readBehaviour({ key, ...query });
  }

  @Requires('read')
  @Get(':key/breakdown')
  @ApiOperation({ summary: 'The change of the current window, split by a dimension' })
  @ApiOkResponse({ standardSchema: breakdown })
  @KeptAnswer()
  @Exportable(breakdownTable)
  breakdown(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: breakdownQuery }) query: BreakdownQuery,
  ): Promise<Breakdown> {
    return this.useCases.readBreakdown({ key, ...query });
  }

  @Requires('read')
  @Get(':key/records')
  @ApiOperation({ summary: 'The evidence: the records behind a value' })
  @ApiOkResponse({ standardSchema: recordsAnswer })
  @Exportable(recordsTable)
  records(
    @Param('key', { schema: identifier }) key: string,
    @Query({ schema: recordsQuery }) query: RecordsQuery,
  ): Promise<RecordsAnswer | RecordsToExport> {
    return query.format === 'json'
      ? this.useCases.readMetricRecords({ key, ...query })
      : this.useCases.streamMetricRecords({ key, ...query });
  }
}
