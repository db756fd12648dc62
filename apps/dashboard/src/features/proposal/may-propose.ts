import type { SessionState } from '@tandem/contracts/access';

/** Whether whoever is signed in can propose: a change is signed for the side of the person that they speak as. */
export function mayPropose(session: SessionState | undefined): boolean {
  const account = session?.account ?? null;
  return account !== null && account.personId !== null && account.side !== null && account.role !== 'viewer';
}
