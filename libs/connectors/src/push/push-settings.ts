import { tierOfName, type Tier } from '@tandem/connector-kit/deployment-fields';
import { parseDuration } from '@tandem/domain/organisation/duration';
import { streams } from '@tandem/domain/record/streams';
import { z } from 'zod';

export const webhookSenders = ['github', 'gitlab', 'pagerduty', 'zendesk', 'stripe'] as const;
export type WebhookSender = (typeof webhookSenders)[number];

export const tierNames = streams.deployment.tier.type.oneOf;

const name = z.string().min(1).max(200);

const target = z
  .string()
  .transform((text, context) => {
    const ms = parseDuration(text);
    if (ms !== null && ms > 0) return ms;
    context.addIssue({ code: 'custom', message: 'must be a duration such as 4h' });
    return z.NEVER;
  })
  .describe('Time from the creation of the ticket, around the clock.');

/** By priority of the ticket. */
const targets = z.partialRecord(z.enum(['urgent', 'high', 'normal', 'low']), target);

export const pushSettings = z.strictObject({
  webhook: z
    .strictObject({
      from: z.enum(webhookSenders).describe('Which system sends its webhook here.'),
      secret: z
        .string()
        .regex(/^\$\{TANDEM_SECRET_[A-Z0-9_]{1,100}\}$/, {
          error:
            'must be ${TANDEM_SECRET_…}, a variable in the environment of the server; or leave it out, and give the secret to the source itself',
        })
        .optional()
        .describe('What the sender signs with, from the environment of the server.'),
    })
    .optional(),
  tiers: z
    .partialRecord(z.enum(tierNames), z.array(name).max(200))
    .optional()
    .describe(
      'Names of environments, by tier, where the sender does not say the tier. Others are told by their usual names.',
    ),
  deploys: z
    .array(name)
    .max(200)
    .optional()
    .describe(
      'Workflows of GitHub, and branches of GitLab whose pipelines, deploy to production; other runs are not used.',
    ),
  targets: z
    .strictObject({ resolution: targets.optional(), 'first-reply': targets.optional() })
    .optional()
    .describe('What tickets of Zendesk are held against.'),
});

export type PushSettings = z.infer<typeof pushSettings>;

/** Name of the variable in a reference to one; null where there is none. */
export function secretVariableOf({ webhook }: PushSettings): string | null {
  return webhook?.secret?.slice(2, -1) ?? null;
}

/** Tier of an environment: as the settings say, else as the sender says, else by its name; what none of them knows is `other`. */
export function tierOf(environment: string, { tiers }: PushSettings, told?: string): Tier {
  const set = tierNames.find((tier) => tiers?.[tier]?.includes(environment));
  if (set) return set;
  const said = tierNames.find((tier) => tier === told);
  if (said) return said;
  return tierOfName(environment);
}
