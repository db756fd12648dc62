import { actorOf, type Principal } from '@tandem/application/access/principal';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { problem } from '@tandem/contracts/common';
import {
  askedList,
  explanationBody,
  reviewContent,
  reviewList,
  reviewListQuery,
  reviewNumber,
  reviewPage,
  type AskedList,
  type ExplanationBody,
  type ReviewList,
  type ReviewListQuery,
  type ReviewPage,
} from '@tandem/contracts/reviews';
import type { FastifyReply } from 'fastify';
import { Actor, SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { Exportable } from '../exports/exportable.js';
import { USE_CASES, type UseCases } from '../use-cases.js';
import { reviewsTable } from './reviews-table.js';

@ApiTags('reviews')
@Controller('reviews')
export class ReviewsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'All reviews, the coming one first' })
  @ApiOkResponse({ standardSchema: reviewList })
  @Exportable(reviewsTable)
  list(@Query({ schema: reviewListQuery }) _query: ReviewListQuery): Promise<ReviewList> {
    return this.useCases.readReviews.list();
  }

  @Requires('read')
  @Get('asked')
  @ApiOperation({ summary: 'Who is still asked to explain what before the coming review' })
  @ApiOkResponse({ standardSchema: askedList })
  asked(): Promise<AskedList> {
    return this.useCases.readAsked();
  }

  @Requires('read')
  @Get(':number')
  @ApiOperation({ summary: 'One review: when it is, how far it is, who was asked to explain what' })
  @ApiOkResponse({ standardSchema: reviewPage })
  one(@Param('number', { schema: reviewNumber }) number: string): Promise<ReviewPage> {
    return this.useCases.readReviews.one(number);
  }

  @Requires('read')
  @Get(':number/content')
  @ApiOperation({ summary: 'What a review says: the frozen bytes of one that was held, or what a draft says now' })
  @ApiOkResponse({ standardSchema: reviewContent })
  async content(
    @Param('number', { schema: reviewNumber }) number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const text = await this.useCases.readReviews.content(number);
    void reply.type('application/json; charset=utf-8');
    return text;
  }

  @Requires('act')
  @Post(':number/explanations')
  @ApiOperation({ summary: 'Says for one’s side why a metric moved, before the meeting' })
  @ApiCreatedResponse({ standardSchema: reviewPage })
  @ApiConflictResponse({ standardSchema: problem })
  async explain(
    @Param('number', { schema: reviewNumber }) number: string,
    @Body({ schema: explanationBody }) body: ExplanationBody,
    @SpeaksAs() by: string,
  ): Promise<ReviewPage> {
    return this.page(await this.useCases.leadReview.explain(number, { ...body, by }));
  }

  @Requires('sign')
  @Post(':number/hold')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begins the meeting: what is known now is frozen and never changes again' })
  @ApiOkResponse({ standardSchema: reviewPage })
  @ApiConflictResponse({ standardSchema: problem })
  async hold(
    @Param('number', { schema: reviewNumber }) number: string,
    @Actor() caller: Principal,
  ): Promise<ReviewPage> {
    return this.page(await this.useCases.leadReview.hold(number, { actor: actorOf(caller), name: caller.name }));
  }

  @Requires('sign')
  @Post(':number/close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ends a review that was held' })
  @ApiOkResponse({ standardSchema: reviewPage })
  @ApiConflictResponse({ standardSchema: problem })
  async close(
    @Param('number', { schema: reviewNumber }) number: string,
    @Actor() caller: Principal,
  ): Promise<ReviewPage> {
    return this.page(await this.useCases.leadReview.close(number, { actor: actorOf(caller), name: caller.name }));
  }

  private page(number: number): Promise<ReviewPage> {
    return this.useCases.readReviews.one(String(number));
  }
}
