import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiConflictResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { mayDo, type AccountPrincipal } from '@tandem/application/access/principal';
import { identifier, problem } from '@tandem/contracts/common';
import {
  definitionPreview,
  metricDefinition,
  metricVersionList,
  previewBody,
  proposal,
  proposalList,
  proposeBody,
  refuseBody,
  signBody,
  type DefinitionPreview,
  type MetricDefinition,
  type MetricVersionList,
  type PreviewBody,
  type Proposal,
  type ProposalList,
  type ProposeBody,
  type RefuseBody,
  type SignBody,
} from '@tandem/contracts/proposals';
import { SignedIn, SpeaksAs } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { USE_CASES, type UseCases } from '../use-cases.js';

@ApiTags('proposals')
@Controller()
export class ProposalsController {
  constructor(@Inject(USE_CASES) private readonly useCases: UseCases) {}

  @Requires('read')
  @Get('proposals')
  @ApiOperation({ summary: 'Changes of definitions that wait for a signature' })
  @ApiOkResponse({ standardSchema: proposalList })
  open(): Promise<ProposalList> {
    return this.useCases.readProposals.open();
  }

  @Requires('read')
  @Get('metrics/:key/versions')
  @ApiOperation({ summary: 'The versions of a metric, newest first, with who has signed them' })
  @ApiOkResponse({ standardSchema: metricVersionList })
  versions(@Param('key', { schema: identifier }) key: string): Promise<MetricVersionList> {
    return this.useCases.readVersions({ key });
  }

  @Requires('read')
  @Get('metrics/:key/definition')
  @ApiOperation({ summary: 'The definition that a change of a metric starts from, its formula as text' })
  @ApiOkResponse({ standardSchema: metricDefinition })
  definition(@Param('key', { schema: identifier }) key: string): Promise<MetricDefinition> {
    return this.useCases.readDefinition({ key });
  }

  @Requires('read')
  @Get('metrics/:key/proposals')
  @ApiOperation({ summary: 'Every change that was proposed for a metric, newest first' })
  @ApiOkResponse({ standardSchema: proposalList })
  list(@Param('key', { schema: identifier }) key: string): Promise<ProposalList> {
    return this.useCases.readProposals.ofMetric({ key });
  }

  @Requires('act')
  @Post('metrics/:key/proposals')
  @ApiOperation({
    summary:
      'Proposes a change that moves numbers, signed if one may sign; it takes effect when both sides have signed',
  })
  @ApiCreatedResponse({ standardSchema: proposal })
  @ApiConflictResponse({ standardSchema: problem })
  propose(
    @Param('key', { schema: identifier }) key: string,
    @Body({ schema: proposeBody }) body: ProposeBody,
    @SpeaksAs() by: string,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<Proposal> {
    return this.useCases.proposeDefinition({ key, ...body, by, maySign: mayDo(caller, 'sign') });
  }

  @Requires('act')
  @Post('metrics/:key/proposals/preview')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a change would do: both histories side by side; nothing is stored' })
  @ApiOkResponse({ standardSchema: definitionPreview })
  previewCandidate(
    @Param('key', { schema: identifier }) key: string,
    @Body({ schema: previewBody }) { definition }: PreviewBody,
  ): Promise<DefinitionPreview> {
    return this.useCases.previewDefinition.ofCandidate({ key, definition });
  }

  @Requires('read')
  @Get('metrics/:key/proposals/:id/preview')
  @ApiOperation({ summary: 'What a proposal would do, or did' })
  @ApiOkResponse({ standardSchema: definitionPreview })
  preview(@Param('key', { schema: identifier }) key: string, @Param('id') id: string): Promise<DefinitionPreview> {
    return this.useCases.previewDefinition.ofProposal({ key, id });
  }

  @Requires('sign')
  @Post('metrics/:key/proposals/:id/sign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs for the side of a person; the last signature makes it a version' })
  @ApiOkResponse({ standardSchema: proposal })
  @ApiConflictResponse({ standardSchema: problem })
  sign(
    @Param('key', { schema: identifier }) key: string,
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
  ): Promise<Proposal> {
    return this.useCases.decideOnProposal({ key, id, by, act: { kind: 'sign' } });
  }

  @Requires('sign')
  @Post('metrics/:key/proposals/:id/refuse')
  @HttpCode(200)
  @ApiOperation({ summary: 'Refuses a proposal, with the reason' })
  @ApiOkResponse({ standardSchema: proposal })
  @ApiConflictResponse({ standardSchema: problem })
  refuse(
    @Param('key', { schema: identifier }) key: string,
    @Param('id') id: string,
    @Body({ schema: refuseBody }) { reason }: RefuseBody,
    @SpeaksAs() by: string,
  ): Promise<Proposal> {
    return this.useCases.decideOnProposal({ key, id, by, act: { kind: 'refuse', reason } });
  }

  @Requires('act')
  @Post('metrics/:key/proposals/:id/withdraw')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes a proposal back' })
  @ApiOkResponse({ standardSchema: proposal })
  @ApiConflictResponse({ standardSchema: problem })
  withdraw(
    @Param('key', { schema: identifier }) key: string,
    @Param('id') id: string,
    @Body({ schema: signBody }) _body: SignBody,
    @SpeaksAs() by: string,
  ): Promise<Proposal> {
    return this.useCases.decideOnProposal({ key, id, by, act: { kind: 'withdraw' } });
  }
}
