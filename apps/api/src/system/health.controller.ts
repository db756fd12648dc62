import { Controller, Get, Inject, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Principal } from '@tandem/application/access/principal';
import { health, liveness, type Health, type Liveness } from '@tandem/contracts/system';
import { readHealth } from '@tandem/kpi-store/queries/read-health';
import type { FastifyReply } from 'fastify';
import { Caller } from '../access/caller.js';
import { Public } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

@ApiTags('system')
@Controller('health')
export class HealthController {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  /** For probes that ask whether the process answers at all: a database that is away is no reason to start it anew. */
  @Public('Probes ask it, and it says nothing')
  @Get('live')
  @ApiOperation({ summary: 'Whether the process answers; looks at nothing else' })
  @ApiOkResponse({ standardSchema: liveness })
  live(): Liveness {
    return { live: true };
  }

  @Public('Probes ask it; only who is signed in learns more than whether it is well')
  @Get()
  @ApiOperation({
    summary: 'Live, ready (the database answers) and progressing (the clock ticks, nothing due stands still)',
  })
  @ApiOkResponse({ standardSchema: health })
  async read(@Caller() caller: Principal | null, @Res({ passthrough: true }) reply: FastifyReply): Promise<Health> {
    const { database, clock, version } = this.dependencies;
    const checks = await readHealth(database.pool, clock());
    const ready = checks['database']?.ok === true;
    void reply.status(ready ? 200 : 503);
    const progressing = Object.values(checks).every(({ ok }) => ok);
    if (caller === null) return { live: true, ready, progressing, version: '', checks: {} };
    return { live: true, ready, progressing, version, checks };
  }
}
