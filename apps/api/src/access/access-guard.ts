import {
  ForbiddenException,
  Inject,
  Injectable,
  UnauthorizedException,
  type CanActivate,
  type ExecutionContext,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { actorOf, mayDo, type Principal } from '@tandem/application/access/principal';
import type { Permission } from '@tandem/domain/access/permission';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RateLimits } from '../http/rate-limits.js';
import { ACCESS, type Access } from './access-use-cases.js';
import { rememberPrincipal } from './caller.js';
import { credentialsOf } from './credentials.js';
import { ACCESS_RULE, type AccessRule } from './requires.js';

/**
 * The one place that lets anybody in. It stands before the handler and not before a path, so that no spelling of a path goes around it; a
 * handler that states nothing is closed.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(ACCESS) private readonly access: Access,
    @Inject(RateLimits) private readonly rates: RateLimits,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const rule = this.reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
    const asking = this.access.authenticate(credentialsOf(request, this.access.cookie));
    const isPublic = rule !== undefined && 'publicBecause' in rule;
    // Whoever asks whether the server is well gets an answer while the database is away, too.
    const principal = await (isPublic ? asking.catch(() => null) : asking);
    if (principal !== null) {
      rememberPrincipal(request, principal);
      await this.rates.countCaller(request, http.getResponse<FastifyReply>(), actorOf(principal));
    }
    if (isPublic) return true;
    if (principal === null) {
      void http.getResponse<FastifyReply>().header('www-authenticate', 'Bearer');
      throw new UnauthorizedException('Sign in first, or send a token as "Authorization: Bearer …".');
    }
    if (principal.kind === 'account' && principal.mustEnrol && rule?.requires !== 'enrol')
      throw new UnauthorizedException('Set up a second factor first: it is demanded of your role.');
    if (rule === undefined || !mayDo(principal, rule.requires))
      throw new ForbiddenException(rule === undefined ? 'Nobody may do this.' : sentence(principal, rule.requires));
    return true;
  }
}

function sentence(principal: Principal, permission: Permission): string {
  if (permission === 'account' || permission === 'sign')
    return principal.kind === 'account'
      ? 'Your role does not sign. Ask an administrator to make you an owner.'
      : 'This is done by a person who is signed in, not with a token.';
  if (permission === 'signInLink') return 'Only whoever has the machine of the server may make such links.';
  return principal.kind === 'account'
    ? `As ${principal.role} you may not do this. Ask an administrator.`
    : 'This token may not do this. Make one with another scope under Settings → Tokens.';
}
