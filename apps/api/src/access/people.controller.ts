import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Patch, Post } from '@nestjs/common';
import { ApiNoContentResponse, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Account as KnownAccount, Invitation as OpenInvitation } from '@tandem/application/access/access-ports';
import { actorOf, type Principal } from '@tandem/application/access/principal';
import { NotFound } from '@tandem/application/input-errors';
import {
  account,
  accountChangeBody,
  accountList,
  inviteBody,
  invited,
  uuid,
  type Account,
  type AccountChangeBody,
  type AccountList,
  type Invitation,
  type InviteBody,
  type Invited,
} from '@tandem/contracts/access';
import { ACCESS, type Access } from './access-use-cases.js';
import { Actor } from './caller.js';
import { Requires } from './requires.js';

@ApiTags('access')
@Controller('accounts')
export class PeopleController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Requires('administer')
  @Get()
  @ApiOperation({ summary: 'Who can sign in, and who is invited' })
  @ApiOkResponse({ standardSchema: accountList })
  async list(): Promise<AccountList> {
    const [accounts, invitations, people, teams] = await Promise.all([
      this.access.accounts.list(),
      this.access.invitations.listOpen(this.access.clock()),
      this.access.people(),
      this.access.teams(),
    ]);
    return {
      accounts: accounts.map(shownAccount),
      invitations: invitations.map(shownInvitation),
      people: people.map(({ id, name, side, team }) => ({
        id,
        name,
        side,
        team: teams.find((one) => one.id === team)?.title ?? null,
      })),
    };
  }

  @Requires('administer')
  @Patch(':id')
  @ApiOperation({ summary: 'Changes role, side or person of an account, or disables it; it is signed out everywhere' })
  @ApiOkResponse({ standardSchema: account })
  async change(
    @Param('id', { schema: uuid }) id: string,
    @Body({ schema: accountChangeBody }) body: AccountChangeBody,
    @Actor() actor: Principal,
  ): Promise<Account> {
    const { role, side, personId, disabled } = body;
    const change = {
      ...(role === undefined ? {} : { role }),
      ...(side === undefined ? {} : { side }),
      ...(personId === undefined ? {} : { personId }),
      ...(disabled === undefined ? {} : { disabled }),
    };
    return shownAccount(await this.access.changeAccount(id, change, actor));
  }

  @Requires('administer')
  @Delete(':id/sessions')
  @HttpCode(204)
  @ApiOperation({ summary: 'Signs an account out everywhere' })
  @ApiNoContentResponse()
  async endSessions(@Param('id', { schema: uuid }) id: string, @Actor() actor: Principal): Promise<void> {
    if ((await this.access.accounts.byId(id)) === null) throw new NotFound('account', id);
    await this.access.sessions.closeAll(id, null, actorOf(actor), this.access.clock());
  }

  @Requires('administer')
  @Post('invitations')
  @ApiOperation({ summary: 'Invites somebody; the link in the answer is shown once' })
  @ApiCreatedResponse({ standardSchema: invited })
  async invite(@Body({ schema: inviteBody }) body: InviteBody, @Actor() actor: Principal): Promise<Invited> {
    const { invitation, token } = await this.access.invite(body, actorOf(actor));
    return { invitation: shownInvitation(invitation), link: `${this.access.origin()}/invitation#${token}` };
  }

  @Requires('administer')
  @Delete('invitations/:id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Withdraws an invitation' })
  @ApiNoContentResponse()
  async withdraw(@Param('id', { schema: uuid }) id: string, @Actor() actor: Principal): Promise<void> {
    if (!(await this.access.invitations.withdraw(id, actorOf(actor), this.access.clock())))
      throw new NotFound('open invitation', id);
  }
}

function shownAccount({
  issuers,
  teamId: _teamId,
  disabledAt,
  createdAt,
  lastSignedInAt,
  ...rest
}: KnownAccount): Account {
  return {
    ...rest,
    issuers: [...issuers],
    disabledAt: disabledAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    lastSignedInAt: lastSignedInAt?.toISOString() ?? null,
  };
}

export function shownInvitation({ createdAt, expiresAt, ...rest }: OpenInvitation): Invitation {
  return { ...rest, createdAt: createdAt.toISOString(), expiresAt: expiresAt.toISOString() };
}
