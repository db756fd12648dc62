/** What a person may be in a workspace; each role may do all that the ones before it may. */
export const roles = ['viewer', 'contributor', 'owner', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What a token may be made for. */
export const scopes = ['read', 'push', 'apply', 'admin'] as const;
export type Scope = (typeof scopes)[number];

/**
 * What a handler can ask of whoever calls it. `account` is what everybody may do with an account of their own, which a token has not; `enrol` is
 * to set a second factor up for it, the one thing that is left to whoever has to do so first;
 * `signInLink` is for whoever holds the machine: its token file, or the administrator's token that it was started with.
 */
export const permissions = [
  'read',
  'feed',
  'push',
  'act',
  'sign',
  'configure',
  'administer',
  'account',
  'enrol',
  'signInLink',
] as const;
export type Permission = (typeof permissions)[number];

const leastRole: Readonly<Record<Exclude<Permission, 'signInLink'>, Role>> = {
  read: 'viewer',
  account: 'viewer',
  enrol: 'viewer',
  feed: 'contributor',
  push: 'contributor',
  act: 'contributor',
  sign: 'owner',
  configure: 'administrator',
  administer: 'administrator',
};

const permissionsOfScope: Readonly<Record<Scope, readonly Permission[]>> = {
  read: ['read'],
  push: ['push'],
  apply: ['read', 'configure'],
  admin: ['read', 'feed', 'push', 'act', 'configure', 'administer'],
};

/** Whether a person of this role may do it. Nobody signs in as the machine, so no role may make links for others to sign in with. */
export function roleAllows(role: Role, permission: Permission): boolean {
  return permission !== 'signInLink' && roles.indexOf(role) >= roles.indexOf(leastRole[permission]);
}

/** Whether a token of these scopes may do it. No token has an account of its own, and none signs: a signature is a person's. */
export function scopesAllow(granted: readonly Scope[], permission: Permission): boolean {
  return granted.some((scope) => permissionsOfScope[scope].includes(permission));
}
