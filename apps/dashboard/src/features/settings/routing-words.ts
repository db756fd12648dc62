import { catalogue } from '../../text/catalogue.js';
import type { Channel } from './route-draft.js';

export const CHANNEL_WORDS: Readonly<Record<Channel, string>> = catalogue('routeChannels', {
  email: 'E-mail',
  slack: 'Slack',
  teams: 'Microsoft Teams',
  pagerduty: 'PagerDuty',
  webhook: 'Signed webhook',
});

export const ROUTE = catalogue('routes', {
  title: 'Channels',
  new: 'New route',
  intro:
    'A place that alerts are sent to. Guardrails and alert policies name it; a test goes the way of every message.',
  id: 'Name',
  idHint: 'Small letters, digits and dashes, such as on-call.',
  channel: 'Channel',
  url: 'Address',
  mailboxes: 'Mailboxes',
  mailboxesHint: 'With commas between them.',
  conversation: 'Conversation',
  conversationHint: 'Only for a token: C0123456789 or #alerts. An incoming webhook has its own.',
  region: 'Region of the account',
  secret: 'Secret',
  secrets: {
    slack: 'The address of an incoming webhook, or a token that begins with xoxb-.',
    teams: 'The address that a workflow shows which posts to a channel when a webhook request is received.',
    pagerduty: 'The integration key of a service, of the kind Events API v2.',
    webhook: 'Signs every message, so that the receiver can tell it from others.',
  },
  stored: 'One is stored, and stays when this is left empty.',
  makeSecret: 'Make a secret',
  madeSecret: 'Give this to the receiver now; it is not shown again once the route is saved:',
  regions: {
    us: 'United States',
    eu: 'European Union',
  },
});

export const POLICY = catalogue('policies', {
  title: 'Alert policies',
  intro:
    'Who is told of what: together or alone, again while nobody has acknowledged, to others when nobody does. Of several the first that fits a guardrail counts.',
  add: 'Add a policy',
  none: 'No policy yet',
  noneText:
    'Each alert is told once, by the routes of its guardrail. A policy says who hears next when nobody acknowledges.',
  new: 'New alert policy',
  id: 'Name',
  idHint: 'Small letters, digits and dashes, such as service.',
  scope: 'For which alerts',
  guardrails: 'Only these guardrails; every one when none is chosen',
  severity: 'Severity',
  severities: { '': 'Any', warning: 'Warning', critical: 'Critical' },
  together: 'Together',
  grouped: 'Tell alerts of one group in one message',
  groups: { metric: 'Of one metric', severity: 'Of one severity', owners: 'Of the same owners' },
  groupsHint: 'One group of all when none is chosen.',
  groupWait: 'A message waits for others',
  groupWaitHint: 'Such as 30s; not at all when left empty.',
  repeatEvery: 'Repeat every',
  repeatHint: 'While it fires and nobody has acknowledged it, such as 4h; never when left empty.',
  escalation: 'When nobody acknowledges',
  step: (number: number) => `Step ${number}`,
  after: 'After',
  afterHint: 'From the firing on, such as 15m.',
  side: 'Whose acknowledgement is waited for',
  anybody: 'Anybody’s',
  tell: 'Then tell',
  addStep: 'Add a step',
  removeStep: (number: number) => `Remove step ${number}`,
  others: 'Other cases',
  inhibitedBy: 'Wait untold while one of these fires',
  undeliveredTo: 'When a message cannot be delivered, tell',
  standstillTo: 'When judging or delivering stands still, tell',
  noRoutes: 'There is no route yet: add one under Channels.',
  order: 'Asked in this order',
  does: 'What it does',
  everyGuardrail: 'Every guardrail',
  severityOnly: (which: string, severity: 'warning' | 'critical') =>
    severity === 'critical' ? `${which}, critical only` : `${which}, warning only`,
  toldTogether: (by: readonly string[]) => `told together${by.length > 0 ? ` by ${by.join(', ')}` : ''}`,
  repeated: (duration: string) => `repeated every ${duration}`,
  then: (after: string, routes: string) => `after ${after}: ${routes}`,
});
