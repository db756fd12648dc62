import type { Person } from '@tandem/domain/organisation/organisation';
import { NotFound } from '../input-errors.js';
import type { Clock } from '../ports.js';
import { Contradiction } from './access-ports.js';
import type { Account, AccountChange, AccountStore } from './access-ports.js';
import { requirePersonOfSide } from './invitations.js';
import { actorOf, type Principal } from './principal.js';

export interface ManageAccountsDependencies {
  readonly accounts: AccountStore;
  readonly people: () => Promise<readonly Person[]>;
  readonly clock: Clock;
}

/** Changes what somebody may do, or whether they may come in; it counts from their next request on. Nobody does it to themselves. */
export function changeAccount({ accounts, people, clock }: ManageAccountsDependencies) {
  return async (id: string, change: AccountChange, principal: Principal): Promise<Account> => {
    const before = await accounts.byId(id);
    if (before === null) throw new NotFound('account', id);
    const isOwn = principal.kind === 'account' && principal.accountId === id;
    if (isOwn && (change.disabled === true || (change.role !== undefined && change.role !== before.role)))
      throw new Contradiction('Your own role is changed by another administrator.');
    const personId = change.personId === undefined ? before.personId : change.personId;
    const side = change.side === undefined ? before.side : change.side;
    if (personId !== null && change.disabled !== true) requirePersonOfSide(await people(), personId, side);
    return accounts.change(id, change, actorOf(principal), clock());
  };
}
