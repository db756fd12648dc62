import {
  normalizeDeployment as normalizeGitHubDeployment,
  normalizeRelease,
  normalizeRun,
} from '@tandem/connectors/github/github.normalize';
import { githubSettings } from '@tandem/connectors/github/github.connector';
import { normalizeDeployment as normalizeGitLabDeployment } from '@tandem/connectors/gitlab/gitlab.normalize';
import { gitlabSettings } from '@tandem/connectors/gitlab/gitlab.connector';
import { normalizeIncident } from '@tandem/connectors/pagerduty/pagerduty.normalize';
import { pushSettings, type WebhookSender } from '@tandem/connectors/push/push-settings';
import { readWebhookEvent } from '@tandem/connectors/push/webhook-events';
import { normalizeCheckout } from '@tandem/connectors/stripe/stripe.normalize';
import { normalizeCycles } from '@tandem/connectors/zendesk/zendesk.normalize';
import { zendeskSettings } from '@tandem/connectors/zendesk/zendesk.connector';

const at = '2026-11-02T10:00:00Z';
const repository = { full_name: 'acme/shop' };
const github = {
  partition: 'acme/shop',
  settings: githubSettings.parse({ token: 't', repositories: ['acme/shop'], workflows: ['Deploy'] }),
};
const gitlab = { partition: 'acme/shop', settings: gitlabSettings.parse({ token: 't', projects: ['acme/shop'] }) };
const zendesk = { settings: zendeskSettings.parse({ url: 'https://acme.zendesk.com', token: 't' }) };
const settings = pushSettings.parse({
  deploys: ['Deploy'],
  targets: { resolution: { normal: '4h' }, 'first-reply': { normal: '1h' } },
});

const pushed = (sender: WebhookSender, event: object, headers: Record<string, string> = {}) =>
  [
    ...new Set(
      readWebhookEvent(sender, headers, event, settings).facts.map(
        ({ stream, naturalKey }) => `${stream} ${naturalKey}`,
      ),
    ),
  ].sort();
const read = ({ records }: { readonly records: readonly { readonly stream: string; readonly key: string }[] }) =>
  records.map(({ stream, key }) => `${stream} ${key}`).sort();

const deployment = { id: 7, sha: 'c7', ref: 'main', environment: 'production', created_at: at };
const release = {
  id: 8,
  tag_name: 'v8',
  html_url: 'https://github.com/x',
  draft: false,
  prerelease: false,
  created_at: at,
  published_at: at,
};
const run = {
  id: 9,
  run_attempt: 2,
  name: 'Deploy',
  path: '.github/workflows/deploy.yml',
  status: 'completed',
  conclusion: 'success',
  head_branch: 'main',
  head_sha: 'c9',
  html_url: 'https://github.com/x',
  created_at: at,
  run_started_at: at,
  updated_at: at,
};
const session = { id: 'cs_1', created: 1_762_000_000, amount_total: 100, currency: 'eur', payment_status: 'paid' };
const incident = {
  id: 'P1',
  status: 'triggered',
  created_at: at,
  html_url: 'https://x.pagerduty.com',
  service: { id: 'S', summary: 'shop' },
};
const metricEvents = (metric: string) =>
  ['activate', 'apply_sla'].map((type, index) => ({
    id: `${metric}${index}`,
    metric,
    instance_id: 1,
    type,
    time: at,
    sla: type === 'apply_sla' ? { target: 60, business_hours: false } : null,
    group_sla: null,
  }));
const ticket = {
  id: 42,
  lastEventAt: at,
  seen: [],
  events: [...metricEvents('resolution_time'), ...metricEvents('reply_time')],
  status: 'open',
};

describe('what is both read from a vendor and sent by it has one key', () => {
  it.each([
    [
      'a deployment of GitHub',
      read(normalizeGitHubDeployment({ ...deployment, updated_at: at, statuses: [] }, github)),
      pushed('github', { deployment, repository }, { 'x-github-event': 'deployment' }),
    ],
    [
      'a release of GitHub',
      read(normalizeRelease(release, github)),
      pushed('github', { action: 'published', release, repository }, { 'x-github-event': 'release' }),
    ],
    [
      'an attempt of a run of GitHub',
      read(normalizeRun(run, github)),
      pushed('github', { action: 'completed', workflow_run: run, repository }, { 'x-github-event': 'workflow_run' }),
    ],
    [
      'a deployment of GitLab',
      read(
        normalizeGitLabDeployment(
          {
            id: 5,
            status: 'success',
            ref: 'main',
            sha: 'c',
            created_at: at,
            environment: { id: 1, name: 'production' },
          },
          gitlab,
        ),
      ),
      pushed('gitlab', {
        object_kind: 'deployment',
        status: 'success',
        status_changed_at: at,
        deployment_id: 5,
        environment: 'production',
        project: { path_with_namespace: 'acme/shop', web_url: 'https://gitlab.com/acme/shop' },
      }),
    ],
    [
      'an incident of PagerDuty',
      read(normalizeIncident({ ...incident, acknowledgements: [], log: [] })),
      pushed('pagerduty', { event: { id: 'e', event_type: 'incident.triggered', occurred_at: at, data: incident } }),
    ],
    [
      'a checkout of Stripe',
      read(normalizeCheckout({ ...session, mode: 'payment', status: 'complete' })),
      pushed('stripe', {
        id: 'evt',
        type: 'checkout.session.completed',
        created: 1_762_000_100,
        livemode: true,
        data: { object: session },
      }),
    ],
    [
      'cycles of a ticket of Zendesk',
      read(normalizeCycles(ticket, zendesk)),
      pushed('zendesk', {
        id: 'z',
        type: 'zen:event-type:ticket.created',
        time: at,
        detail: { id: '42', created_at: at },
      }),
    ],
  ])('%s', (_what, reading, pushing) => {
    expect(reading.length).toBeGreaterThan(0);
    expect(pushing).toEqual(reading);
  });
});
