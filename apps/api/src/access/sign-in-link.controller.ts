import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { signInLinkBody, signInLinkMade, type SignInLinkBody, type SignInLinkMade } from '@tandem/contracts/access';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { ACCESS, type Access } from './access-use-cases.js';
import { Actor } from './caller.js';
import { Requires } from './requires.js';

@ApiTags('access')
@Controller('sign-in-links')
export class SignInLinkController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Requires('signInLink')
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a one-time link that signs an administrator, or whoever is named, in' })
  @ApiOkResponse({ standardSchema: signInLinkMade })
  async make(
    @Body({ schema: signInLinkBody }) { email, secondFactorLost }: SignInLinkBody,
    @Actor() actor: Principal,
  ): Promise<SignInLinkMade> {
    const token = await this.access.makeSignInLink(email ?? null, secondFactorLost ?? false, actorOf(actor));
    return { link: `${this.access.origin()}/sign-in#${token}` };
  }
}
