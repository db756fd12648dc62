import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type AccountPrincipal } from '@tandem/application/access/principal';
import { digestChoices, type DigestChoices } from '@tandem/contracts/digests';
import { createDigestChoices } from '@tandem/kpi-store/repositories/digest-choices';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { SignedIn } from './caller.js';
import { Requires } from './requires.js';

/** Which digests somebody gets. */
@ApiTags('access')
@Controller('account/digests')
export class DigestsController {
  private readonly choices;

  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {
    this.choices = createDigestChoices(dependencies.database);
  }

  @Requires('account')
  @Get()
  @ApiOperation({ summary: 'Which digests one gets by mail' })
  @ApiOkResponse({ standardSchema: digestChoices })
  read(@SignedIn() { accountId }: AccountPrincipal): Promise<DigestChoices> {
    return this.choices.read(accountId);
  }

  @Requires('account')
  @Patch()
  @ApiOperation({ summary: 'Chooses digests: alerts of one’s side and goals whose status changed, daily or weekly' })
  @ApiOkResponse({ standardSchema: digestChoices })
  async choose(
    @Body({ schema: digestChoices }) body: DigestChoices,
    @SignedIn() caller: AccountPrincipal,
  ): Promise<DigestChoices> {
    const { accountId } = caller;
    await this.choices.write(accountId, body, { actor: actorOf(caller), now: this.dependencies.clock() });
    return this.choices.read(accountId);
  }
}
