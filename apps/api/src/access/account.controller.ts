import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { actorOf, type AccountPrincipal } from '@tandem/application/access/principal';
import { NotFound } from '@tandem/application/input-errors';
import {
  changePasswordBody,
  codeBody,
  presentPasswordBody,
  recoveryCodes,
  secondFactorBegun,
  sessionList,
  uuid,
  type ChangePasswordBody,
  type RecoveryCodes,
  type SecondFactorBegun,
  type SessionList,
} from '@tandem/contracts/access';
import { ACCESS, type Access } from './access-use-cases.js';
import { SignedIn } from './caller.js';
import { Requires } from './requires.js';

/** What everybody may do with the account of their own. */
@ApiTags('access')
@Controller('account')
export class AccountController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Requires('account')
  @Get('sessions')
  @ApiOperation({ summary: 'Where one is signed in' })
  @ApiOkResponse({ standardSchema: sessionList })
  async sessions(@SignedIn() { accountId, sessionId }: AccountPrincipal): Promise<SessionList> {
    const now = this.access.clock();
    const open = await this.access.sessions.listOf(accountId, now, new Date(now.getTime() - this.access.limits.idleMs));
    return {
      sessions: open.map(({ createdAt, lastSeenAt, expiresAt, ...rest }) => ({
        ...rest,
        createdAt: createdAt.toISOString(),
        lastSeenAt: lastSeenAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        isThis: rest.id === sessionId,
      })),
    };
  }

  @Requires('account')
  @Delete('sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs out everywhere else' })
  @ApiNoContentResponse()
  async endOthers(@SignedIn() caller: AccountPrincipal): Promise<void> {
    const { accountId, sessionId } = caller;
    await this.access.sessions.closeAll(accountId, sessionId, actorOf(caller), this.access.clock());
  }

  @Requires('account')
  @Delete('sessions/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Ends one session of one’s own' })
  @ApiNoContentResponse()
  async end(@SignedIn() caller: AccountPrincipal, @Param('id', { schema: uuid }) id: string): Promise<void> {
    const ended = { actor: actorOf(caller), action: 'session.end', now: this.access.clock() } as const;
    if (!(await this.access.sessions.close(id, caller.accountId, ended))) throw new NotFound('session', id);
  }

  @Requires('account')
  @Post('password')
  @HttpCode(204)
  @ApiOperation({ summary: 'Sets one’s password; every other session ends' })
  @ApiNoContentResponse()
  async password(
    @SignedIn() caller: AccountPrincipal,
    @Body({ schema: changePasswordBody }) body: ChangePasswordBody,
  ): Promise<void> {
    await this.access.changePassword(caller, body);
  }

  @Requires('enrol')
  @Post('second-factor')
  @HttpCode(200)
  @ApiOperation({ summary: 'Begins a second factor: the secret for an authenticator app' })
  @ApiOkResponse({ standardSchema: secondFactorBegun })
  async beginSecondFactor(
    @SignedIn() caller: AccountPrincipal,
    @Body({ schema: presentPasswordBody }) { present }: { present: string | null },
  ): Promise<SecondFactorBegun> {
    await this.access.requirePassword(caller.accountId, present, 'present');
    return this.access.beginSecondFactor(caller);
  }

  @Requires('enrol')
  @Post('second-factor/confirm')
  @HttpCode(200)
  @ApiOperation({ summary: 'Confirms the second factor with a code of the app; answers the recovery codes, once' })
  @ApiOkResponse({ standardSchema: recoveryCodes })
  async confirmSecondFactor(
    @SignedIn() caller: AccountPrincipal,
    @Body({ schema: codeBody }) { code }: { code: string },
  ): Promise<RecoveryCodes> {
    return { codes: [...(await this.access.confirmSecondFactor(caller, code))] };
  }

  @Requires('account')
  @Post('second-factor/remove')
  @HttpCode(204)
  @ApiOperation({ summary: 'Removes the second factor' })
  @ApiNoContentResponse()
  async removeSecondFactor(
    @SignedIn() caller: AccountPrincipal,
    @Body({ schema: presentPasswordBody }) { present }: { present: string | null },
  ): Promise<void> {
    await this.access.requirePassword(caller.accountId, present, 'present');
    await this.access.secondFactors.remove(caller.accountId, actorOf(caller), this.access.clock());
  }
}
