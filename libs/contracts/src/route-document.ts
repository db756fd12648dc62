import { unchangedSecret } from '@tandem/domain/organisation/configuration-part';
import type { Route, RouteWithSecret } from '@tandem/domain/organisation/organisation';
import { z } from 'zod';
import { id } from './configuration-values.js';

/** Only environment variables of this kind can be named in a file, so that a file cannot reach the other secrets of the server. */
export const secretVariablePrefix = 'TANDEM_SECRET_';
export const secretReferencePattern = /^\$\{(TANDEM_SECRET_[A-Z0-9_]{1,100})\}$/;
/** Standard Webhooks: 24 to 64 random bytes in base64. */
export const signingSecretPattern = /^whsec_[A-Za-z0-9+/]{32,86}={0,2}$/;
export const signingSecretHint = 'must be "whsec_" and 24 to 64 random bytes in base64';

const side = z
  .enum(['marketing', 'it'])
  .optional()
  .describe("Whose words its messages speak; when left out that of the people it mails to, else both sides'.");

const webhook = z.strictObject({
  id,
  channel: z.literal('webhook'),
  side,
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
  side,
  to: z.array(z.email('must be an e-mail address such as "lead@example.org"')).min(1).max(50),
});

/** What a secret of each channel looks like, and how that is said; a reference or "unchanged" may stand in its place. */
export const secretRules = {
  webhook: { pattern: signingSecretPattern, hint: signingSecretHint },
  slack: {
    pattern: /^(https?:\/\/[^\s"'<>@]{1,1990}|xox[a-z]-[A-Za-z0-9-]{10,500})$/,
    hint: 'must be the address of an incoming webhook, or a token that begins with "xoxb-"',
  },
  teams: { pattern: /^https?:\/\/[^\s"'<>@]{1,1990}$/, hint: 'must be the address that the workflow shows' },
  pagerduty: {
    pattern: /^[A-Za-z0-9]{20,64}$/,
    hint: 'must be the integration key of a service with Events API v2: 32 letters and digits',
  },
} as const satisfies Record<RouteWithSecret['channel'], { readonly pattern: RegExp; readonly hint: string }>;

const secretOf = (channel: keyof typeof secretRules) =>
  z
    .string()
    .max(2000)
    .refine(
      (written) =>
        written === unchangedSecret ||
        secretReferencePattern.test(written) ||
        secretRules[channel].pattern.test(written),
      {
        error: `${secretRules[channel].hint}, or \${${secretVariablePrefix}…} to read it from the environment of the server, or "unchanged"`,
      },
    );

const slack = z
  .strictObject({
    id,
    channel: z.literal('slack'),
    side,
    secret: secretOf('slack').describe('The address of an incoming webhook, or a token with the scope chat:write.'),
    to: z
      .string()
      .regex(/^(#[^\s#@<>]{1,80}|[A-Z0-9]{5,30})$/, 'must be a conversation such as C0123456789 or #alerts')
      .optional()
      .describe('The conversation that a token writes to; an incoming webhook has its own.'),
  })
  .refine(({ secret, to }) => !secret.startsWith('xox') || to !== undefined, {
    path: ['to'],
    error: 'is missing: a token needs the conversation that it writes to, such as C0123456789',
  });

const teams = z.strictObject({
  id,
  channel: z.literal('teams'),
  side,
  secret: secretOf('teams').describe(
    'The address of a workflow that posts to a channel when a webhook request is received.',
  ),
});

const pagerduty = z.strictObject({
  id,
  channel: z.literal('pagerduty'),
  side,
  secret: secretOf('pagerduty').describe('The integration key of a service, of the kind Events API v2.'),
  region: z.enum(['us', 'eu']).optional().describe('Where the account lives; us when left out.'),
});

export const route = z
  .discriminatedUnion('channel', [webhook, email, slack, teams, pagerduty])
  .describe('A place that alerts are sent to.') satisfies z.ZodType<Route>;
