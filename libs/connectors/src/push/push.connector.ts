import { defineConnector } from '@tandem/connector-kit/connector';
import { pushSettings, type PushSettings } from './push-settings.js';

const senders: Readonly<Record<NonNullable<PushSettings['webhook']>['from'], string>> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  pagerduty: 'PagerDuty',
  zendesk: 'Zendesk',
  stripe: 'Stripe',
};

/** A source that nobody reads: systems send their records, events or measurements to it. */
export const pushConnector = defineConnector<PushSettings>({
  id: 'push',
  title: 'Sent by the system itself (API, webhook, CDEvents, OpenTelemetry)',
  settings: pushSettings,
  isPushed: true,
  location: ({ webhook }) => (webhook ? `webhook of ${senders[webhook.from]}` : 'sent to the API'),
  check: () => Promise.resolve({ ok: true, findings: ['Nothing is read: this source waits for what is sent to it.'] }),
  async *read() {
    // There is nothing to read; a sync that was asked for ends well and brings nothing.
  },
});
