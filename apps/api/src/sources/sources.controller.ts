import { Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiAcceptedResponse, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier } from '@tandem/contracts/common';
import {
  runList,
  runsQuery,
  sourceList,
  sourcePage,
  syncStarted,
  uploadQuery,
  type RunList,
  type RunsQuery,
  type SourceList,
  type SourcePage,
} from '@tandem/contracts/sources';
import type { FastifyRequest } from 'fastify';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { UploadStore } from './upload-store.js';

@ApiTags('sources')
@Controller('sources')
export class SourcesController {
  constructor(
    @Inject(USE_CASES) private readonly useCases: UseCases,
    @Inject(UploadStore) private readonly uploads: UploadStore,
  ) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Every source: how far its data reaches, what its last run did' })
  @ApiOkResponse({ standardSchema: sourceList })
  list(): Promise<SourceList> {
    return this.useCases.readSources();
  }

  @Requires('read')
  @Get(':id')
  @ApiOperation({ summary: 'One source with its runs and its quarantine' })
  @ApiOkResponse({ standardSchema: sourcePage })
  one(@Param('id', { schema: identifier }) id: string): Promise<SourcePage> {
    return this.useCases.readSource({ id });
  }

  @Requires('read')
  @Get(':id/runs')
  @ApiOperation({ summary: 'Runs of a source, newest first' })
  @ApiOkResponse({ standardSchema: runList })
  runs(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: runsQuery }) { before, limit }: RunsQuery,
  ): Promise<RunList> {
    return this.useCases.readRuns({ id, limit, ...(before === undefined ? {} : { before }) });
  }

  @Requires('feed')
  @Post(':id/sync')
  @HttpCode(202)
  @ApiOperation({ summary: 'Starts a sync; a sync that is waiting already is answered instead' })
  @ApiAcceptedResponse({ standardSchema: syncStarted })
  sync(@Param('id', { schema: identifier }) id: string, @Actor() actor: Principal): Promise<{ runId: string }> {
    return this.useCases.startSync({ id, actor: actorOf(actor), file: null });
  }

  @Requires('feed')
  @Post(':id/upload')
  @HttpCode(202)
  @ApiConsumes('application/octet-stream')
  @ApiOperation({ summary: 'Takes a file as the raw body, keeps it, and starts a sync that reads it' })
  @ApiAcceptedResponse({ standardSchema: syncStarted })
  async upload(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: uploadQuery }) query: { name: string },
    @Req() request: FastifyRequest,
    @Actor() actor: Principal,
  ): Promise<{ runId: string }> {
    await this.useCases.requireUploads({ id });
    await this.uploads.keep(id, query.name, request.body);
    return this.useCases.startSync({ id, actor: actorOf(actor), file: query.name });
  }
}
