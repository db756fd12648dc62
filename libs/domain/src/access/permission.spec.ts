import { permissions, roleAllows, roles, scopes, scopesAllow } from './permission.js';

describe('what roles and tokens may do', () => {
  const allowedTo = (role: (typeof roles)[number]) => permissions.filter((permission) => roleAllows(role, permission));

  it('lets each role do what the ones before it may, and more', () => {
    expect(roles.map((role) => [role, allowedTo(role)])).toEqual([
      ['viewer', ['read', 'account', 'enrol']],
      ['contributor', ['read', 'feed', 'push', 'act', 'account', 'enrol']],
      ['owner', ['read', 'feed', 'push', 'act', 'sign', 'account', 'enrol']],
      ['administrator', ['read', 'feed', 'push', 'act', 'sign', 'configure', 'administer', 'account', 'enrol']],
    ]);
  });

  it('keeps a token to its scopes', () => {
    expect(
      scopes.map((scope) => [scope, permissions.filter((permission) => scopesAllow([scope], permission))]),
    ).toEqual([
      ['read', ['read']],
      ['push', ['push']],
      ['apply', ['read', 'configure']],
      ['admin', ['read', 'feed', 'push', 'act', 'configure', 'administer']],
    ]);
    expect(permissions.filter((permission) => scopesAllow([], permission))).toEqual([]);
  });

  it('lets no token sign or have an account', () => {
    expect(scopesAllow(scopes, 'sign')).toBe(false);
    expect(scopesAllow(scopes, 'account')).toBe(false);
    expect(scopesAllow(scopes, 'enrol')).toBe(false);
  });
});
