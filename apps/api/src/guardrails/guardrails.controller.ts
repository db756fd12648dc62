import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { identifier, problem } from '@tandem/contracts/common';
import {
  guardrailForm,
  guardrailFormQuery,
  guardrailList,
  rehearsal,
  rehearsalBody,
  rehearsalList,
  rehearsalQuery,
  type GuardrailForm,
  type GuardrailList,
  type Rehearsal,
  type RehearsalBody,
  type RehearsalList,
} from '@tandem/contracts/guardrails';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('guardrails')
@Controller('guardrails')
export class GuardrailsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get()
  @ApiOperation({ summary: 'All guardrails, each with its rule and where its alerts stand' })
  @ApiOkResponse({ standardSchema: guardrailList })
  async list(): Promise<GuardrailList> {
    return { guardrails: await this.useCases.readGuardrails() };
  }

  @Requires('read')
  @Get('form')
  @ApiOperation({ summary: 'A guardrail as a file writes it, and what one can name' })
  @ApiOkResponse({ standardSchema: guardrailForm })
  form(@Query({ schema: guardrailFormQuery }) query: { id?: string | undefined }): Promise<GuardrailForm> {
    return this.useCases.readGuardrailForm(query);
  }

  @Requires('act')
  @Post('rehearsal')
  @HttpCode(200)
  @ApiOperation({ summary: 'When guardrails of a file would have fired over history; nothing is stored' })
  @ApiOkResponse({ standardSchema: rehearsalList })
  @ApiBadRequestResponse({ standardSchema: problem, description: 'Everything that is wrong, each with its line' })
  rehearse(@Body({ schema: rehearsalBody }) body: RehearsalBody): Promise<RehearsalList> {
    return this.useCases.rehearseDocument(body);
  }

  @Requires('read')
  @Get(':id/rehearsal')
  @ApiOperation({ summary: 'When a guardrail would have fired over history, as it stands' })
  @ApiOkResponse({ standardSchema: rehearsal })
  rehearsed(
    @Param('id', { schema: identifier }) id: string,
    @Query({ schema: rehearsalQuery }) query: { from?: string | undefined; to?: string | undefined },
  ): Promise<Rehearsal> {
    return this.useCases.rehearse.ofStored({ id, ...query });
  }
}
