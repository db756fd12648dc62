import { InvalidInput, NotFound } from '@tandem/application/input-errors';
import type { WebhookSecretStore } from '@tandem/application/push-ports';
import { mostRecordsOfAPush } from '@tandem/application/push-records';
import type { EventsAnswer, ReceivedEvent, ReceivedEvents } from '@tandem/application/receive-events';
import { readCdEvent } from '@tandem/connectors/push/cdevents/cd-events';
import {
  binaryEnvelope,
  cloudEventMode,
  structuredEnvelope,
  type ReadEnvelope,
} from '@tandem/connectors/push/cdevents/cloud-events';
import { unreadable } from '@tandem/connectors/push/event-reading';
import type { PushSettings } from '@tandem/connectors/push/push-settings';
import type { PushBody } from './push-body.js';
import { settingsOf, type Delivery } from './receive-webhook.js';

export interface ReceiveCdEventsDependencies {
  readonly webhooks: Pick<WebhookSecretStore, 'connection'>;
  readonly receive: (events: ReceivedEvents) => Promise<EventsAnswer>;
}

/** Takes CloudEvents in any mode, and of them those of the continuous delivery standard that say something here. */
export function receiveCdEvents({ webhooks, receive }: ReceiveCdEventsDependencies) {
  return async (
    { source, headers, body }: Delivery,
    { actor, key }: { readonly actor: string; readonly key: string | null },
  ): Promise<EventsAnswer> => {
    const envelopes = envelopesOf(headers, body);
    const connection = await webhooks.connection(source);
    if (connection === null) throw new NotFound('source', source);
    const settings = settingsOf(connection) ?? {};
    return receive({
      source,
      actor,
      what: 'cdevents',
      events: envelopes.map((envelope) => eventOf(envelope, settings)),
      key: key === null || body === null ? null : { key, digest: body.digest(attributesOf(headers)) },
    });
  };
}

function envelopesOf(headers: Delivery['headers'], body: PushBody | null): readonly ReadEnvelope[] {
  const mode = body && cloudEventMode(body.type, headers);
  if (body === null || mode === null)
    throw refusal(
      'Send CloudEvents: with content-type application/cloudevents+json, application/cloudevents-batch+json, or application/json and the headers ce-specversion, ce-id, ce-source and ce-type.',
    );
  const sent = body.json();
  if (mode === 'binary') return [binaryEnvelope(headers, sent)];
  if (mode === 'structured') return [structuredEnvelope(sent)];
  if (!Array.isArray(sent) || sent.length === 0 || sent.length > mostRecordsOfAPush)
    throw refusal(`Send a JSON array of 1 to ${mostRecordsOfAPush} events.`);
  return sent.map(structuredEnvelope);
}

function eventOf(envelope: ReadEnvelope, settings: PushSettings): ReceivedEvent {
  const reading = envelope.ok
    ? readCdEvent(envelope.event, settings)
    : unreadable('deployment', envelope.field, envelope.reason);
  const raw = JSON.stringify(envelope.ok ? envelope.event : {}).replaceAll('\\u0000', '');
  return { ...reading, raw };
}

/** In binary mode the headers are part of what is said. */
function attributesOf(headers: Delivery['headers']): string {
  const attributes = Object.entries(headers).filter(([name]) => name.startsWith('ce-'));
  return `cdevents ${JSON.stringify(attributes.sort(([one], [other]) => (one < other ? -1 : 1)))}`;
}

function refusal(reason: string): InvalidInput {
  return new InvalidInput([{ field: 'body', reason }]);
}
