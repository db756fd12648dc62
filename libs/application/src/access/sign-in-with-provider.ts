import { timingSafeEqual } from 'node:crypto';
import { NotFound } from '../input-errors.js';
import { SignInRefused } from './access-errors.js';
import type { AccessJournal, Account, Visitor } from './access-ports.js';
import { acceptInvitation, readInvitation, type AcceptDependencies } from './invitations.js';
import type { OidcSignInStore, OpenIdPerson, OpenIdProvider } from './open-id-ports.js';
import { openSession, type OpenedSession } from './open-session.js';
import { hashOfToken, newSecretToken } from './secret-token.js';

export interface ProviderSignInDependencies extends AcceptDependencies {
  readonly journal: AccessJournal;
  readonly providers: readonly OpenIdProvider[];
  readonly oidcSignIns: OidcSignInStore;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: (provider: string) => string;
}

const longestMs = 10 * 60_000;

/** Begins a sign-in at a provider. The answer's `browser` stays in the browser that began it, and no other can end it. */
export function beginProviderSignIn(dependencies: ProviderSignInDependencies) {
  const { oidcSignIns, clock, redirectUri } = dependencies;
  const read = readInvitation(dependencies);
  return async (
    providerId: string,
    { returnTo, invitation }: { readonly returnTo: string; readonly invitation: string | null },
  ): Promise<{ readonly url: string; readonly browser: string; readonly expiresAt: Date }> => {
    const provider = named(dependencies, providerId);
    const invitationId = invitation === null ? null : (await read(invitation)).id;
    const { url, state, nonce, codeVerifier } = await provider.begin(redirectUri(providerId));
    const browser = newSecretToken();
    const now = clock();
    const expiresAt = new Date(now.getTime() + longestMs);
    await oidcSignIns.remember(
      hashOfToken(state),
      {
        browserHash: hashOfToken(browser),
        provider: providerId,
        nonce,
        codeVerifier,
        returnTo: ownPath(returnTo),
        invitationId,
      },
      now,
      expiresAt,
    );
    return { url, browser, expiresAt };
  };
}

/**
 * Ends a sign-in with what the provider sent the browser back with. Who comes is known by issuer and subject alone: an address of an account
 * that exists opens nothing, and who has no account needs an invitation.
 *
 * @throws {SignInRefused}
 */
export function finishProviderSignIn(dependencies: ProviderSignInDependencies) {
  const { accounts, oidcSignIns, clock, redirectUri, journal } = dependencies;
  const open = openSession(dependencies);
  const accountOf = accountFor(dependencies);
  return async (
    providerId: string,
    { query, browser }: { readonly query: string; readonly browser: string | null },
    visitor: Visitor,
  ): Promise<{ readonly session: OpenedSession; readonly returnTo: string }> => {
    const provider = named(dependencies, providerId);
    const callback = new URL(redirectUri(providerId));
    callback.search = query;
    const state = callback.searchParams.get('state') ?? '';
    const remembered = await oidcSignIns.take(hashOfToken(state), clock());
    if (remembered === null || remembered.provider !== providerId || !isSame(remembered.browserHash, browser))
      throw new SignInRefused('This sign-in was not begun here, or took too long: begin again.');
    const { nonce, codeVerifier, returnTo, invitationId } = remembered;
    const person = await provider.finish(callback, { state, nonce, codeVerifier });
    const account = (await accounts.byIdentity(person)) ?? (await accountOf(person, invitationId));
    if (account === null || account.disabledAt !== null) {
      const subject = { subjectKind: 'account', subjectId: account?.id ?? 'unknown' } as const;
      const details = { by: provider.id, address: visitor.address };
      await journal.note({ actor: 'visitor', action: 'sign-in.refused', ...subject, details, now: clock() });
      throw new SignInRefused(
        'Nobody with this identity has an account here: ask an administrator for an invitation.',
        true,
      );
    }
    const { usedSecondFactor: secondFactorElsewhere } = person;
    const how = { by: provider.id, secondFactorDone: false, secondFactorElsewhere };
    return { session: await open(account, visitor, how), returnTo };
  };
}

function accountFor(dependencies: ProviderSignInDependencies) {
  const { invitations, clock } = dependencies;
  const accept = acceptInvitation(dependencies);
  return async (person: OpenIdPerson, invitationId: string | null): Promise<Account | null> => {
    const invitation = invitationId === null ? null : await invitations.byId(invitationId, clock());
    if (invitation === null) return null;
    const { issuer, subject, name } = person;
    return accept(invitation, { name: name ?? invitation.name, passwordHash: null, identity: { issuer, subject } });
  };
}

function named({ providers }: ProviderSignInDependencies, id: string): OpenIdProvider {
  const provider = providers.find((one) => one.id === id);
  if (provider === undefined) throw new NotFound('sign-in provider', id);
  return provider;
}

function isSame(hash: string, token: string | null): boolean {
  return token !== null && timingSafeEqual(Buffer.from(hash), Buffer.from(hashOfToken(token)));
}

/** A path of this server and nothing else, whatever an address claims. */
function ownPath(path: string): string {
  return /^\/(?![/\\])[\x21-\x7e]*$/.test(path) ? path : '/board';
}
