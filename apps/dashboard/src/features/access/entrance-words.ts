import type { Invitation } from '@tandem/contracts/access';
import { catalogue } from '../../text/catalogue.js';

/** The pages before the sign-in. */
export const ENTRANCE = catalogue('entrance', {
  questions: {
    name: { label: 'Name' },
    email: { label: 'E-mail' },
    password: { label: 'Password' },
    newPassword: { label: 'Password', hint: '12 characters or more; a few words in a row do well.' },
    code: { label: 'Code', hint: 'Six digits from your authenticator app, or one of your recovery codes.' },
  },
  invitation: {
    title: 'Your invitation',
    broken: 'This invitation does not work any more',
    welcome: 'Welcome to Tandem',
    invited: ({ email, role, side }: Pick<Invitation, 'email' | 'role' | 'side'>) =>
      `${email} is invited as ${role}${side === null ? '' : ` on the side of ${side === 'it' ? 'IT' : 'Marketing'}`}.`,
    accept: 'Accept',
  },
  password: {
    title: 'A new password',
    of: (name: string, email: string) =>
      `For ${name}, ${email}. You are signed out everywhere else; a second factor stays as it is.`,
    set: 'Set the password',
  },
  brokenLink: 'This link does not work any more',
  linkNotRefused: 'That says nothing about the link: it can be tried again here.',
  anotherWay: 'Sign in another way',
  continueWith: (provider: string) => `Continue with ${provider}`,
  first: {
    title: 'Set up Tandem',
    text: 'You become the first administrator. Everybody else comes by your invitation.',
  },
  signingIn: 'Signing in …',
  enrol: {
    title: 'A second factor first',
    text: (name: string) =>
      `${name}, a second factor is demanded of your role. Set it up with an authenticator app, then you are in.`,
    kept: 'I have kept the codes: go on',
  },
  signOut: 'Sign out',
  oneMoreStep: 'One more step',
  goOn: 'Go on',
  signIn: 'Sign in',
  nobodyYet:
    'Nobody has an account yet. Open the link that Tandem printed where it was started, or print a new one there:',
  forgotten: 'Forgotten the password? An administrator makes a link with which you choose a new one.',
  refused: 'The provider’s sign-in was not accepted. Ask an administrator for an invitation, or sign in another way.',
});
