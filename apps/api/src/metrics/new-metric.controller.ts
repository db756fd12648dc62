import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  metricChoices,
  newMetricBody,
  newMetricPreview,
  type MetricChoices,
  type NewMetricBody,
  type NewMetricPreview,
} from '@tandem/contracts/metric-form';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('metrics')
@Controller()
export class NewMetricController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get('metric-choices')
  @ApiOperation({ summary: 'What a metric can be made of: streams and their fields, calendars, owners, other metrics' })
  @ApiOkResponse({ standardSchema: metricChoices })
  choices(): Promise<MetricChoices> {
    return this.useCases.readMetricChoices();
  }

  @Requires('act')
  @Post('metrics/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a new metric would show, now and week by week; nothing is stored' })
  @ApiOkResponse({ standardSchema: newMetricPreview })
  preview(@Body({ schema: newMetricBody }) body: NewMetricBody): Promise<NewMetricPreview> {
    return this.useCases.previewNewMetric(body);
  }
}
