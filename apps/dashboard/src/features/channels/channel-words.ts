import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** Where alerts are sent to. */
export const words = catalogue('channels', {
  title: 'Channels',
  intro: 'Where alerts are sent to. A test goes the way of every message, and this page says what became of it.',
  caption: 'Routes',
  add: 'Add a route',
  none: 'No route yet',
  noneText: (mayAdd: boolean) =>
    `Alerts are shown here and sent nowhere. ${mayAdd ? 'Add one' : 'An administrator adds one'}: mailboxes, Slack, Microsoft Teams, PagerDuty or a signed webhook.`,
  channels: {
    webhook: 'Webhook',
    email: 'E-mail',
    slack: 'Slack',
    teams: 'Microsoft Teams',
    pagerduty: 'PagerDuty',
  },
  tests: { pending: 'on its way', delivered: 'arrived', failed: 'failed' },
  never: 'never',
  route: 'Route',
  channel: 'Channel',
  toldBy: 'Told by',
  guardrails: (count: number) => counted(count, 'guardrail'),
  waiting: 'Waiting',
  failed: 'Failed in 7 days',
  lastDelivered: 'Last delivered',
  lastTest: 'Last test',
  test: 'Test',
  send: 'Send a test',
  sendOver: (route: string) => `over ${route}`,
});
