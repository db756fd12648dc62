import type { Role, Scope } from '@tandem/domain/access/permission';
import type { Side } from '@tandem/domain/metric/definition';
import type { AccountPrincipal, Principal } from './principal.js';

export type { Principal } from './principal.js';

/** The request contradicts what is there already. */
export class Contradiction extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Contradiction';
  }
}

/** Somebody who can sign in. Nothing in here lets anybody in. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly side: Side | null;
  readonly personId: string | null;
  /** Id of the team that the person is in. */
  readonly teamId: string | null;
  readonly hasPassword: boolean;
  readonly hasSecondFactor: boolean;
  /** Issuers whose identities are linked. */
  readonly issuers: readonly string[];
  readonly disabledAt: Date | null;
  readonly createdAt: Date;
  readonly lastSignedInAt: Date | null;
}

export interface NewAccount {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly side: Side | null;
  readonly personId: string | null;
  readonly passwordHash: string | null;
}

export interface Identity {
  readonly issuer: string;
  readonly subject: string;
}

/** What an administrator changes of somebody; what is left out stays. */
export interface AccountChange {
  readonly role?: Role;
  readonly side?: Side | null;
  readonly personId?: string | null;
  readonly disabled?: boolean;
}

/** Each change writes its row of the audit trail in its own transaction. */
export interface AccountStore {
  list(): Promise<readonly Account[]>;
  byId(id: string): Promise<Account | null>;
  byEmail(email: string): Promise<Account | null>;
  byIdentity(identity: Identity): Promise<Account | null>;
  passwordHash(id: string): Promise<string | null>;
  /** The only administrator of an empty workspace; null when there is an account already. Racing calls are answered one after the other. */
  createFirst(account: NewAccount, actor: string, now: Date): Promise<Account | null>;
  /** Throws `Contradiction` when the address, or the person, has an account already. Closes every session of the account. */
  change(id: string, change: AccountChange, actor: string, now: Date): Promise<Account>;
  /** `keepSession` stays open, all others end. A rehash of the same password ends none and leaves no trace. */
  setPassword(
    id: string,
    hash: string,
    options: { readonly keepSession: string | null; readonly actor: string; readonly now: Date },
  ): Promise<void>;
  rehash(id: string, hash: string): Promise<void>;
}

export interface SecondFactorStore {
  /** The sealed secret and whether it was confirmed; null when none was begun. */
  read(accountId: string): Promise<{ readonly sealedSecret: string; readonly confirmed: boolean } | null>;
  begin(accountId: string, sealedSecret: string, actor: string, now: Date): Promise<void>;
  confirm(accountId: string, step: number, codeHashes: readonly string[], actor: string, now: Date): Promise<void>;
  remove(accountId: string, actor: string, now: Date): Promise<void>;
  /** False when this time step, or a later one, was used before. */
  useStep(accountId: string, step: number): Promise<boolean>;
  /** False when there is no such code, or it was used before. */
  useRecoveryCode(accountId: string, codeHash: string): Promise<boolean>;
}

export interface Visitor {
  readonly address: string;
  readonly agent: string;
}

export interface Session {
  readonly id: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly expiresAt: Date;
  readonly address: string;
  readonly agent: string;
}

export interface FoundSession {
  readonly principal: AccountPrincipal;
  readonly awaitingSecondFactor: boolean;
  readonly lastSeenAt: Date;
}

export interface SessionStore {
  open(session: {
    readonly tokenHash: string;
    readonly accountId: string;
    readonly awaitingSecondFactor: boolean;
    /** A provider asked for more than one factor itself, and says so. */
    readonly secondFactorElsewhere: boolean;
    readonly visitor: Visitor;
    /** Password, link, code, or the provider: kept in the audit trail once somebody is let in. */
    readonly by: string;
    readonly now: Date;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** null when it is unknown, over, idle since before `idleSince`, or its account is disabled. */
  find(tokenHash: string, now: Date, idleSince: Date): Promise<FoundSession | null>;
  touch(id: string, now: Date): Promise<void>;
  listOf(accountId: string, now: Date, idleSince: Date): Promise<readonly Session[]>;
  /** Only of this account. False when there is none. `ended` null for one that waited for its second factor and was never let in. */
  close(id: string, accountId: string, ended: SessionEnd | null): Promise<boolean>;
  closeAll(accountId: string, exceptId: string | null, actor: string, now: Date): Promise<void>;
}

export interface SessionEnd {
  readonly actor: string;
  readonly action: 'sign-out' | 'session.end';
  readonly now: Date;
}

export interface AccessToken {
  readonly id: string;
  readonly name: string;
  /** The first characters, to tell tokens apart by. */
  readonly prefix: string;
  readonly scopes: readonly Scope[];
  readonly sources: readonly string[] | null;
  /** Name of whoever made it; null for the one that came from the environment. */
  readonly madeBy: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

export interface AccessTokenStore {
  list(): Promise<readonly AccessToken[]>;
  create(token: {
    readonly name: string;
    readonly tokenHash: string;
    readonly prefix: string;
    readonly scopes: readonly Scope[];
    readonly sources: readonly string[] | null;
    readonly madeBy: string;
    readonly expiresAt: Date;
    readonly now: Date;
  }): Promise<AccessToken>;
  /** False when there is none. */
  revoke(id: string, actor: string, now: Date): Promise<boolean>;
  /** null when it is unknown, revoked, expired, or its maker is disabled. Notes the use, at most once a minute. */
  find(tokenHash: string, now: Date): Promise<Principal | null>;
  /** Keeps the token of the environment at the first start: when nobody has an account and none was kept before. False when it does not count. */
  keepFromEnvironment(tokenHash: string, prefix: string, now: Date): Promise<boolean>;
}

export interface Invitation {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly side: Side | null;
  readonly personId: string | null;
  readonly createdAt: Date;
  readonly expiresAt: Date;
}

export interface InvitationStore {
  /** Those that can still be accepted. */
  listOpen(now: Date): Promise<readonly Invitation[]>;
  create(
    invitation: Omit<Invitation, 'id' | 'createdAt'> & { readonly tokenHash: string },
    actor: string,
    now: Date,
  ): Promise<Invitation>;
  withdraw(id: string, actor: string, now: Date): Promise<boolean>;
  /** null when it is unknown, accepted, withdrawn or over. */
  find(tokenHash: string, now: Date): Promise<Invitation | null>;
  byId(id: string, now: Date): Promise<Invitation | null>;
  /** Makes the account, once; null when the invitation was accepted in the meantime. Throws `Contradiction` when the address has an account. */
  accept(
    id: string,
    account: Pick<NewAccount, 'name' | 'personId' | 'passwordHash'> & { readonly identity: Identity | null },
    now: Date,
  ): Promise<Account | null>;
}

export interface SignInLinkStore {
  create(link: {
    readonly tokenHash: string;
    readonly accountId: string | null;
    readonly secondFactorLost: boolean;
    readonly actor: string;
    readonly now: Date;
    readonly expiresAt: Date;
  }): Promise<void>;
  exists(tokenHash: string, now: Date): Promise<boolean>;
  /** Uses it up; null when it is unknown, used or over. */
  take(
    tokenHash: string,
    now: Date,
  ): Promise<{ readonly accountId: string | null; readonly secondFactorLost: boolean } | null>;
}

export interface PasswordLinkStore {
  /** Takes the place of an older link of the account. */
  create(link: {
    readonly tokenHash: string;
    readonly accountId: string;
    readonly actor: string;
    readonly now: Date;
    readonly expiresAt: Date;
  }): Promise<void>;
  /** Id of the account; null when the link is unknown, used, replaced or over, or the account is disabled. */
  find(tokenHash: string, now: Date): Promise<string | null>;
  /** Uses the link up for this password hash, and ends every session of the account. False when it was used in the meantime. */
  use(tokenHash: string, passwordHash: string, now: Date): Promise<boolean>;
}

/** What everybody has to do to come in, beside what each chooses. */
export interface SignInRules {
  /** A second factor is demanded of these. */
  readonly secondFactorRoles: readonly Role[];
}

export interface SignInRuleStore {
  read(): Promise<SignInRules>;
  /** It counts from the next request of everybody on. What is the same already leaves no row of the audit trail. */
  change(rules: SignInRules, actor: string, now: Date): Promise<void>;
}

export interface AttemptStore {
  /** Counts one more attempt of each key within its window, and answers when the first that is over its limit may try again; null when none is. */
  count(keys: readonly AttemptLimit[], now: Date): Promise<Date | null>;
  forget(keys: readonly string[]): Promise<void>;
}

export interface AttemptLimit {
  readonly key: string;
  readonly atMost: number;
  readonly windowMs: number;
}

/** Notes who was turned away. What changes something is noted by the store that changes it. */
export interface AccessJournal {
  note(entry: {
    readonly actor: string;
    readonly action: 'sign-in.refused' | 'access.refused' | 'access.limited';
    readonly subjectKind: 'account' | 'route' | 'token' | 'link';
    readonly subjectId: string;
    readonly details: Readonly<Record<string, string | number>> | null;
    readonly now: Date;
  }): Promise<void>;
}

export interface SessionLimits {
  /** A session that was not used for this long is over. */
  readonly idleMs: number;
  /** However much it is used, a session ends after this. */
  readonly longestMs: number;
}
