import type { Role } from '@tandem/domain/access/permission';
import type { Side } from '@tandem/domain/metric/definition';
import type { Person, Team } from '@tandem/domain/organisation/organisation';
import { InvalidInput } from '../input-errors.js';
import type { Clock } from '../ports.js';
import { SignInRefused } from './access-errors.js';
import type { Account, AccountStore, Identity, Invitation, InvitationStore, Visitor } from './access-ports.js';
import type { PasswordHasher, PasswordWeakness } from './credential-ports.js';
import { openSession, type OpenedSession, type OpenSessionDependencies } from './open-session.js';
import { hashOfToken, newSecretToken } from './secret-token.js';
import { requireStrength } from './set-up-first-account.js';

export interface InviteDependencies {
  readonly invitations: InvitationStore;
  readonly people: () => Promise<readonly Person[]>;
  readonly clock: Clock;
}

export interface InvitationRequest {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly side: Side | null;
  readonly personId: string | null;
  readonly validDays: number;
}

const dayMs = 86_400_000;

/** Answers the invitation and the token of its link, which is never shown again. */
export function invite({ invitations, people, clock }: InviteDependencies) {
  return async (
    { email, name, role, side, personId, validDays }: InvitationRequest,
    actor: string,
  ): Promise<{ readonly invitation: Invitation; readonly token: string }> => {
    if (personId !== null) requirePersonOfSide(await people(), personId, side);
    const token = newSecretToken();
    const now = clock();
    const expiresAt = new Date(now.getTime() + validDays * dayMs);
    const invitation = await invitations.create(
      { tokenHash: hashOfToken(token), email: email.toLowerCase(), name, role, side, personId, expiresAt },
      actor,
      now,
    );
    return { invitation, token };
  };
}

/** @throws {InvalidInput} when an account could not speak as this person */
export function requirePersonOfSide(people: readonly Person[], personId: string, side: Side | null): void {
  const person = people.find(({ id }) => id === personId);
  if (person === undefined)
    throw new InvalidInput([{ field: 'personId', reason: `There is no person "${personId}" in the configuration.` }]);
  if (person.side !== side)
    throw new InvalidInput([{ field: 'side', reason: `"${personId}" speaks for ${person.side}: choose that side.` }]);
}

export interface AcceptDependencies extends OpenSessionDependencies {
  readonly accounts: AccountStore;
  readonly invitations: InvitationStore;
  readonly hasher: PasswordHasher;
  readonly passwordWeakness: PasswordWeakness;
  readonly people: () => Promise<readonly Person[]>;
  readonly teams: () => Promise<readonly Team[]>;
  /** Brings a new person into the configuration, the way that every change of it goes. */
  readonly addPerson: (person: Person, actor: string) => Promise<void>;
}

const gone = 'This invitation was accepted or withdrawn, or its time is over. Ask for a new one.';

export function readInvitation({ invitations, clock }: Pick<AcceptDependencies, 'invitations' | 'clock'>) {
  return async (token: string): Promise<Invitation> => {
    const invitation = await invitations.find(hashOfToken(token), clock());
    if (invitation === null) throw new SignInRefused(gone);
    return invitation;
  };
}

/** Makes the account of an invitation with a password, and signs it in. */
export function acceptWithPassword(dependencies: AcceptDependencies) {
  const { passwordWeakness, hasher } = dependencies;
  const read = readInvitation(dependencies);
  const accept = acceptInvitation(dependencies);
  const open = openSession(dependencies);
  return async (
    { token, name, password }: { readonly token: string; readonly name: string; readonly password: string },
    visitor: Visitor,
  ): Promise<OpenedSession> => {
    const invitation = await read(token);
    requireStrength(passwordWeakness, password, [invitation.email, name]);
    const account = await accept(invitation, { name, passwordHash: await hasher.hash(password), identity: null });
    return open(account, visitor, { by: 'password', secondFactorDone: true });
  };
}

/** Makes the account of an invitation, once. An invitation with a side and no person brings a person of its own. */
export function acceptInvitation({ invitations, people, teams, addPerson, clock }: AcceptDependencies) {
  return async (
    invitation: Invitation,
    given: { readonly name: string; readonly passwordHash: string | null; readonly identity: Identity | null },
  ): Promise<Account> => {
    let { personId } = invitation;
    if (personId === null && invitation.side !== null) {
      personId = freeId(given.name, [...(await people()), ...(await teams())]);
      const { side, email } = invitation;
      await addPerson({ id: personId, name: given.name, side, email }, `invitation:${invitation.id}`);
    }
    const account = await invitations.accept(invitation.id, { ...given, personId }, clock());
    if (account === null) throw new SignInRefused(gone);
    return account;
  };
}

/** An id that no person and no team has, read from the name. */
function freeId(name: string, known: readonly { readonly id: string }[]): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const base = plain === '' ? 'person' : plain;
  const taken = new Set(known.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}
