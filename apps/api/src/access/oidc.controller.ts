import { Body, Controller, Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiFoundResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SignInRefused } from '@tandem/application/access/access-errors';
import type { Visitor } from '@tandem/application/access/access-ports';
import { providerAnswer, providerBody, type ProviderAnswer, type ProviderBody } from '@tandem/contracts/access';
import { identifier } from '@tandem/contracts/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS, type Access } from './access-use-cases.js';
import { From } from './caller.js';
import { Public } from './requires.js';

const signingIn = 'Nobody is signed in before they sign in';

@ApiTags('access')
@Controller('oidc')
export class OidcController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Public(signingIn)
  @Post(':provider')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begins a sign-in at a provider of OpenID Connect; answers where the browser goes' })
  @ApiOkResponse({ standardSchema: providerAnswer })
  async begin(
    @Param('provider', { schema: identifier }) provider: string,
    @Body({ schema: providerBody }) { returnTo, invitation }: ProviderBody,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ProviderAnswer> {
    const begun = await this.access.beginProviderSignIn(provider, { returnTo, invitation: invitation ?? null });
    this.access.providerCookie.write(reply, { token: begun.browser, expiresAt: begun.expiresAt });
    return { url: begun.url };
  }

  @Public(signingIn)
  @Get(':provider/callback')
  @ApiOperation({ summary: 'Where a provider sends the browser back to; leads on to the page that was wanted' })
  @ApiFoundResponse()
  async callback(
    @Param('provider', { schema: identifier }) provider: string,
    @From() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const browser = this.access.providerCookie.read(request);
    this.access.providerCookie.clear(reply);
    void reply.header('referrer-policy', 'no-referrer');
    const query = request.url.split('?')[1] ?? '';
    try {
      const { session, returnTo } = await this.access.finishProviderSignIn(provider, { query, browser }, visitor);
      this.access.cookie.write(reply, session);
      const next = session.awaitingSecondFactor ? `/sign-in?to=${encodeURIComponent(returnTo)}` : returnTo;
      await reply.redirect(next, 302);
    } catch (error) {
      if (!(error instanceof SignInRefused)) throw error;
      if (!error.isNoted) await this.noteRefused(provider, visitor);
      await reply.redirect(`/sign-in?refused=${provider}`, 302);
    }
  }

  /** An answer that was not asked for here, or that does not hold what it should. */
  private noteRefused(by: string, { address }: Visitor): Promise<void> {
    const subject = { subjectKind: 'account', subjectId: 'unknown' } as const;
    return this.access.refusals.note({ actor: 'visitor', action: 'sign-in.refused', ...subject, address, by });
  }
}
