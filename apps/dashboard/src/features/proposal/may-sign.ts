import type { SessionState } from '@tandem/contracts/access';
import type { Side } from '@tandem/contracts/common';
import type { MetricDefinition } from '@tandem/contracts/proposals';
import { words } from './proposal-words.js';

export type Account = NonNullable<SessionState['account']>;
/** Somebody whose word is that of a side of the organisation. */
export type Speaker = Account & { readonly side: Side; readonly personId: string };

export function isSpeaker(account: Account | null): account is Speaker {
  return account !== null && account.side !== null && account.personId !== null;
}

/** Who has to sign for the side of this account in its place; null when the account signs itself. */
export function signerInstead(
  { role, side, teamId }: Speaker,
  signingTeams: MetricDefinition['signingTeams'],
): string | null {
  const team = signingTeams[side];
  if (team !== null && team.id !== teamId) return words.signers.team(team.name);
  if (role === 'owner' || role === 'administrator') return null;
  return team === null ? words.signers.owner(words.sides[side]) : words.signers.ownerInTeam(team.name);
}
