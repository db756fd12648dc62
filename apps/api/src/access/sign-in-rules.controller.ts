import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { signInRules, signInRulesBody, type SignInRules } from '@tandem/contracts/access';
import { ACCESS, type Access } from './access-use-cases.js';
import { Actor } from './caller.js';
import { Requires } from './requires.js';

@ApiTags('access')
@Controller('sign-in-rules')
export class SignInRulesController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Requires('administer')
  @Get()
  @ApiOperation({ summary: 'Of whom a second factor is demanded' })
  @ApiOkResponse({ standardSchema: signInRules })
  async read(): Promise<SignInRules> {
    return { secondFactorRoles: [...(await this.access.rules.read()).secondFactorRoles] };
  }

  @Requires('administer')
  @Patch()
  @ApiOperation({ summary: 'Says of whom a second factor is demanded; it counts from the next request on' })
  @ApiOkResponse({ standardSchema: signInRules })
  async change(@Body({ schema: signInRulesBody }) body: SignInRules, @Actor() actor: Principal): Promise<SignInRules> {
    await this.access.rules.change(body, actorOf(actor), this.access.clock());
    return this.read();
  }
}
