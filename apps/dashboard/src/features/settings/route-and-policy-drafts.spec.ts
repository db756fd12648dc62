import { alertPolicy } from '@tandem/contracts/alert-policy-document';
import { route } from '@tandem/contracts/route-document';
import { newPolicy, policyDraft, writtenPolicy } from './policy-draft.js';
import { newRoute, newSigningSecret, routeDraft, writtenRoute } from './route-draft.js';

describe('a route in its form', () => {
  it.each([
    { id: 'mail', channel: 'email', to: ['lead@example.org', 'desk@example.org'] },
    { id: 'desk', channel: 'email', side: 'it', to: ['desk@example.org'] },
    { id: 'hook', channel: 'webhook', url: 'https://example.org/hook', secret: 'unchanged' },
    { id: 'chat', channel: 'slack', secret: 'unchanged', to: '#alerts' },
    { id: 'team', channel: 'teams', side: 'marketing', secret: 'unchanged' },
    { id: 'pager', channel: 'pagerduty', secret: 'unchanged', region: 'eu' },
  ])('of the channel $channel is written as it was read, and its secret stays', (stored) => {
    const written = writtenRoute(routeDraft(stored), true);
    expect(written).toEqual(stored);
    expect(route.safeParse(written).success).toBe(true);
  });

  it('keeps no secret of another channel, and makes one that fits a webhook', () => {
    expect(writtenRoute({ ...newRoute, id: 'a', channel: 'teams' }, false)).toMatchObject({ secret: '' });
    const hook = {
      ...newRoute,
      id: 'a',
      channel: 'webhook',
      url: 'https://example.org/',
      secret: newSigningSecret(),
    } as const;
    expect(route.safeParse(writtenRoute(hook, false)).success).toBe(true);
  });
});

describe('an alert policy in its form', () => {
  it('is written as it was read', () => {
    const stored = {
      id: 'service',
      guardrails: ['floor'],
      inhibitedBy: ['outage'],
      standstillTo: ['leads'],
      severity: 'critical',
      groupBy: [],
      groupWait: '30s',
      repeatEvery: '4h',
      escalation: [
        { after: '15m', side: 'it', routes: ['leads'] },
        { after: '1h', routes: ['leads', 'hook'] },
      ],
    };
    expect(writtenPolicy(policyDraft(stored))).toEqual(stored);
    expect(alertPolicy.safeParse(writtenPolicy(policyDraft(stored))).success).toBe(true);
    expect(alertPolicy.safeParse(writtenPolicy({ ...newPolicy, id: 'a' })).success).toBe(true);
    expect(writtenPolicy(policyDraft({ id: 'a', severity: 'warning' }))).toEqual({ id: 'a', severity: 'warning' });
  });
});
