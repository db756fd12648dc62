import { Body, Controller, Delete, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import type { Visitor } from '@tandem/application/access/access-ports';
import {
  codeBody,
  firstAccountBody,
  linkAnswer,
  linkBody,
  passwordBody,
  sessionState,
  type FirstAccountBody,
  type LinkAnswer,
  type PasswordBody,
  type SessionState,
} from '@tandem/contracts/access';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ACCESS, type Access } from './access-use-cases.js';
import { Caller, From } from './caller.js';
import { Public } from './requires.js';

const signingIn = 'Nobody is signed in before they sign in';

@ApiTags('access')
@Controller('session')
export class SessionController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Public('A page asks who is signed in before it knows')
  @Get()
  @ApiOperation({ summary: 'Who is signed in, and how one could' })
  @ApiOkResponse({ standardSchema: sessionState })
  async state(@Caller() caller: Principal | null, @Req() request: FastifyRequest): Promise<SessionState> {
    const { accounts } = this.access;
    const ways = {
      providers: this.access.providers.map(({ id, name }) => ({ id, name })),
      isEmpty: (await accounts.list()).length === 0,
    };
    if (caller?.kind === 'account') {
      const account = await accounts.byId(caller.accountId);
      if (account !== null) {
        const { id, name, email, role, side, personId, teamId, hasPassword, hasSecondFactor } = account;
        const shown = { id, name, email, role, side, personId, teamId, hasPassword, hasSecondFactor };
        return { state: caller.mustEnrol ? 'enrol' : 'signedIn', account: shown, ...ways };
      }
    }
    if (caller !== null) return { state: 'token', account: null, ...ways };
    const cookie = this.access.cookie.read(request);
    const found = cookie === null ? null : await this.access.findSession(cookie);
    return { state: found?.awaitingSecondFactor ? 'secondFactor' : 'signedOut', account: null, ...ways };
  }

  @Public(signingIn)
  @Post()
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs in with an e-mail address and a password; a second factor may follow' })
  @ApiNoContentResponse()
  async signIn(
    @Body({ schema: passwordBody }) body: PasswordBody,
    @From() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.access.cookie.write(reply, await this.access.signInWithPassword(body, visitor));
  }

  @Public(signingIn)
  @Post('code')
  @HttpCode(204)
  @ApiOperation({ summary: 'The second step of a sign-in: a code of the app, or a recovery code' })
  @ApiNoContentResponse()
  async finish(
    @Body({ schema: codeBody }) { code }: { code: string },
    @From() visitor: Visitor,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const opened = await this.access.finishSignIn(this.access.cookie.read(request), code, visitor);
    this.access.cookie.write(reply, opened);
  }

  @Public(signingIn)
  @Post('link')
  @HttpCode(200)
  @ApiOperation({ summary: 'Signs in with a one-time link from the terminal of the server' })
  @ApiOkResponse({ standardSchema: linkAnswer })
  async link(
    @Body({ schema: linkBody }) { link }: { link: string },
    @From() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LinkAnswer> {
    const opened = await this.access.signInWithLink(link, visitor);
    if (opened === null) return { result: 'setUpFirst' };
    this.access.cookie.write(reply, opened);
    return { result: 'signedIn' };
  }

  @Public('Nobody has an account yet; the link from the terminal proves who may make the first')
  @Post('first')
  @HttpCode(204)
  @ApiOperation({ summary: 'Makes the first account, an administrator, with a link from the terminal of the server' })
  @ApiNoContentResponse()
  async first(
    @Body({ schema: firstAccountBody }) body: FirstAccountBody,
    @From() visitor: Visitor,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    this.access.cookie.write(reply, await this.access.setUpFirstAccount(body, visitor));
  }

  @Public('Whoever is not signed in has nothing to end')
  @Delete()
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out' })
  @ApiNoContentResponse()
  async signOut(@Caller() caller: Principal | null, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    this.access.cookie.clear(reply);
    if (caller?.kind !== 'account') return;
    const ended = { actor: actorOf(caller), action: 'sign-out', now: this.access.clock() } as const;
    await this.access.sessions.close(caller.sessionId, caller.accountId, ended);
  }
}
