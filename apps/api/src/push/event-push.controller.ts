import { Body, Controller, HttpCode, HttpException, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { encodeAnswer, encodeStatus } from '@tandem/connectors/push/otlp/otlp-messages';
import { identifier } from '@tandem/contracts/common';
import { eventsAnswer, otlpAnswer, type EventsAnswer, type OtlpAnswer } from '@tandem/contracts/push';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { idempotencyKeyOf, PushBody } from './push-body.js';
import { requireSource } from './push.controller.js';
import { protobufType } from './receive-otlp.js';

@ApiTags('push')
@Controller('push')
export class EventPushController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('push')
  @Post('cdevents/:source')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes CDEvents as CloudEvents 1.0 (structured, batch or binary); answers after they are committed',
  })
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiBody({ schema: { type: 'object' } })
  @ApiOkResponse({ standardSchema: eventsAnswer })
  cdEvents(
    @Param('source', { schema: identifier }) source: string,
    @Body() body: unknown,
    @Req() request: FastifyRequest,
    @Actor() actor: Principal,
  ): Promise<EventsAnswer> {
    requireSource(actor, source);
    return this.useCases.receiveCdEvents(
      { source, headers: request.headers, body: bodyOf(body) },
      { actor: actorOf(actor), key: idempotencyKeyOf(request) },
    );
  }

  @Requires('push')
  @Post('otlp/:source/v1/metrics')
  @HttpCode(200)
  @ApiOperation({
    summary:
      'Takes metrics by the OpenTelemetry protocol, as JSON or protobuf; what is not taken is told as a partial success',
  })
  @ApiBody({ schema: { type: 'object' } })
  @ApiOkResponse({ standardSchema: otlpAnswer })
  async metrics(
    @Param('source', { schema: identifier }) source: string,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Actor() actor: Principal,
  ): Promise<OtlpAnswer | Buffer> {
    const sent = bodyOf(body);
    const isProtobuf = sent?.type === protobufType;
    try {
      requireSource(actor, source);
      const partialSuccess = await this.useCases.receiveOtlp(source, sent, actorOf(actor));
      if (!isProtobuf) return partialSuccess === null ? {} : { partialSuccess };
      void reply.header('content-type', protobufType);
      return encodeAnswer(partialSuccess);
    } catch (error) {
      const status = isProtobuf ? statusOf(error) : null;
      if (status === null) throw error;
      // Senders of protobuf read nothing else.
      void reply.status(status).header('content-type', protobufType);
      return encodeStatus((error as Error).message);
    }
  }
}

const bodyOf = (body: unknown) => (body instanceof PushBody ? body : null);

function statusOf(error: unknown): number | null {
  if (error instanceof InvalidInput) return 400;
  if (error instanceof NotFound) return 404;
  return error instanceof HttpException ? error.getStatus() : null;
}
