import { randomBytes } from 'node:crypto';
import { UnauthorizedException } from '@nestjs/common';
import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import type { Clock } from '@tandem/application/ports';
import type { PushStore, WebhookSecretStore } from '@tandem/application/push-ports';
import type { EventsAnswer, ReceivedEvents } from '@tandem/application/receive-events';
import { pushConnector } from '@tandem/connectors/push/push.connector';
import { secretVariableOf, type PushSettings } from '@tandem/connectors/push/push-settings';
import { signatureFault } from '@tandem/connectors/push/signatures';
import { readWebhookEvent } from '@tandem/connectors/push/webhook-events';
import type { SourceArrivals, WebhookSecretBody, WebhookSecretMade } from '@tandem/contracts/push';
import type { Connection } from '@tandem/domain/organisation/organisation';
import type { PushBody } from './push-body.js';

export interface ReceiveWebhookDependencies {
  readonly pushes: PushStore;
  readonly webhooks: WebhookSecretStore;
  readonly clock: Clock;
  /** Of the environment, by the names of their variables. */
  readonly secrets: Readonly<Record<string, string>>;
  readonly receive: (events: ReceivedEvents) => Promise<EventsAnswer>;
}

export interface Delivery {
  readonly source: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: PushBody | null;
}

/** Takes one delivery of a webhook: what its signature vouches for, and nothing else. */
export function receiveWebhook({ pushes, webhooks, clock, secrets, receive }: ReceiveWebhookDependencies) {
  return async ({ source, headers, body }: Delivery): Promise<EventsAnswer> => {
    const settings = settingsOf(await webhooks.connection(source));
    const webhook = settings?.webhook;
    if (!settings || !webhook || body === null) throw notAccepted();
    const variable = secretVariableOf(settings);
    const ofEnvironment = variable === null ? undefined : secrets[variable];
    const held = [...(ofEnvironment === undefined ? [] : [ofEnvironment]), ...(await webhooks.open(source, clock()))];
    const delivery = { headers, bytes: body.bytes, secrets: held, now: clock() };
    const fault = signatureFault(webhook.from, delivery);
    if (fault !== null) {
      await pushes.count(source, [{ kind: 'refused', reason: fault, count: 1 }], clock());
      throw notAccepted();
    }
    const event = body.json();
    const reading = readWebhookEvent(webhook.from, headers, event, settings);
    const raw = JSON.stringify(event).replaceAll('\\u0000', '');
    return receive({
      source,
      actor: `webhook:${source}`,
      what: webhook.from,
      events: [{ ...reading, raw }],
      key: null,
    });
  };
}

/** What was sent to a source and not taken, and whether its webhook has a secret to be checked with. */
export function readArrivals({ pushes, webhooks, clock, secrets }: Omit<ReceiveWebhookDependencies, 'receive'>) {
  return async (source: string): Promise<SourceArrivals> => {
    const connection = await webhooks.connection(source);
    if (connection === null) throw new NotFound('source', source);
    const settings = settingsOf(connection);
    const [tallies, kept] = await Promise.all([pushes.tallies(source), webhooks.list(source, clock())]);
    const variable = settings && secretVariableOf(settings);
    return {
      webhook: settings?.webhook
        ? {
            from: settings.webhook.from,
            path: webhookPath(source),
            ofEnvironment: variable !== null && secrets[variable] !== undefined,
            secrets: [...kept],
          }
        : null,
      tallies: [...tallies],
    };
  };
}

/** Keeps a secret for the webhook of a source, and makes it where the sender lets others choose. */
export function keepWebhookSecret({ webhooks, clock }: Pick<ReceiveWebhookDependencies, 'webhooks' | 'clock'>) {
  return async (
    source: string,
    { secret, formerHours }: WebhookSecretBody,
    actor: string,
  ): Promise<WebhookSecretMade> => {
    const connection = await webhooks.connection(source);
    if (connection === null) throw new NotFound('source', source);
    const sender = settingsOf(connection)?.webhook?.from;
    if (sender === undefined)
      throw refusal('source', `The source "${source}" takes no webhook: give its settings "webhook: { from: … }".`);
    const isOurs = ['github', 'gitlab'].includes(sender);
    if (secret === undefined && !isOurs)
      throw refusal('secret', `${sender} makes the secret itself: copy it from there.`);
    const made = secret ?? randomBytes(32).toString('base64url');
    const now = clock();
    const formerEndAt = new Date(now.getTime() + formerHours * 3_600_000);
    const kept = await webhooks.add({ source, secret: made, actor, formerEndAt, now });
    if (kept === null) throw new NotFound('source', source);
    return { id: kept.id, path: webhookPath(source), secret: secret === undefined ? made : null };
  };
}

export const webhookPath = (source: string): string => `/api/v1/push/webhook/${source}`;

/** null for a source that is not pushed. */
export function settingsOf(connection: Connection | null): PushSettings | null {
  if (connection?.connector !== pushConnector.id) return null;
  return pushConnector.settings.safeParse(connection.settings).data ?? null;
}

/** Says the same of a source that is not there: nobody learns here which there are. */
function notAccepted(): UnauthorizedException {
  return new UnauthorizedException(
    'This delivery is not accepted. Whoever owns the source sees why on its page, if it is a source that takes webhooks.',
  );
}

function refusal(field: string, reason: string): InvalidInput {
  return new InvalidInput([{ field, reason }]);
}
