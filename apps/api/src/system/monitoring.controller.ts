import { Controller, Get, Header, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { readMonitoring } from '@tandem/kpi-store/queries/read-monitoring';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { prometheusText } from './prometheus-text.js';

@ApiTags('system')
@Controller('monitoring')
export class MonitoringController {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  @Requires('read')
  @Get('metrics')
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiOperation({
    summary: 'How well it works, in the text format of Prometheus; a token of the scope "read" is enough',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  async metrics(): Promise<string> {
    const { database, clock, jobs } = this.dependencies;
    // A queue that does not answer must not hide what the tables say.
    const depths = jobs.depths === undefined ? null : await jobs.depths().catch(() => null);
    return prometheusText(await readMonitoring(database.pool, clock()), depths);
  }
}
