import { Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { secretsRotated, type SecretsRotated } from '@tandem/contracts/audit';
import { rotateSecrets } from '@tandem/kpi-store/secrets/rotate-secrets';
import { Actor } from '../access/caller.js';
import { Requires } from '../access/requires.js';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';

@ApiTags('system')
@Controller('secrets')
export class SecretsController {
  constructor(@Inject(API_DEPENDENCIES) private readonly dependencies: ApiDependencies) {}

  @Requires('administer')
  @Post('rotate')
  @HttpCode(200)
  @ApiOperation({ summary: 'Encrypts every stored secret with a new key; answers how many there were' })
  @ApiOkResponse({ standardSchema: secretsRotated })
  async rotate(@Actor() actor: Principal): Promise<SecretsRotated> {
    const { database, clock } = this.dependencies;
    return { secrets: await rotateSecrets(database, { actor: actorOf(actor), now: clock() }) };
  }
}
