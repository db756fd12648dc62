import { actorOf, type AccountPrincipal, type Principal } from '@tandem/application/access/principal';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Put, Res } from '@nestjs/common';
import {
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
} from '@nestjs/swagger';
import { uuid } from '@tandem/contracts/access';
import {
  cadenceBody,
  calendarFeedList,
  calendarFeedMade,
  calendarToken,
  meetings,
  type CadenceBody,
  type CalendarFeedList,
  type CalendarFeedMade,
  type Meetings,
} from '@tandem/contracts/review-access';
import type { FastifyReply } from 'fastify';
import { Actor, SignedIn } from '../access/caller.js';
import { Public, Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { calendarFile } from './calendar-file.js';

/** When both sides meet, and the calendar of it. */
@ApiTags('reviews')
@Controller()
export class MeetingsController {
  constructor(
    @Inject(USE_CASES) private readonly useCases: UseCases,
    @Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies,
  ) {}

  @Requires('read')
  @Get('review-meetings')
  @ApiOperation({ summary: 'The rule by which both sides meet, and the coming meetings' })
  @ApiOkResponse({ standardSchema: meetings })
  read(): Promise<Meetings> {
    return this.useCases.planMeetings.read();
  }

  @Requires('configure')
  @Put('review-meetings')
  @ApiOperation({ summary: 'Writes the rule, and which single meetings are moved or left out' })
  @ApiOkResponse({ standardSchema: meetings })
  write(@Body({ schema: cadenceBody }) body: CadenceBody, @Actor() caller: Principal): Promise<Meetings> {
    return this.useCases.planMeetings.write(body, actorOf(caller));
  }

  @Requires('account')
  @Get('account/review-calendars')
  @ApiOperation({ summary: 'Calendars of the meetings that one has subscribed to' })
  @ApiOkResponse({ standardSchema: calendarFeedList })
  feeds(@SignedIn() { accountId }: AccountPrincipal): Promise<CalendarFeedList> {
    return this.useCases.planMeetings.feeds(accountId);
  }

  @Requires('account')
  @Post('account/review-calendars')
  @ApiOperation({ summary: 'Makes the address of a calendar to subscribe to; it is shown once' })
  @ApiCreatedResponse({ standardSchema: calendarFeedMade })
  async subscribe(@SignedIn() { accountId }: AccountPrincipal): Promise<CalendarFeedMade> {
    const { feed, token } = await this.useCases.planMeetings.subscribe(accountId);
    return { feed, url: `${this.dependencies.access.origin()}/api/v1/review-calendar/${token}.ics` };
  }

  @Requires('account')
  @Delete('account/review-calendars/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes the address of a calendar back' })
  @ApiNoContentResponse()
  async unsubscribe(
    @SignedIn() { accountId }: AccountPrincipal,
    @Param('id', { schema: uuid }) id: string,
  ): Promise<void> {
    await this.useCases.planMeetings.unsubscribe(accountId, id);
  }

  @Public('calendars cannot sign in: the token in the address lets them read when the meetings are, and nothing else')
  @Get('review-calendar/:token')
  @ApiOperation({ summary: 'The meetings as a calendar file' })
  @ApiProduces('text/calendar')
  @ApiOkResponse({ schema: { type: 'string' } })
  async calendar(
    @Param('token', { schema: calendarToken }) token: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const calendar = await this.useCases.planMeetings.calendar(token.replace(/\.ics$/, ''));
    void reply.type('text/calendar; charset=utf-8').header('cache-control', 'private, max-age=300');
    return calendarFile(calendar, this.dependencies.access.origin());
  }
}
