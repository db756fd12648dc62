import type { SessionState } from '@tandem/contracts/access';
import { isSpeaker, type Account } from './may-sign.js';

/** Whether whoever is signed in can propose: a change is that of the side of the person that they speak as. */
export function mayPropose(session: SessionState | undefined): boolean {
  return mayAct(session?.account ?? null);
}

/** Whether an account can propose, and withdraw what its side proposed. */
export function mayAct(account: Account | null): boolean {
  return isSpeaker(account) && account.role !== 'viewer';
}
