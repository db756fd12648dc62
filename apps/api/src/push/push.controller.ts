import { Body, Controller, ForbiddenException, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { pushAnswer, pushQuery, type PushAnswer } from '@tandem/contracts/sources';
import type { FastifyRequest } from 'fastify';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { idempotencyKeyOf, PushBody } from './push-body.js';

/** What every stream has in common; the fields of the stream stand beside it. */
const pushedRecord = {
  type: 'object',
  required: ['key'],
  properties: {
    key: { type: 'string', minLength: 1, maxLength: 500, description: 'Names the record and stays the same' },
    version: { type: 'string', maxLength: 200, description: 'Sorts after the one before' },
    gone: {
      type: 'boolean',
      enum: [true],
      description: 'The record is not there any more; beside it stand key, version and url alone',
    },
    url: { type: 'string', maxLength: 2_000 },
    knownAt: { type: 'string', format: 'date-time' },
    dimensions: { type: 'object', additionalProperties: { type: 'string' } },
  },
  additionalProperties: true,
};

@ApiTags('push')
@Controller('push')
export class PushController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('push')
  @Post(':stream')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Takes records of a stream, as a JSON array or as NDJSON (application/x-ndjson); answers after they are committed, with a verdict for each',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same key with the same body has one effect and one answer, for 7 days; with another body: 409',
  })
  @ApiBody({ schema: { type: 'array', items: pushedRecord } })
  @ApiOkResponse({ standardSchema: pushAnswer })
  push(
    @Param('stream') stream: string,
    @Query({ schema: pushQuery }) query: { source: string },
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Actor() actor: Principal,
  ): Promise<PushAnswer> {
    requireSource(actor, query.source);
    const key = idempotencyKeyOf(request);
    const sent = body instanceof PushBody ? body : null;
    const { values, faults } = sent?.isLines
      ? sent.lines()
      : { values: sent?.json(), faults: new Map<number, string>() };
    return this.useCases.pushRecords({
      stream,
      source: query.source,
      body: values,
      faults,
      actor: actorOf(actor),
      key: key === null || sent === null ? null : { key, digest: sent.digest(stream) },
    });
  }
}

/** A token may be for some sources alone. */
export function requireSource(actor: Principal, source: string): void {
  if (actor.kind === 'token' && actor.sources !== null && !actor.sources.includes(source))
    throw new ForbiddenException('This token may not push for this source: make one that names it.');
}
