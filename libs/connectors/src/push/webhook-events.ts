import { readGitHubEvent } from './github-events.js';
import { readGitLabEvent } from './gitlab-events.js';
import type { EventReading } from './event-reading.js';
import { readPagerDutyEvent } from './pagerduty-events.js';
import type { PushSettings, WebhookSender } from './push-settings.js';
import { readStripeEvent } from './stripe-events.js';
import { readZendeskEvent } from './zendesk-events.js';

/** What an event of a webhook means; its signature has been checked. */
export function readWebhookEvent(
  sender: WebhookSender,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
  event: unknown,
  settings: PushSettings,
): EventReading {
  switch (sender) {
    case 'github':
      return readGitHubEvent(String(headers['x-github-event'] ?? 'unnamed'), event, settings);
    case 'gitlab':
      return readGitLabEvent(event, settings);
    case 'pagerduty':
      return readPagerDutyEvent(event);
    case 'zendesk':
      return readZendeskEvent(event, settings);
    case 'stripe':
      return readStripeEvent(event);
  }
}
