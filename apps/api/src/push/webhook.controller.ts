import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier } from '@tandem/contracts/common';
import {
  eventsAnswer,
  sourceArrivals,
  webhookSecretBody,
  webhookSecretMade,
  type EventsAnswer,
  type SourceArrivals,
  type WebhookSecretBody,
  type WebhookSecretMade,
} from '@tandem/contracts/push';
import type { FastifyRequest } from 'fastify';
import { Actor } from '../access/caller.js';
import { Public, Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { PushBody } from './push-body.js';

@ApiTags('push')
@Controller('push/webhook')
export class WebhookController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Public('the signature of the sender lets a delivery in, checked against the secret of its source')
  @Post(':source')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Takes a signed delivery of GitHub, GitLab, PagerDuty, Zendesk or Stripe; answers after it is committed',
  })
  @ApiBody({ schema: { type: 'object' } })
  @ApiOkResponse({ standardSchema: eventsAnswer })
  async receive(
    @Param('source', { schema: identifier }) source: string,
    @Body() body: unknown,
    @Req() { headers }: FastifyRequest,
  ): Promise<EventsAnswer> {
    return this.useCases.receiveWebhook({ source, headers, body: body instanceof PushBody ? body : null });
  }
}

@ApiTags('sources')
@Controller('sources')
export class WebhookSecretController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get(':id/arrivals')
  @ApiOperation({ summary: 'What was sent to a source and not taken, by reason, and how its webhook stands' })
  @ApiOkResponse({ standardSchema: sourceArrivals })
  arrivals(@Param('id', { schema: identifier }) id: string): Promise<SourceArrivals> {
    return this.useCases.readArrivals(id);
  }

  @Requires('configure')
  @Post(':id/webhook-secret')
  @ApiOperation({
    summary:
      'Keeps the secret of a webhook, encrypted, and makes it where the sender lets others choose; it is shown once',
  })
  @ApiCreatedResponse({ standardSchema: webhookSecretMade })
  keepSecret(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: webhookSecretBody }) body: WebhookSecretBody,
    @Actor() actor: Principal,
  ): Promise<WebhookSecretMade> {
    return this.useCases.keepWebhookSecret(id, body, actorOf(actor));
  }
}
