const person = 'person-signer-example-org';
const decision = {
  ...{ kind: 'ordinary', title: 'Ours', text: '', reason: 'Ours', about: null, driver: person, approvers: {} },
  ...{ contributors: [], informed: [], effect: null, expiresOn: null },
};
const effect = { metric: '<id>', direction: 'up', amount: '1', by: '2099-01-01' };
const action = { title: 'Ours', text: '', owner: person, due: '2099-01-01', metric: null, decision: null };
const goal = { id: 'ours', title: 'Ours', outcome: 'Ours', start: '2026-11-01', due: '2026-12-31' };
const keyResult = { id: 'kr', metric: '<id>', kind: 'stay', atLeast: 1 };
const initiative = { id: 'ours', title: 'Ours', agenda: 'it' };
const invitation = { email: 'a@example.org', name: 'A', role: 'viewer', side: 'it' };
const rehearsed = JSON.stringify({ version: 1, guardrails: [{ id: 'g', title: 'G', metric: '<id>', atLeast: 1 }] });
const record = { key: 'a', ticket: 'a', measure: 'resolution', state: 'met', startedAt: '2026-11-01T08:00:00Z' };

/** Calls that name something in their body or query, and nothing else that is not there: `<id>` stands for it. */
export const namingCalls: readonly {
  readonly path: string;
  /** What the test calls its ids of this kind. */
  readonly kind: string;
  readonly body: object;
}[] = [
  { path: '/push/slaCycle?source=<id>', kind: '/sources', body: [record] },
  { path: '/push/otlp/<id>/v1/metrics', kind: '/sources', body: { resourceMetrics: [] } },
  { path: '/push/webhook/<id>', kind: '/sources', body: { a: 1 } },
  {
    path: '/silences',
    kind: '/guardrails',
    body: { of: { kind: 'guardrail', id: '<id>' }, reason: 'A', forMinutes: 60 },
  },
  { path: '/actions', kind: ':key', body: { ...action, metric: '<id>' } },
  { path: '/actions', kind: '/decisions', body: { ...action, decision: '<id>' } },
  { path: '/actions', kind: '/people', body: { ...action, owner: '<id>' } },
  { path: '/decisions', kind: '/people', body: { decision: { ...decision, driver: '<id>' }, putForward: false } },
  {
    path: '/decisions',
    kind: '/goals',
    body: { decision: { ...decision, about: { kind: 'goal', id: '<id>' } }, putForward: false },
  },
  { path: '/decisions', kind: ':key', body: { decision: { ...decision, effect }, putForward: false } },
  { path: '/accounts/invitations', kind: '/people', body: { ...invitation, personId: '<id>' } },
  { path: '/goals', kind: ':key', body: { ...goal, keyResults: [keyResult] } },
  { path: '/initiatives', kind: '/goals', body: { ...initiative, goals: ['<id>'] } },
  { path: '/initiatives', kind: '/initiatives', body: { ...initiative, dependsOn: ['<id>'] } },
  { path: '/guardrails/rehearsal', kind: ':key', body: { text: rehearsed } },
];
