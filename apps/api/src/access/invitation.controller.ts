import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Visitor } from '@tandem/application/access/access-ports';
import { acceptBody, invitation, invitationBody, type AcceptBody, type Invitation } from '@tandem/contracts/access';
import type { FastifyReply } from 'fastify';
import { ACCESS, type Access } from './access-use-cases.js';
import { From } from './caller.js';
import { shownInvitation } from './people.controller.js';
import { Public } from './requires.js';

const holder = 'Whoever holds the link of an invitation has no account yet';

@ApiTags('access')
@Controller('invitation')
export class InvitationController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Public(holder)
  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'What the link of an invitation offers' })
  @ApiOkResponse({ standardSchema: invitation })
  async read(@Body({ schema: invitationBody }) { token }: { token: string }): Promise<Invitation> {
    return shownInvitation(await this.access.readInvitation(token));
  }

  @Public(holder)
  @Post('accept')
  @HttpCode(204)
  @ApiOperation({ summary: 'Accepts an invitation with a password, and signs in' })
  @ApiNoContentResponse()
  async accept(
    @Body({ schema: acceptBody }) body: AcceptBody,
    @From() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.access.cookie.write(reply, await this.access.acceptWithPassword(body, visitor));
  }
}
