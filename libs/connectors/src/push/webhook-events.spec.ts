import { readFileSync } from 'node:fs';
import { foldFacts, type RecordFact } from '@tandem/domain/record/fold-facts';
import type { EventReading } from './event-reading.js';
import { pushSettings, tierOf } from './push-settings.js';
import { readWebhookEvent } from './webhook-events.js';

const recorded = JSON.parse(readFileSync(new URL('recorded/github-webhooks.json', import.meta.url), 'utf8')) as {
  deliveries: { event: string; body: { action?: string; workflow_run?: { name: string } } }[];
};
const settingsOf = (settings: object) => pushSettings.parse(settings);
const none = settingsOf({});

/** The records that follow from some readings, in the order of their keys. */
function recordsOf(readings: readonly EventReading[]) {
  const facts = new Map<string, RecordFact[]>();
  for (const fact of readings.flatMap((reading) => reading.facts))
    facts.set(fact.naturalKey, [...(facts.get(fact.naturalKey) ?? []), fact]);
  return [...facts.keys()].sort().map((key) => {
    const folded = foldFacts(facts.get(key) ?? [], '1');
    if (!folded.ok) return { key, missing: folded.field };
    return 'gone' in folded ? { key, gone: true } : { key, ...folded.record.fields };
  });
}

describe('events of GitHub', () => {
  const read = (settings = none) => recorded.deliveries.map(({ event, body }) => one(event, body, settings));
  const one = (event: string, body: object, settings = none) =>
    readWebhookEvent('github', { 'x-github-event': event }, body, settings);

  it('as GitHub publishes them become deployments', () => {
    const notDeleted = recorded.deliveries.filter(({ body }) => body.action !== 'deleted');
    const records = recordsOf(notDeleted.map(({ event, body }) => one(event, body)));
    // The examples tell of one deployment that it succeeded, and two years later that it is in progress.
    expect(records).toContainEqual({
      key: 'deployment/145988746',
      startedAt: '2022-01-03T01:28:40.000Z',
      service: 'Codertocat/Hello-World',
      environment: 'production',
      tier: 'production',
      ref: 'master',
      commit: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
      createdAt: '2019-05-15T15:20:53.000Z',
      finishedAt: '2019-05-15T15:20:55.000Z',
      outcome: 'succeeded',
    });
    expect(records).toContainEqual(
      expect.objectContaining({ key: 'release/17372790', ref: '0.0.1', tier: 'production' }),
    );
    expect(read().flatMap(({ fault }) => (fault ? [fault] : []))).toEqual([]);
  });

  it('of other kinds and actions are not used, each told by its name', () => {
    const kinds = read().flatMap((reading) => reading.notUsed ?? []);
    expect(kinds).toContain('ping');
    expect(kinds).toContain('release (prereleased)');
    expect(kinds.filter((kind) => kind.startsWith('workflow_run of'))).not.toEqual([]);
  });

  it('take a release back that was deleted, whichever of its events comes first', () => {
    const releases = read().filter(({ facts }) => facts.some(({ naturalKey }) => naturalKey.startsWith('release/')));
    expect(recordsOf(releases)).toEqual([{ key: 'release/17372790', gone: true }]);
    expect(recordsOf([...releases].reverse())).toEqual([{ key: 'release/17372790', gone: true }]);
  });

  it('of runs count where the settings name their workflow', () => {
    const names = recorded.deliveries.flatMap(({ body }) => body.workflow_run?.name || []);
    const readings = recordsOf(read(settingsOf({ deploys: names })));
    expect(readings.filter(({ key }) => key.startsWith('run/'))).not.toEqual([]);
  });

  const status = (id: number, state: string, at: string) =>
    readWebhookEvent(
      'github',
      { 'x-github-event': 'deployment_status' },
      {
        action: 'created',
        deployment: { id: 7, sha: 'c0ffee', ref: 'v1', environment: 'live', created_at: '2026-11-01T08:00:00Z' },
        deployment_status: { id, state, created_at: at },
        repository: { full_name: 'shop/web' },
      },
      none,
    );

  it('take the first success, whatever comes after it', () => {
    const statuses = [
      status(1, 'in_progress', '2026-11-01T08:01:00Z'),
      status(2, 'failure', '2026-11-01T08:02:00Z'),
      status(3, 'success', '2026-11-01T08:05:00Z'),
      status(4, 'success', '2026-11-02T08:00:00Z'),
    ];
    expect(status(5, 'inactive', '2026-11-09T08:00:00Z').notUsed).toBe('deployment_status (inactive)');
    const [record] = recordsOf([...statuses].reverse());
    expect(record).toMatchObject({
      outcome: 'succeeded',
      startedAt: '2026-11-01T08:01:00.000Z',
      finishedAt: '2026-11-01T08:05:00.000Z',
      tier: 'production',
    });
    expect(recordsOf(statuses.slice(0, 2))).toMatchObject([{ outcome: 'failed' }]);
    expect(recordsOf(statuses.slice(0, 1))).toMatchObject([{ outcome: 'running' }]);
  });

  it('that do not hold what they must are told with the field', () => {
    const { fault } = readWebhookEvent('github', { 'x-github-event': 'deployment' }, { deployment: {} }, none);
    expect(fault).toMatchObject({ stream: 'deployment', field: 'deployment.id' });
  });
});

describe('events of GitLab', () => {
  const project = { path_with_namespace: 'shop/web', web_url: 'https://gitlab.example/shop/web' };
  const deployment = (status: string, at: string, more: object = {}) =>
    readWebhookEvent(
      'gitlab',
      {},
      {
        object_kind: 'deployment',
        status,
        status_changed_at: at,
        deployment_id: 15,
        deployable_url: 'https://gitlab.example/shop/web/-/jobs/796',
        environment: 'eu-1',
        environment_tier: 'production',
        ref: 'main',
        short_sha: '279484c0',
        project,
        ...more,
      },
      none,
    );

  it('say when a deployment ended, in whatever order they come', () => {
    const readings = [
      deployment('success', '2026-11-01 10:05:00 +0200'),
      deployment('running', '2026-11-01 10:01:00 +0200'),
    ];
    expect(recordsOf(readings)).toEqual([
      expect.objectContaining({
        tier: 'production',
        startedAt: '2026-11-01T08:01:00.000Z',
        finishedAt: '2026-11-01T08:05:00.000Z',
        outcome: 'succeeded',
      }),
    ]);
    expect(deployment('blocked', '2026-11-01 10:05:00 +0200').notUsed).toBe('deployment (blocked)');
  });

  it('of pipelines count for the branches that the settings name', () => {
    const pipeline = (ref: string, status: string, finished: string | null) => ({
      object_kind: 'pipeline',
      object_attributes: {
        id: 31,
        ref,
        sha: 'bcbb5ec',
        status,
        created_at: '2026-11-01 15:23:28 UTC',
        finished_at: finished,
      },
      project,
    });
    const settings = settingsOf({ deploys: ['main'] });
    const read = (body: object) => readWebhookEvent('gitlab', {}, body, settings);
    const readings = [
      read(pipeline('main', 'failed', '2026-11-01 15:26:29 UTC')),
      read(pipeline('main', 'running', null)),
      read(pipeline('main', 'success', '2026-11-01 15:40:00 UTC')),
    ];
    expect(recordsOf(readings)).toMatchObject([{ outcome: 'succeeded', finishedAt: '2026-11-01T15:40:00.000Z' }]);
    expect(read(pipeline('feature', 'success', '2026-11-01 15:26:29 UTC')).notUsed).toBe('pipeline of "feature"');
  });

  it('of releases count when one is created', () => {
    const release = (action: string) =>
      readWebhookEvent(
        'gitlab',
        {},
        {
          object_kind: 'release',
          id: 1,
          tag: 'v1.1',
          action,
          url: 'https://gitlab.example/r',
          released_at: '2026-11-02 12:55:12 UTC',
          commit: { id: 'ee0a3fb31ac1' },
          project,
        },
        none,
      );
    expect(recordsOf([release('create')])).toMatchObject([{ ref: 'v1.1', finishedAt: '2026-11-02T12:55:12.000Z' }]);
    expect(release('update').notUsed).toBe('release (update)');
    const both = [release('delete'), release('create')];
    expect(recordsOf(both)).toEqual([{ key: 'release shop/web 1', gone: true }]);
    expect(readWebhookEvent('gitlab', {}, { object_kind: 'push' }, none).notUsed).toBe('push');
  });
});

describe('events of PagerDuty', () => {
  const event = (id: string, kind: string, at: string, reason: string | null = null) =>
    readWebhookEvent(
      'pagerduty',
      {},
      {
        event: {
          id,
          event_type: kind,
          resource_type: 'incident',
          occurred_at: at,
          data: {
            id: 'PGR0VU2',
            type: 'incident',
            html_url: 'https://acme.pagerduty.com/incidents/PGR0VU2',
            created_at: '2026-11-01T08:00:00Z',
            service: { id: 'PF9KMXH', summary: 'API Service' },
            priority: { summary: 'P1' },
            urgency: 'high',
            resolve_reason: reason === null ? null : { type: reason },
          },
        },
      },
      none,
    );

  it('tell together when an incident opened, was acknowledged and resolved', () => {
    const readings = [
      event('e3', 'incident.resolved', '2026-11-01T09:00:00.123Z'),
      event('e2', 'incident.acknowledged', '2026-11-01T08:04:00Z'),
      event('e1', 'incident.triggered', '2026-11-01T08:00:00Z'),
      event('e4', 'incident.reopened', '2026-11-01T09:30:00Z'),
      event('e5', 'incident.resolved', '2026-11-01T10:00:00Z'),
    ];
    expect(recordsOf(readings)).toEqual([
      {
        key: 'PGR0VU2',
        service: 'API Service',
        severity: 'P1',
        openedAt: '2026-11-01T08:00:00.000Z',
        acknowledgedAt: '2026-11-01T08:04:00.000Z',
        resolvedAt: '2026-11-01T10:00:00.000Z',
      },
    ]);
    expect(recordsOf(readings.slice(0, 4))[0]).not.toHaveProperty('resolvedAt');
    const merged = event('e7', 'incident.resolved', '2026-11-01T11:00:00Z', 'merge_resolve_reason');
    expect(recordsOf([merged, ...readings])).toEqual([{ key: 'PGR0VU2', gone: true }]);
    expect(event('e6', 'incident.annotated', '2026-11-01T09:00:00Z').notUsed).toBe('incident.annotated');
  });
});

describe('events of Zendesk', () => {
  const settings = settingsOf({ targets: { resolution: { high: '4h' }, 'first-reply': { high: '30m' } } });
  const event = (id: string, kind: string, time: string, happened: object, priority = 'HIGH') =>
    readWebhookEvent(
      'zendesk',
      {},
      {
        account_id: 22129848,
        id,
        type: `zen:event-type:ticket.${kind}`,
        time,
        event: happened,
        detail: { id: '5158', created_at: '2026-11-01T08:00:00Z', priority, group_id: '9', via: { channel: 'web' } },
      },
      settings,
    );
  const comment = (isStaff: boolean) => ({ comment: { is_public: true, author: { is_staff: isStaff } } });

  it('are held against the targets of the settings', () => {
    const readings = [
      event('1', 'created', '2026-11-01T08:00:00Z', {}),
      event('2', 'comment_added', '2026-11-01T08:10:00Z', comment(false)),
      event('3', 'comment_added', '2026-11-01T08:40:00Z', comment(true)),
      event('4', 'comment_added', '2026-11-01T09:00:00Z', comment(true)),
      event('5', 'status_changed', '2026-11-01T10:00:00Z', { current: 'SOLVED', previous: 'OPEN' }),
    ];
    expect(readings[1]?.notUsed).toMatch(/comment_added/);
    const expected = [
      { measure: 'first-reply', state: 'breached', stoppedAt: '2026-11-01T08:40:00.000Z', priority: 'high' },
      { measure: 'resolution', state: 'met', dueAt: '2026-11-01T12:00:00.000Z', team: '9', channel: 'web' },
    ];
    expect(recordsOf(readings)).toMatchObject(expected);
    expect(recordsOf([...readings].reverse())).toMatchObject(expected);
    const reopened = event('6', 'status_changed', '2026-11-01T11:00:00Z', { current: 'OPEN', previous: 'SOLVED' });
    expect(recordsOf([...readings, reopened])[1]).toMatchObject({ measure: 'resolution', state: 'running' });
    expect(recordsOf([...readings, reopened])[1]).not.toHaveProperty('stoppedAt');
  });

  it('take every cycle of a deleted ticket back, and bring them back with the ticket', () => {
    const created = event('1', 'created', '2026-11-01T08:00:00Z', {});
    const deleted = event('2', 'soft_deleted', '2026-11-01T09:00:00Z', {});
    const gone = [
      { key: '5158/reply_time/1', gone: true },
      { key: '5158/resolution_time/1', gone: true },
    ];
    expect(recordsOf([deleted, created])).toEqual(gone);
    expect(recordsOf([created, deleted, event('3', 'permanently_deleted', '2026-12-01T09:00:00Z', {})])).toEqual(gone);
    const back = event('4', 'undeleted', '2026-11-01T10:00:00Z', {});
    expect(recordsOf([back, deleted, created])).toMatchObject([{ state: 'running' }, { state: 'running' }]);
  });

  it('of a priority without a target are told so, and measures without targets are not used', () => {
    const low = event('1', 'created', '2026-11-01T08:00:00Z', {}, 'low');
    expect(low.fault).toMatchObject({ field: 'priority', reason: expect.stringMatching(/no target/) as string });
    const { notUsed } = readWebhookEvent('zendesk', {}, { type: 'zen:event-type:ticket.created' }, none);
    expect(notUsed).toMatch(/no targets/);
  });
});

describe('events of Stripe', () => {
  const event = (kind: string, paymentStatus: string, more: object = {}) =>
    readWebhookEvent(
      'stripe',
      {},
      {
        id: `evt_${kind}`,
        type: `checkout.session.${kind}`,
        created: 1_762_000_900,
        livemode: true,
        data: {
          object: {
            id: 'cs_live_a1',
            created: 1_762_000_000,
            amount_total: 2198,
            currency: 'eur',
            payment_status: paymentStatus,
          },
        },
        ...more,
      },
      none,
    );

  it('count a session, and once it is paid its amount', () => {
    const order = { step: 'order', count: 1, revenueMinor: 2198, currency: 'EUR', entity: 'event' };
    const purchase = { step: 'purchase', count: 1, entity: 'session' };
    const started = { step: 'checkout', count: 1, periodStart: '2025-11-01T12:26:40.000Z' };
    expect(recordsOf([event('completed', 'paid')])).toMatchObject([started, order, purchase]);
    expect(recordsOf([event('expired', 'unpaid')])).toMatchObject([started]);
    const later = [event('completed', 'unpaid'), event('async_payment_succeeded', 'paid')];
    expect(recordsOf(later.slice(0, 1))).toMatchObject([started]);
    expect(recordsOf(later)).toMatchObject([started, order, purchase]);
  });

  it('of test mode and of other kinds are not used', () => {
    expect(event('completed', 'paid', { livemode: false }).notUsed).toMatch(/test mode/);
    expect(readWebhookEvent('stripe', {}, { type: 'invoice.paid' }, none).notUsed).toBe('invoice.paid');
  });
});

describe('the tier of an environment', () => {
  it.each([
    ['production', 'production'],
    ['Prod-EU', 'production'],
    ['live', 'production'],
    ['staging', 'staging'],
    ['pre-prod', 'staging'],
    ['qa2', 'testing'],
    ['review/branch', 'development'],
    ['products', 'other'],
    ['blue', 'other'],
  ])('of "%s" is %s by its name', (name, tier) => {
    expect(tierOf(name, none)).toBe(tier);
  });

  it('is as the settings say, and else as the sender says', () => {
    expect(tierOf('production', settingsOf({ tiers: { testing: ['production'] } }), 'staging')).toBe('testing');
    expect(tierOf('production', none, 'staging')).toBe('staging');
  });
});
