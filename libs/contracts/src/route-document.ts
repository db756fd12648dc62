import type { Route } from '@tandem/domain/organisation/organisation';
import { z } from 'zod';
import { id } from './configuration-values.js';

/** Only environment variables of this kind can be named in a file, so that a file cannot reach the other secrets of the server. */
export const secretVariablePrefix = 'TANDEM_SECRET_';
export const secretReferencePattern = /^\$\{(TANDEM_SECRET_[A-Z0-9_]{1,100})\}$/;
/** Standard Webhooks: 24 to 64 random bytes in base64. */
export const signingSecretPattern = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;
export const signingSecretHint = 'must be "whsec_" and 24 to 64 random bytes in base64';

const webhook = z.strictObject({
  id,
  channel: z.literal('webhook'),
  url: z
    .url({ protocol: /^https?$/, error: 'must be an address such as https://example.org/hooks/tandem' })
    .max(2000)
    .refine((address) => !URL.canParse(address) || new URL(address).username + new URL(address).password === '', {
      error: 'must not hold a user name or password: it is shown to people',
    }),
  secret: z
    .string()
    .regex(/^(whsec_[A-Za-z0-9+/]{32,86}={0,2}|\$\{TANDEM_SECRET_[A-Z0-9_]{1,100}\}|unchanged)$/, {
      error: `${signingSecretHint}, or \${${secretVariablePrefix}…} to read it from the environment of the server, or "unchanged"`,
    })
    .describe('Signs every message. Write ${TANDEM_SECRET_NAME} to keep it out of the file.'),
});

const email = z.strictObject({
  id,
  channel: z.literal('email'),
  to: z.array(z.email('must be an e-mail address such as "lead@example.org"')).min(1).max(50),
});

export const route = z
  .discriminatedUnion('channel', [webhook, email])
  .describe('A place that alerts are sent to.') satisfies z.ZodType<Route>;
