import { createHmac } from 'node:crypto';
import type { SeededRandom } from '../agreement/seeded-random.js';

export const senders = ['pagerduty', 'github', 'gitlab', 'stripe', 'zendesk', 'cdevents', 'records'] as const;
export type Sender = (typeof senders)[number];
export const secretOf = (sender: Sender): string => `secret-of-${sender}-0123456789`;

/** One event as its sender would send it; what comes under one name says the same. */
export interface TrialEvent {
  readonly sender: Sender;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Something that happened elsewhere: its events, and the records that must follow from all of them, by key. */
export interface TrialStory {
  readonly events: readonly TrialEvent[];
  readonly expected: readonly { readonly sender: Sender; readonly key: string; readonly data: object }[];
}

const dayMs = 86_400_000;
/** All of it happened in the sixty days before. */
export const trialNow = new Date('2026-11-10T08:00:00Z');

/** What `number` names happened, by one of the senders; it follows from the random numbers alone. */
export function story(sender: Sender, number: number, random: SeededRandom): TrialStory {
  const begin = trialNow.getTime() - random.between(1, 60) * dayMs + random.below(dayMs / 2);
  const at = (minutes: number) => new Date(begin - (begin % 1000) + minutes * 60_000).toISOString();
  return stories[sender](number, random, at);
}

type At = (minutes: number) => string;
type Tell = (number: number, random: SeededRandom, at: At) => TrialStory;

const event = (sender: Sender, body: object, headers: Readonly<Record<string, string>> = {}): TrialEvent => ({
  sender,
  body: JSON.stringify(body),
  headers,
});

const stories: Readonly<Record<Sender, Tell>> = {
  pagerduty: (number, random, at) => {
    const id = `P${number}`;
    const last = random.between(1, 5);
    const kinds = ['triggered', 'acknowledged', 'resolved', 'reopened', 'resolved'].slice(0, last);
    const data = {
      id,
      html_url: `https://pager.example/${id}`,
      service: { summary: `svc-${number % 7}` },
      urgency: 'high',
    };
    return {
      events: kinds.map((kind, step) =>
        event('pagerduty', {
          event: { id: `${id}-${step}`, event_type: `incident.${kind}`, occurred_at: at(step * 30), data },
        }),
      ),
      expected: [
        {
          sender: 'pagerduty',
          key: id,
          data: {
            service: `svc-${number % 7}`,
            severity: 'high',
            openedAt: at(0),
            ...(last > 1 ? { acknowledgedAt: at(30) } : {}),
            ...(last === 3 ? { resolvedAt: at(60) } : last === 5 ? { resolvedAt: at(120) } : {}),
          },
        },
      ],
    };
  },

  github: (number, random, at) => {
    const outcome = random.pick(['success', 'failure', 'in_progress']);
    const states = ['queued', 'in_progress', ...(outcome === 'in_progress' ? [] : [outcome])];
    const repository = { full_name: 'shop/web' };
    const deployment = { id: number, sha: `c${number}`, ref: 'main', environment: 'production', created_at: at(0) };
    const ended = outcome === 'in_progress' ? {} : { finishedAt: at(3) };
    return {
      events: [
        event('github', { action: 'created', deployment, repository }, { 'x-github-event': 'deployment' }),
        ...states.map((state, step) => {
          const status = { id: number * 10 + step, state, created_at: at(step + 1) };
          const body = { action: 'created', deployment, deployment_status: status, repository };
          return event('github', body, { 'x-github-event': 'deployment_status' });
        }),
      ],
      expected: [
        {
          sender: 'github',
          key: `deployment/${number}`,
          data: {
            service: 'shop/web',
            environment: 'production',
            tier: 'production',
            ref: 'main',
            commit: `c${number}`,
            createdAt: at(0),
            startedAt: at(2),
            outcome: { success: 'succeeded', failure: 'failed', in_progress: 'running' }[outcome],
            ...ended,
          },
        },
      ],
    };
  },

  gitlab: (number, random, at) => {
    const status = random.pick(['success', 'failed', 'canceled']);
    const of = (state: string, minutes: number) =>
      event('gitlab', {
        object_kind: 'deployment',
        status: state,
        status_changed_at: at(minutes).replace('T', ' ').replace('.000Z', ' +0000'),
        deployment_id: number,
        environment: 'staging',
        project: { path_with_namespace: 'shop/api', web_url: 'https://gitlab.example/shop/api' },
      });
    return {
      events: [of('running', 0), of(status, 4)],
      expected: [
        {
          sender: 'gitlab',
          key: `deployment/${number}`,
          data: {
            service: 'shop/api',
            environment: 'staging',
            tier: 'staging',
            startedAt: at(0),
            finishedAt: at(4),
            outcome: { success: 'succeeded', failed: 'failed', canceled: 'cancelled' }[status],
          },
        },
      ],
    };
  },

  stripe: (number, random, at) => {
    const isPaid = random.chance(60);
    const seconds = Math.floor(new Date(at(0)).getTime() / 1000);
    const amount = random.between(100, 99_999);
    const session = {
      id: `cs_${number}`,
      created: seconds,
      amount_total: amount,
      currency: 'eur',
      payment_status: isPaid ? 'paid' : 'unpaid',
    };
    const type = `checkout.session.${isPaid ? 'completed' : 'expired'}`;
    const base = { entity: 'session', count: 1, periodStart: at(0) };
    const order = { ...base, entity: 'event', step: 'order', revenueMinor: amount, currency: 'EUR' };
    const paid = [
      { sender: 'stripe' as const, key: `cs_${number}/purchase`, data: { ...base, step: 'purchase' } },
      { sender: 'stripe' as const, key: `cs_${number}/order`, data: order },
    ];
    return {
      events: [
        event('stripe', {
          id: `evt_${number}`,
          type,
          created: seconds + 60,
          livemode: true,
          data: { object: session },
        }),
      ],
      expected: [
        { sender: 'stripe', key: `cs_${number}/checkout`, data: { ...base, step: 'checkout' } },
        ...(isPaid ? paid : []),
      ],
    };
  },

  zendesk: (number, random, at) => {
    const minutes = random.pick([60, 239, 240, 241, 600]);
    const detail = { id: String(number), created_at: at(0), priority: 'HIGH', via: { channel: 'web' } };
    const of = (kind: string, step: number, time: string, happened: object) =>
      event('zendesk', {
        id: `z${number}-${step}`,
        type: `zen:event-type:ticket.${kind}`,
        time,
        event: happened,
        detail,
      });
    return {
      events: [
        of('created', 0, at(0), {}),
        of('status_changed', 1, at(5), { current: 'OPEN', previous: 'NEW' }),
        of('status_changed', 2, at(minutes), { current: 'SOLVED', previous: 'OPEN' }),
      ],
      expected: [
        {
          sender: 'zendesk',
          key: `${number}/resolution_time/1`,
          data: {
            ticket: String(number),
            measure: 'resolution',
            priority: 'high',
            channel: 'web',
            startedAt: at(0),
            dueAt: at(240),
            stoppedAt: at(minutes),
            state: minutes <= 240 ? 'met' : 'breached',
          },
        },
      ],
    };
  },

  cdevents: (number, random, at) => {
    const environment = { id: 'production' };
    const service = { id: `svc-${number % 5}` };
    const of = (kind: string, step: number, id: string, content: object) => {
      const type = `dev.cdevents.${kind}.0.3.0`;
      const context = { specversion: '0.6.0', id: `${number}-${step}`, source: '/ci', type, timestamp: at(step * 15) };
      const data = { context, subject: { id, content } };
      return event('cdevents', { specversion: '1.0', id: context.id, source: '/ci', type, data });
    };
    if (random.chance(50)) {
      const artifactId = `pkg:oci/app@${number}`;
      return {
        events: [of('service.deployed', 0, service.id, { environment, artifactId })],
        expected: [
          {
            sender: 'cdevents',
            key: `/ci ${number}-0`,
            data: {
              service: service.id,
              environment: 'production',
              tier: 'production',
              ref: artifactId,
              finishedAt: at(0),
              outcome: 'succeeded',
            },
          },
        ],
      };
    }
    const content = { environment, service };
    return {
      events: ['detected', 'reported', 'resolved'].map((kind, step) => {
        const of_ = kind === 'reported' ? { ...content, ticketURI: `https://tickets.example/${number}` } : content;
        return of(`incident.${kind}`, step, `i${number}`, of_);
      }),
      expected: [
        {
          sender: 'cdevents',
          key: `/ci i${number}`,
          data: { service: service.id, openedAt: at(0), resolvedAt: at(30) },
        },
      ],
    };
  },

  records: (number, random, at) => {
    const versions = random.between(1, 3);
    const record = (version: number) => ({
      key: `r${number}`,
      version: String(version),
      service: 'batch',
      tier: 'production',
      startedAt: at(0),
      outcome: version < versions ? 'running' : 'succeeded',
      ...(version < versions ? {} : { finishedAt: at(9) }),
    });
    const { key, version: _version, ...data } = record(versions);
    return {
      events: Array.from({ length: versions }, (_, index) => event('records', record(index + 1))),
      expected: [{ sender: 'records', key, data }],
    };
  },
};

/** The headers with which a sender vouches for a body, at a time and with a secret. */
export function signed(sender: Sender, body: string, secret = secretOf(sender), at = trialNow): Record<string, string> {
  const hmac = (text: string, encoding: 'hex' | 'base64') => createHmac('sha256', secret).update(text).digest(encoding);
  const seconds = Math.floor(at.getTime() / 1000);
  switch (sender) {
    case 'github':
      return { 'x-hub-signature-256': `sha256=${hmac(body, 'hex')}` };
    case 'gitlab':
      return { 'x-gitlab-token': secret };
    case 'pagerduty':
      return { 'x-pagerduty-signature': `v1=${hmac(body, 'hex')}` };
    case 'zendesk':
      return {
        'x-zendesk-webhook-signature': hmac(at.toISOString() + body, 'base64'),
        'x-zendesk-webhook-signature-timestamp': at.toISOString(),
      };
    case 'stripe':
      return { 'stripe-signature': `t=${seconds},v1=${hmac(`${seconds}.${body}`, 'hex')}` };
    default:
      return {};
  }
}
