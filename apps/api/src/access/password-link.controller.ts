import { Body, Controller, ForbiddenException, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Visitor } from '@tandem/application/access/access-ports';
import type { Principal } from '@tandem/application/access/principal';
import {
  passwordLinkBody,
  passwordLinkMade,
  passwordLinkOwner,
  passwordLinkUseBody,
  uuid,
  type PasswordLinkMade,
  type PasswordLinkOwner,
  type PasswordLinkUseBody,
} from '@tandem/contracts/access';
import type { FastifyReply } from 'fastify';
import { ACCESS, type Access } from './access-use-cases.js';
import { Actor, From } from './caller.js';
import { Public, Requires } from './requires.js';

const holder = 'Whoever holds the link has forgotten what they could sign in with';

/** A forgotten password: an administrator makes a link, and whoever it is for chooses a new one. */
@ApiTags('access')
@Controller()
export class PasswordLinkController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Requires('administer')
  @Post('accounts/:id/password-link')
  @ApiOperation({
    summary: 'Makes a one-time link for a new password; the answer shows it, and nothing ever does again',
  })
  @ApiCreatedResponse({ standardSchema: passwordLinkMade })
  async make(@Param('id', { schema: uuid }) id: string, @Actor() actor: Principal): Promise<PasswordLinkMade> {
    // A token that got lost must not open accounts of people.
    if (actor.kind === 'token')
      throw new ForbiddenException(
        'This is done by an administrator who is signed in, or on the machine of the server.',
      );
    const { token, expiresAt } = await this.access.makePasswordLink(id, actor);
    return { link: `${this.access.origin()}/password#${token}`, expiresAt: expiresAt.toISOString() };
  }

  @Public(holder)
  @Post('password-link')
  @HttpCode(200)
  @ApiOperation({ summary: 'Whose password a link replaces' })
  @ApiOkResponse({ standardSchema: passwordLinkOwner })
  async read(@Body({ schema: passwordLinkBody }) { token }: { token: string }): Promise<PasswordLinkOwner> {
    const { name, email } = await this.access.readPasswordLink(token);
    return { name, email };
  }

  @Public(holder)
  @Post('password-link/use')
  @HttpCode(204)
  @ApiOperation({
    summary: 'Sets a new password with a link, ends every session, and signs in; a second factor may follow',
  })
  @ApiNoContentResponse()
  async use(
    @Body({ schema: passwordLinkUseBody }) body: PasswordLinkUseBody,
    @From() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.access.cookie.write(reply, await this.access.usePasswordLink(body, visitor));
  }
}
