import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { identifier } from '@tandem/contracts/common';
import {
  dismissAnswer,
  dismissBody,
  mendAnswer,
  mendBody,
  quarantineList,
  quarantineQuery,
  type DismissAnswer,
  type DismissBody,
  type MendAnswer,
  type MendBody,
  type QuarantineList,
  type QuarantineQuery,
} from '@tandem/contracts/sources';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('sources')
@Controller('sources/:id/quarantine')
export class QuarantineController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'Rows that did not fit, by what has become of them; oldest first' })
  @ApiOkResponse({ standardSchema: quarantineList })
  list(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: quarantineQuery }) { after, reason, ...query }: QuarantineQuery,
  ): Promise<QuarantineList> {
    return this.useCases.readQuarantine({ id, ...query, after: after ?? null, ...(reason ? { reason } : {}) });
  }

  @Requires('feed')
  @Post('mend')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Reads rows again, mended or as they are, and stores what fits; the audit trail keeps both',
  })
  @ApiOkResponse({ standardSchema: mendAnswer })
  mend(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: mendBody }) { rows, edit }: MendBody,
    @Actor() actor: Principal,
  ): Promise<MendAnswer> {
    return this.useCases.mendQuarantine({ id, selection: rows, edit, actor: actorOf(actor) });
  }

  @Requires('feed')
  @Post('dismiss')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes rows that are wrong for good out of quarantine, with the reason' })
  @ApiOkResponse({ standardSchema: dismissAnswer })
  dismiss(
    @Param('id', { schema: identifier }) id: string,
    @Body({ schema: dismissBody }) { rows, reason }: DismissBody,
    @Actor() actor: Principal,
  ): Promise<DismissAnswer> {
    return this.useCases.dismissQuarantine({ id, selection: rows, reason, actor: actorOf(actor) });
  }
}
