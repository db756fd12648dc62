import { catalogue } from '../../text/catalogue.js';

/** One-time codes of an authenticator app. */
export const SECOND_FACTOR = catalogue('secondFactor', {
  password: 'Your password',
  passwordHint: 'Where a second factor is demanded, a new one is set up at once.',
  turnOff: 'Turn it off',
  title: 'Second factor',
  on: 'On: a code of your app is asked for after the password.',
  off: 'Off. With it, a stolen password alone lets nobody in.',
  qr: 'QR code for an authenticator app; the same secret stands below as text',
  read: 'Read it with an authenticator app, or type the secret:',
  code: 'Code that the app shows',
  turnOn: 'Turn it on',
  codes: 'Keep these recovery codes where the phone is not. Each lets you in once, and they are not shown again.',
  setUp: 'Set it up',
});
