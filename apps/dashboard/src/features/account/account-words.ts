import type { SessionState } from '@tandem/contracts/access';
import { catalogue } from '../../text/catalogue.js';

type Account = Pick<NonNullable<SessionState['account']>, 'name' | 'email' | 'role' | 'side' | 'personId'>;

/** What belongs to the account of whoever is signed in. */
export const ACCOUNT = catalogue('account', {
  title: 'Account',
  who: ({ name, email, role, side, personId }: Account) =>
    [
      `${name}, ${email}: ${role}`,
      side === null ? '' : ` on the side of ${{ marketing: 'Marketing', it: 'IT' }[side]}`,
      personId === null ? '' : `, speaks as ${personId}`,
      '.',
    ].join(''),
  forSignedIn: 'This page is for people who are signed in.',
  digests: {
    none: 'none',
    at: (clock: string) => `at ${clock}`,
    title: 'Digests by mail',
    intro:
      'Alerts of your side, goals whose status changed, and the metrics that you follow, at an hour of the organisation’s clock. A weekly digest comes on the first day of its week. The server must be able to send mail.',
    everyDay: 'Every day',
    everyWeek: 'Every week',
    daily: 'Daily digest',
    weekly: 'Weekly digest',
  },
  password: {
    title: 'Password',
    present: 'Present password',
    next: 'New password',
    hint: '12 characters or more. Every other session of yours ends.',
    isSet: 'The password is set.',
    set: 'Set password',
  },
  sessions: {
    anotherClient: 'Another client',
    on: (browser: string, system: string) => `${browser} on ${system}`,
    browser: 'Browser',
    thisOne: (browser: string) => `${browser} (this one)`,
    address: 'Address',
    lastSeen: 'Last seen',
    ago: (duration: string) => `${duration} ago`,
    endsWithin: 'Ends within',
    endIt: 'End it',
    signOut: 'Sign out',
    title: 'Sessions',
    everywhere: 'Sign out everywhere else',
    caption: 'Where you are signed in',
  },
});
