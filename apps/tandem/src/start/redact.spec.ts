import { PassThrough } from 'node:stream';
import { redactor, redactOutput } from './redact.js';

const env = {
  DATABASE_URL: 'postgres://tandem:p%40ss-canary-1@db/tandem',
  SMTP_URL: 'smtp://user:mail-canary-2@mail:587',
  TANDEM_SECRET_ON_CALL: 'plain-canary-3',
  TANDEM_SECRET_KEY_PREVIOUS: 'key-canary-4,key-canary-5',
  TANDEM_ADMIN_TOKEN: 'token-canary-6',
  TANDEM_OIDC_OFFICE_CLIENT_SECRET: 'client-canary-7',
  PATH: '/usr/bin',
};
const redact = redactor(env);

describe('what is printed', () => {
  it.each([
    'password authentication failed for p@ss-canary-1',
    'connect postgres://tandem:p%40ss-canary-1@db/tandem',
    '{"error":{"message":"535 mail-canary-2"}}',
    'plain-canary-3',
    'key-canary-4 key-canary-5',
    'Bearer token-canary-6',
    '{"client_secret":"client-canary-7"}',
    '{"password":"x\\"canary-8"}',
    '{"Authorization":"Bearer canary-9-canary"}',
    'cookie: __Host-tandem=canary-10canary',
    'whsec_canary11canary11canary11',
    'fetch https://user:canary-12@example.org/ failed',
  ])('holds no secret: %s', (text) => {
    expect(redact(text)).not.toMatch(/canary/);
    expect(redact(text)).toContain('(secret)');
  });

  it.each([
    'Tandem is ready at http://127.0.0.1:3000',
    '{"guardrail":"conversion"}',
    'PATH is /usr/bin',
    'route on-call',
  ])('is left as it is otherwise: %s', (text) => {
    expect(redact(text)).toBe(text);
  });

  it('goes through the redactor whichever library prints it, until it is taken away', () => {
    const stream = new PassThrough();
    const stop = redactOutput([stream], redact);
    stream.write('a plain-canary-3\n');
    stop();
    stream.write('plain-canary-3\n');
    expect(String(stream.read())).toBe('a (secret)\nplain-canary-3\n');
  });
});
