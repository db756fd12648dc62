import { roleAllows, scopesAllow, type Permission, type Role, type Scope } from '@tandem/domain/access/permission';
import type { Side } from '@tandem/domain/metric/definition';

interface Named {
  /** Shown to people. */
  readonly name: string;
}

/** Somebody who signed in. */
export interface AccountPrincipal extends Named {
  readonly kind: 'account';
  readonly accountId: string;
  readonly sessionId: string;
  readonly role: Role;
  readonly side: Side | null;
  /** The person of the configuration that this account speaks as; null signs nothing. */
  readonly personId: string | null;
  /** A second factor is demanded that this account does not have: until it has, it may do nothing else. */
  readonly mustEnrol: boolean;
}

/** Automation with a token. */
export interface TokenPrincipal extends Named {
  readonly kind: 'token';
  readonly tokenId: string;
  readonly scopes: readonly Scope[];
  /** Connections that it may push for; null is every one. */
  readonly sources: readonly string[] | null;
  /** Role of whoever made it, as it is now: a token never does more than its maker may. */
  readonly makerRole: Role;
}

/** Whoever holds the machine: its token file, or the administrator's token that the first start was given. */
export interface MachinePrincipal extends Named {
  readonly kind: 'machine';
}

export type Principal = AccountPrincipal | TokenPrincipal | MachinePrincipal;

/** Whether this caller may do it. */
export function mayDo(principal: Principal, permission: Permission): boolean {
  switch (principal.kind) {
    case 'account':
      return principal.mustEnrol ? permission === 'enrol' : roleAllows(principal.role, permission);
    case 'token':
      return scopesAllow(principal.scopes, permission) && roleAllows(principal.makerRole, permission);
    case 'machine':
      return permission === 'signInLink' || scopesAllow(['admin'], permission);
  }
}

/** How the audit trail names whoever acted; it stays true when a name or an address changes. */
export function actorOf(principal: Principal): string {
  switch (principal.kind) {
    case 'account':
      return `account:${principal.accountId}`;
    case 'token':
      return `token:${principal.tokenId}`;
    case 'machine':
      return 'machine';
  }
}
