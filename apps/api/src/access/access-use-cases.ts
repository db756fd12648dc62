import { Logger, type FactoryProvider } from '@nestjs/common';
import { authenticate, findSession } from '@tandem/application/access/authenticate';
import { changePassword, requirePassword } from '@tandem/application/access/change-password';
import { countedRefusals } from '@tandem/application/access/counted-refusals';
import { finishSignIn } from '@tandem/application/access/finish-sign-in';
import { acceptInvitation, acceptWithPassword, invite, readInvitation } from '@tandem/application/access/invitations';
import { changeAccount } from '@tandem/application/access/manage-accounts';
import { createToken } from '@tandem/application/access/manage-tokens';
import { openSession } from '@tandem/application/access/open-session';
import { makePasswordLink, readPasswordLink, usePasswordLink } from '@tandem/application/access/password-links';
import { beginSecondFactor, confirmSecondFactor } from '@tandem/application/access/second-factor';
import { setUpFirstAccount } from '@tandem/application/access/set-up-first-account';
import { makeSignInLink, signInWithLink } from '@tandem/application/access/sign-in-with-link';
import { signInWithPassword } from '@tandem/application/access/sign-in-with-password';
import { beginProviderSignIn, finishProviderSignIn } from '@tandem/application/access/sign-in-with-provider';
import { applyConfiguration } from '@tandem/application/apply-configuration';
import type { Person } from '@tandem/domain/organisation/organisation';
import { argon2Hasher } from '@tandem/identity/argon2-hasher';
import { enrolmentAddress, newCodeSecret, stepOfCode } from '@tandem/identity/one-time-code';
import { openIdProvider } from '@tandem/identity/open-id-provider';
import { passwordWeakness } from '@tandem/identity/password-weakness';
import { createAccessJournal } from '@tandem/kpi-store/repositories/access-journal';
import { createAccessTokenStore } from '@tandem/kpi-store/repositories/access-token-store';
import { createAccountStore } from '@tandem/kpi-store/repositories/account-store';
import { createAttemptStore } from '@tandem/kpi-store/repositories/attempt-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createInvitationStore } from '@tandem/kpi-store/repositories/invitation-store';
import { createOidcSignInStore } from '@tandem/kpi-store/repositories/oidc-sign-in-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createPasswordLinkStore } from '@tandem/kpi-store/repositories/password-link-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { createSecondFactorStore } from '@tandem/kpi-store/repositories/second-factor-store';
import { createSessionStore } from '@tandem/kpi-store/repositories/session-store';
import { createSignInLinkStore } from '@tandem/kpi-store/repositories/sign-in-link-store';
import { createSignInRuleStore } from '@tandem/kpi-store/repositories/sign-in-rule-store';
import { API_DEPENDENCIES, type ApiDependencies } from '../dependencies.js';
import { tokenCookie } from './token-cookie.js';

/** Everything about who comes in and what they may do, over the real stores. */
export type Access = ReturnType<typeof createAccess>;

export function createAccess(dependencies: ApiDependencies) {
  const { access, clock } = dependencies;
  const parts = accessParts(dependencies);
  return {
    ...parts,
    clock,
    cookie: tokenCookie('tandem', access.publicUrl),
    providerCookie: tokenCookie('tandem-provider', access.publicUrl),
    authenticate: authenticate(parts),
    findSession: findSession(parts),
    refusals: countedRefusals(parts),
    openSession: openSession(parts),
    signInWithPassword: signInWithPassword(parts),
    finishSignIn: finishSignIn(parts),
    makeSignInLink: makeSignInLink(parts),
    signInWithLink: signInWithLink(parts),
    beginProviderSignIn: beginProviderSignIn(parts),
    finishProviderSignIn: finishProviderSignIn(parts),
    setUpFirstAccount: setUpFirstAccount(parts),
    changePassword: changePassword(parts),
    makePasswordLink: makePasswordLink(parts),
    readPasswordLink: readPasswordLink(parts),
    usePasswordLink: usePasswordLink(parts),
    requirePassword: requirePassword(parts),
    beginSecondFactor: beginSecondFactor(parts),
    confirmSecondFactor: confirmSecondFactor(parts),
    invite: invite(parts),
    readInvitation: readInvitation(parts),
    acceptInvitation: acceptInvitation(parts),
    acceptWithPassword: acceptWithPassword(parts),
    changeAccount: changeAccount(parts),
    createToken: createToken(parts),
  };
}

/** Operators learn why a provider's answer was refused; whoever was refused does not. */
const onRefusal = (reason: string) => new Logger('access').warn(reason);

function accessParts({ database, access, clock, jobs }: ApiDependencies) {
  const configuration = createConfigurationStore(database);
  const observations = createObservationReader(database);
  const runs = createRunStore(database);
  const apply = applyConfiguration({ configuration, observations, runs, jobs, clock, connectors: [] });
  return {
    accounts: createAccountStore(database),
    sessions: createSessionStore(database),
    tokens: createAccessTokenStore(database),
    invitations: createInvitationStore(database),
    links: createSignInLinkStore(database),
    passwordLinks: createPasswordLinkStore(database),
    rules: createSignInRuleStore(database),
    secondFactors: createSecondFactorStore(database),
    attempts: createAttemptStore(database),
    journal: createAccessJournal(database),
    hasher: argon2Hasher(),
    passwordWeakness,
    codes: { newSecret: newCodeSecret, enrolmentAddress, stepOf: stepOfCode },
    sealer: database.secrets,
    limits: access.limits,
    machineToken: access.machineToken,
    isOnLoopback: access.isOnLoopback,
    origin: access.origin,
    providers: access.providers.map((provider) => openIdProvider({ ...provider, onRefusal })),
    oidcSignIns: createOidcSignInStore(database),
    redirectUri: (provider: string) => `${access.origin()}/api/v1/oidc/${provider}/callback`,
    people: async () => (await configuration.load()).people,
    teams: async () => (await configuration.load()).teams,
    addPerson: async (person: Person, actor: string) =>
      void (await apply({ people: [person] }, { dryRun: false, actor })),
    clock,
  };
}

export const ACCESS = Symbol('Access');

export const accessProvider: FactoryProvider<Access> = {
  provide: ACCESS,
  inject: [API_DEPENDENCIES],
  useFactory: createAccess,
};
