import type { Scope } from '@tandem/contracts/access';
import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** What programs sign in with. */
export const TOKEN = catalogue('tokens', {
  scopes: {
    push: 'push: send records',
    read: 'read: every number',
    apply: 'apply: configuration as code',
    admin: 'admin: all but signatures',
  } satisfies Record<Scope, string>,
  days: (count: number) => counted(count, 'day'),
  for: (scopes: string, sources: string) => `${scopes} for ${sources}`,
  new: 'New token',
  name: 'What it is for',
  sources: 'Sources it may push for',
  sourcesHint: 'Ids, with commas between them; every source when left empty.',
  scope: 'Scope',
  lifetime: 'Lifetime',
  make: 'Make the token',
  keep: 'Keep this token now; it is not shown again:',
  revoked: (moment: string) => `revoked ${moment}`,
  noEnd: 'no end',
  until: (moment: string) => `until ${moment}`,
  token: 'Token',
  may: 'May',
  madeBy: 'Made by',
  firstStart: 'the first start',
  lastUsed: 'Last used',
  never: 'never',
  valid: 'Valid',
  revoke: 'Revoke',
  revokeOne: (name: string) => `Revoke ${name}`,
  title: 'Tokens',
  intro: 'For programs: sent as “Authorization: Bearer …”. A token never does more than whoever made it may.',
  none: 'No tokens yet',
  noneText: 'Make one below for what sends records or applies configuration.',
  all: 'All tokens',
});
