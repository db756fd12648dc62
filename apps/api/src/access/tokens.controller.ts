import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { AccessToken as KnownToken } from '@tandem/application/access/access-ports';
import { actorOf, type AccountPrincipal, type Principal } from '@tandem/application/access/principal';
import { NotFound } from '@tandem/application/input-errors';
import {
  accessTokenList,
  tokenBody,
  tokenMade,
  uuid,
  type AccessToken,
  type AccessTokenList,
  type TokenBody,
  type TokenMade,
} from '@tandem/contracts/access';
import { ACCESS, type Access } from './access-use-cases.js';
import { Actor, SignedIn } from './caller.js';
import { Requires } from './requires.js';

@ApiTags('access')
@Controller('tokens')
export class TokensController {
  constructor(@Inject(ACCESS) private readonly access: Access) {}

  @Requires('administer')
  @Get()
  @ApiOperation({ summary: 'Tokens of automation: what they may do, and when they were last used' })
  @ApiOkResponse({ standardSchema: accessTokenList })
  async list(): Promise<AccessTokenList> {
    return { tokens: (await this.access.tokens.list()).map(shownToken) };
  }

  @Requires('administer')
  @Post()
  @ApiOperation({ summary: 'Makes a token; the answer shows it, and nothing ever does again' })
  @ApiCreatedResponse({ standardSchema: tokenMade })
  async create(@SignedIn() caller: AccountPrincipal, @Body({ schema: tokenBody }) body: TokenBody): Promise<TokenMade> {
    const { token, secret } = await this.access.createToken(body, caller);
    return { token: shownToken(token), secret };
  }

  @Requires('administer')
  @Delete(':id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a token, from the next request on' })
  @ApiNoContentResponse()
  async revoke(@Param('id', { schema: uuid }) id: string, @Actor() actor: Principal): Promise<void> {
    if (!(await this.access.tokens.revoke(id, actorOf(actor), this.access.clock()))) throw new NotFound('token', id);
  }
}

function shownToken({
  scopes,
  sources,
  createdAt,
  expiresAt,
  lastUsedAt,
  revokedAt,
  ...rest
}: KnownToken): AccessToken {
  return {
    ...rest,
    scopes: [...scopes],
    sources: sources === null ? null : [...sources],
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    revokedAt: revokedAt?.toISOString() ?? null,
  };
}
