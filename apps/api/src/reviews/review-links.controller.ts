import { actorOf, type Principal } from '@tandem/application/access/principal';
import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { uuid } from '@tandem/contracts/access';
import {
  reviewLinkBody,
  reviewLinkList,
  reviewLinkMade,
  sharedReview,
  sharedReviewBody,
  type ReviewLinkBody,
  type ReviewLinkList,
  type ReviewLinkMade,
  type SharedReview,
} from '@tandem/contracts/review-access';
import { reviewNumber } from '@tandem/contracts/reviews';
import { Actor } from '../access/caller.js';
import { Public, Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

/** One review for those invited, who need no account. */
@ApiTags('reviews')
@Controller()
export class ReviewLinksController {
  constructor(
    @Inject(USE_CASES) private readonly useCases: UseCases,
    @Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies,
  ) {}

  @Requires('act')
  @Get('reviews/:number/links')
  @ApiOperation({ summary: 'Who can read a review without an account, and until when' })
  @ApiOkResponse({ standardSchema: reviewLinkList })
  links(@Param('number', { schema: reviewNumber }) number: string): Promise<ReviewLinkList> {
    return this.useCases.shareReview.links(number);
  }

  @Requires('act')
  @Post('reviews/:number/links')
  @ApiOperation({ summary: 'Makes a link to read one review; it expires, and is shown once' })
  @ApiCreatedResponse({ standardSchema: reviewLinkMade })
  async make(
    @Param('number', { schema: reviewNumber }) number: string,
    @Body({ schema: reviewLinkBody }) { days }: ReviewLinkBody,
    @Actor() caller: Principal,
  ): Promise<ReviewLinkMade> {
    const by = { actor: actorOf(caller), name: caller.name };
    const { link, token } = await this.useCases.shareReview.make(number, days, by);
    return { link, url: `${this.dependencies.access.origin()}/shared-review#${token}` };
  }

  @Requires('act')
  @Delete('reviews/:number/links/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Takes a link back: it leads nowhere from now on' })
  @ApiNoContentResponse()
  async revoke(
    @Param('number', { schema: reviewNumber }) number: string,
    @Param('id', { schema: uuid }) id: string,
    @Actor() caller: Principal,
  ): Promise<void> {
    await this.useCases.shareReview.revoke(number, id, { actor: actorOf(caller), name: caller.name });
  }

  @Public('whoever holds the link was invited to read this one review')
  @Post('shared-review')
  @HttpCode(200)
  @ApiOperation({ summary: 'The review that a link leads to' })
  @ApiOkResponse({ standardSchema: sharedReview })
  async open(@Body({ schema: sharedReviewBody }) { token }: { token: string }): Promise<SharedReview> {
    return (await this.useCases.shareReview.open(token)) as SharedReview;
  }
}
