import { roles, scopes } from '@tandem/domain/access/permission';
import { z } from 'zod';
import { identifier, instant, side } from './common.js';

const role = z.enum(roles);
const scope = z.enum(scopes);
const email = z.email('must be an e-mail address such as "lead@example.org"').max(254);
const personName = z.string().trim().min(1, 'must not be empty').max(200);
/** Its rules are told by the server when it is chosen; here only what no password is. */
const password = z.string().min(1, 'must not be empty').max(1000);
const secretText = z.string().min(1).max(200);
/** A random id that the server made. */
export const uuid = z.uuid('is no id that this server made');

export const provider = z.strictObject({ id: z.string(), name: z.string() }).meta({ id: 'SignInProvider' });

/** `GET /session`: who is signed in, and how one could. */
export const sessionState = z
  .strictObject({
    /**
     * `enrol`: a second factor is demanded that the account does not have yet, and nothing else is possible before. `token` is automation, which
     * has no account and no session.
     */
    state: z.enum(['signedOut', 'secondFactor', 'enrol', 'signedIn', 'token']),
    account: z
      .strictObject({
        id: z.string(),
        name: z.string(),
        email: z.string(),
        role,
        side: side.nullable(),
        personId: z.string().nullable(),
        teamId: z.string().nullable().describe('Of the person; null for none'),
        hasPassword: z.boolean(),
        hasSecondFactor: z.boolean(),
      })
      .nullable(),
    providers: z.array(provider),
    /** Nobody has an account yet: a link from the terminal makes the first one. */
    isEmpty: z.boolean(),
  })
  .meta({ id: 'SessionState' });

export const passwordBody = z.strictObject({ email: z.string().max(254), password });
export const codeBody = z.strictObject({ code: z.string().min(1).max(50) });
export const linkBody = z.strictObject({ link: secretText });
/** `setUpFirst`: the link still counts, and the first account is made with a password. */
export const linkAnswer = z.strictObject({ result: z.enum(['signedIn', 'setUpFirst']) }).meta({ id: 'LinkAnswer' });
export const firstAccountBody = z.strictObject({ link: secretText, name: personName, email, password });

export const invitationBody = z.strictObject({ token: secretText });
export const acceptBody = z.strictObject({ token: secretText, name: personName, password });
export const providerBody = z.strictObject({
  /** Where to go once signed in; a path of the dashboard. */
  returnTo: z.string().max(2000).default('/board'),
  /** The invitation that this sign-in accepts. */
  invitation: secretText.optional(),
});
export const providerAnswer = z.strictObject({ url: z.string() }).meta({ id: 'ProviderAnswer' });

export const openSession = z
  .strictObject({
    id: z.string(),
    createdAt: instant,
    lastSeenAt: instant,
    expiresAt: instant,
    address: z.string(),
    agent: z.string(),
    isThis: z.boolean(),
  })
  .meta({ id: 'OpenSession' });
export const sessionList = z.strictObject({ sessions: z.array(openSession) }).meta({ id: 'SessionList' });

export const changePasswordBody = z.strictObject({ present: password.nullable().default(null), next: password });
export const presentPasswordBody = z.strictObject({ present: password.nullable().default(null) });
export const secondFactorBegun = z
  .strictObject({ secret: z.string(), address: z.string() })
  .meta({ id: 'SecondFactorBegun' });
export const recoveryCodes = z.strictObject({ codes: z.array(z.string()) }).meta({ id: 'RecoveryCodes' });

export const account = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    role,
    side: side.nullable(),
    personId: z.string().nullable(),
    hasPassword: z.boolean(),
    hasSecondFactor: z.boolean(),
    issuers: z.array(z.string()),
    disabledAt: instant.nullable(),
    createdAt: instant,
    lastSignedInAt: instant.nullable(),
  })
  .meta({ id: 'Account' });
export const invitation = z
  .strictObject({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    role,
    side: side.nullable(),
    personId: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant,
  })
  .meta({ id: 'Invitation' });
export const accountList = z
  .strictObject({
    accounts: z.array(account),
    invitations: z.array(invitation),
    /** Of the configuration: whom an account can speak as. */
    people: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        side,
        team: z.string().nullable().describe('Title of the team; null for none'),
      }),
    ),
  })
  .meta({ id: 'AccountList' });
export const accountChangeBody = z
  .strictObject({
    role: role.optional(),
    side: side.nullable().optional(),
    personId: identifier.nullable().optional(),
    disabled: z.boolean().optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'must name what is to change');
export const inviteBody = z.strictObject({
  email,
  name: personName,
  role,
  side: side.nullable().default(null),
  personId: identifier.nullable().default(null),
  validDays: z.number().int().min(1).max(30).default(7),
});
export const invited = z
  .strictObject({
    invitation,
    /** To be handed to the invited person; shown once. */
    link: z.string(),
  })
  .meta({ id: 'Invited' });

/** An administrator's link for a forgotten password. */
export const passwordLinkMade = z
  .strictObject({
    /** To be handed over; shown once. */
    link: z.string(),
    expiresAt: instant,
  })
  .meta({ id: 'PasswordLinkMade' });
export const passwordLinkBody = z.strictObject({ token: secretText });
export const passwordLinkUseBody = z.strictObject({ token: secretText, password });
/** Whose password a link replaces. */
export const passwordLinkOwner = z
  .strictObject({ name: z.string(), email: z.string() })
  .meta({ id: 'PasswordLinkOwner' });

export const signInRules = z
  .strictObject({
    secondFactorRoles: z.array(role).describe('A second factor is demanded of whoever has one of these'),
  })
  .meta({ id: 'SignInRules' });
export const signInRulesBody = z.strictObject({
  secondFactorRoles: z
    .array(role)
    .max(roles.length)
    .refine((all) => new Set(all).size === all.length, 'must not name a role twice'),
});

export const accessToken = z
  .strictObject({
    id: z.string(),
    name: z.string(),
    prefix: z.string(),
    scopes: z.array(scope),
    sources: z.array(z.string()).nullable(),
    madeBy: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant.nullable(),
    lastUsedAt: instant.nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: 'AccessToken' });
export const accessTokenList = z.strictObject({ tokens: z.array(accessToken) }).meta({ id: 'AccessTokenList' });
export const tokenBody = z.strictObject({
  name: personName,
  scopes: z
    .array(scope)
    .min(1)
    .max(4)
    .refine((all) => new Set(all).size === all.length, 'must not name a scope twice'),
  /** Connections that it may push for; every one when left out. */
  sources: z.array(identifier).min(1).max(100).nullable().default(null),
  validDays: z.number().int().min(1).max(366),
});
export const tokenMade = z
  .strictObject({
    token: accessToken,
    /** The token itself; shown once. */
    secret: z.string(),
  })
  .meta({ id: 'TokenMade' });

export const signInLinkBody = z.strictObject({
  email: email.optional(),
  /** Removes the second factor of the account when the link is used; the code is asked for otherwise. */
  secondFactorLost: z.boolean().optional(),
});
export const signInLinkMade = z.strictObject({ link: z.string() }).meta({ id: 'SignInLinkMade' });

export type SignInLinkBody = z.infer<typeof signInLinkBody>;
export type Role = z.infer<typeof role>;
export type Scope = z.infer<typeof scope>;
export type SessionState = z.infer<typeof sessionState>;
export type Provider = z.infer<typeof provider>;
export type PasswordBody = z.infer<typeof passwordBody>;
export type LinkAnswer = z.infer<typeof linkAnswer>;
export type FirstAccountBody = z.infer<typeof firstAccountBody>;
export type AcceptBody = z.infer<typeof acceptBody>;
export type ProviderBody = z.infer<typeof providerBody>;
export type ProviderAnswer = z.infer<typeof providerAnswer>;
export type OpenSession = z.infer<typeof openSession>;
export type SessionList = z.infer<typeof sessionList>;
export type ChangePasswordBody = z.infer<typeof changePasswordBody>;
export type SecondFactorBegun = z.infer<typeof secondFactorBegun>;
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
export type Account = z.infer<typeof account>;
export type Invitation = z.infer<typeof invitation>;
export type AccountList = z.infer<typeof accountList>;
export type AccountChangeBody = z.infer<typeof accountChangeBody>;
export type InviteBody = z.infer<typeof inviteBody>;
export type Invited = z.infer<typeof invited>;
export type PasswordLinkMade = z.infer<typeof passwordLinkMade>;
export type PasswordLinkUseBody = z.infer<typeof passwordLinkUseBody>;
export type PasswordLinkOwner = z.infer<typeof passwordLinkOwner>;
export type SignInRules = z.infer<typeof signInRules>;
export type AccessToken = z.infer<typeof accessToken>;
export type AccessTokenList = z.infer<typeof accessTokenList>;
export type TokenBody = z.infer<typeof tokenBody>;
export type TokenMade = z.infer<typeof tokenMade>;
export type SignInLinkMade = z.infer<typeof signInLinkMade>;
