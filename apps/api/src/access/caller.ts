import { createParamDecorator, ForbiddenException, type ExecutionContext } from '@nestjs/common';
import type { AccountPrincipal, Principal } from '@tandem/application/access/principal';
import type { Visitor } from '@tandem/application/access/access-ports';
import type { FastifyRequest } from 'fastify';

const principals = new WeakMap<FastifyRequest, Principal>();

/** The guard's own; a handler reads it through the decorators below. */
export function rememberPrincipal(request: FastifyRequest, principal: Principal): void {
  principals.set(request, principal);
}

export function principalOf(request: FastifyRequest): Principal | null {
  return principals.get(request) ?? null;
}

const requestOf = (context: ExecutionContext) => context.switchToHttp().getRequest<FastifyRequest>();

/** Who acts; only in handlers that require a permission. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const principal = principalOf(requestOf(context));
  if (principal === null) throw new Error('Only a handler that requires a permission has an actor.');
  return principal;
});

/** Who asks, where nobody needs to be signed in. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Principal | null =>
  principalOf(requestOf(context)),
);

/** The person who acts, where no token can: signatures and one's own account. */
export const SignedIn = createParamDecorator((_: unknown, context: ExecutionContext): AccountPrincipal => {
  const principal = principalOf(requestOf(context));
  if (principal?.kind !== 'account')
    throw new ForbiddenException('This is done by a person who is signed in, not with a token.');
  return principal;
});

/**
 * The person of the configuration that whoever is signed in speaks as. What is signed or proposed is theirs; a request cannot name somebody
 * else.
 */
export const SpeaksAs = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const principal = principalOf(requestOf(context));
  if (principal?.kind !== 'account')
    throw new ForbiddenException('This is done by a person who is signed in, not with a token.');
  if (principal.personId === null)
    throw new ForbiddenException(
      'Your account speaks as nobody of the configuration: ask an administrator to name the person.',
    );
  return principal.personId;
});

export const From = createParamDecorator((_: unknown, context: ExecutionContext): Visitor => {
  const request = requestOf(context);
  return { address: request.ip, agent: (request.headers['user-agent'] ?? '').slice(0, 200) };
});
