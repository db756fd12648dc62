import type { Goal, KeyResult } from '../goal/goal.js';
import type { Guardrail } from '../guardrail/guardrail.js';
import type { CountDefinition, MetricDefinition } from '../metric/definition.js';
import { checkConfiguration } from './check-configuration.js';
import type { ConfigurationPart } from './configuration-part.js';
import { mergeConfiguration } from './merge-configuration.js';
import type { Configuration, Route } from './organisation.js';

const formula: CountDefinition = { kind: 'count', stream: 'deployment', at: ['finishedAt'], dimensions: [] };
const metric: MetricDefinition = {
  key: 'deployments',
  title: 'Deployments',
  description: 'Deployments to production.',
  formula,
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
};
const reach: KeyResult = { id: 'more', kind: 'reach', metric: 'deployments', baseline: '4', target: '8' };
const goal: Goal = {
  id: 'faster',
  title: 'Faster',
  outcome: 'Ideas reach customers sooner.',
  start: '2026-01-01',
  due: '2026-03-31',
  owners: { marketing: 'digital', it: 'service' },
  keyResults: [reach],
};
const guardrail: Guardrail = {
  id: 'floor',
  title: 'Floor',
  kind: 'threshold',
  metric: 'deployments',
  atLeast: '2',
  minimumEvents: 0,
  forMs: 0,
  keepFiringForMs: 0,
  severity: 'warning',
  onNoData: 'keepLast',
  owners: {},
  routes: [],
};
const webhook: Route = { id: 'hook', channel: 'webhook', url: 'https://example.org', secret: 'whsec_stored' };
const stored: Configuration = {
  organisation: { name: 'Ferries', timeZone: 'UTC', weekStartsOn: 1 },
  teams: [],
  people: [
    { id: 'digital', name: 'Head of Digital Marketing', side: 'marketing' },
    { id: 'service', name: 'Head of Service Operations', side: 'it' },
  ],
  connections: [],
  calendars: [],
  alertPolicies: [],
  initiatives: [],
  metrics: [metric],
  goals: [goal],
  guardrails: [],
  routes: [webhook],
};

const found = (part: ConfigurationPart, unreadable = {}) =>
  checkConfiguration(stored, part, unreadable).map(
    ({ kind, id, index, path, reason }) => `${kind} ${id} ${index ?? '-'} ${path.join('.')} ${reason.code}`,
  );

describe('check of formulas over metrics', () => {
  const reckoned = (key: string, expression: string, dimensions: readonly string[] = []): MetricDefinition => ({
    ...metric,
    key,
    formula: { kind: 'derived', expression, dimensions },
  });
  const byService = { ...metric, key: 'by-service', formula: { ...formula, dimensions: ['service'] } };

  it('accepts metrics of the file and of the store, and others that are reckoned', () => {
    const metrics = [reckoned('half', 'deployments ÷ 2'), reckoned('quarter', 'half ÷ 2 + by-service'), byService];
    expect(found({ metrics })).toEqual([]);
    expect(found({ metrics: [reckoned('half', 'broken ÷ 2')] }, { metric: ['broken'] })).toEqual([]);
  });

  it('refuses metrics that do not exist, and tells how a cycle runs', () => {
    expect(found({ metrics: [reckoned('half', 'deploymnts ÷ 2'), reckoned('self', 'self + 1')] })).toEqual([
      'metric half 0 formula.expression inputUnknown',
      'metric self 1 formula.expression inputCycle',
    ]);
    const cycle = [reckoned('a', 'b + deployments'), reckoned('b', 'c'), reckoned('c', 'a')];
    const [first] = checkConfiguration(stored, { metrics: cycle });
    expect(first?.reason).toEqual({ code: 'inputCycle', keys: ['a', 'b', 'c', 'a'] });
  });

  it('is sliced only by what all its metrics have, also when a stored one loses a dimension', () => {
    expect(found({ metrics: [byService, reckoned('twice', 'by-service × 2', ['service'])] })).toEqual([]);
    expect(found({ metrics: [byService, reckoned('sum', 'by-service + deployments', ['service'])] })).toEqual([
      'metric sum 1 formula.dimensions.0 dimensionNotShared',
    ]);
    const current = { ...stored, metrics: [byService, reckoned('twice', 'by-service × 2', ['service'])] };
    const [issue] = checkConfiguration(current, { metrics: [{ ...byService, formula }] });
    expect(issue).toMatchObject({ id: 'twice', index: null, reason: { code: 'dimensionNotShared' } });
  });
});

describe('check of a configuration', () => {
  it('finds nothing wrong with things that refer to what is stored or to each other', () => {
    expect(found({})).toEqual([]);
    expect(found({ goals: [goal], guardrails: [guardrail] })).toEqual([]);
    const own = { ...metric, key: 'own' };
    expect(found({ guardrails: [{ ...guardrail, metric: 'own' }], metrics: [own] })).toEqual([]);
  });

  it('names every reference that leads nowhere', () => {
    expect(
      found({
        metrics: [{ ...metric, owners: { it: 'ghost' }, formula: { ...formula, connections: ['git'] } }],
        goals: [{ ...goal, keyResults: [reach, { ...reach, id: 'other', metric: 'gone' }] }],
        guardrails: [{ ...guardrail, metric: 'gone', routes: ['hook', 'pager'] }],
      }),
    ).toEqual([
      'metric deployments 0 owners.it referenceUnknown',
      'metric deployments 0 formula.connections.0 referenceUnknown',
      'goal faster 0 keyResults.1.metric referenceUnknown',
      'guardrail floor 0 metric referenceUnknown',
      'guardrail floor 0 routes.1 referenceUnknown',
    ]);
  });

  it('does not blame a reference for a thing of the file that could not be read', () => {
    expect(found({ guardrails: [{ ...guardrail, metric: 'broken' }] }, { metric: ['broken'] })).toEqual([]);
  });

  it('holds each owner to the own side', () => {
    expect(found({ goals: [{ ...goal, owners: { marketing: 'service', it: 'service' } }] })).toEqual([
      'goal faster 0 owners.marketing ownerOnOtherSide',
    ]);
  });

  it('protects stored things from a person who changes sides', () => {
    expect(found({ people: [{ id: 'digital', name: 'Head of Digital Marketing', side: 'it' }] })).toEqual([
      'goal faster - owners.marketing ownerOnOtherSide',
    ]);
  });

  it('refuses an id that is given twice', () => {
    expect(
      found({ metrics: [metric, metric], guardrails: [guardrail, { ...guardrail, id: 'other' }, guardrail] }),
    ).toEqual(['metric deployments 1 key idTwice', 'guardrail floor 2 id idTwice']);
  });

  it('knows time zones', () => {
    expect(found({ organisation: { timeZone: 'Europe/Berlin' } })).toEqual([]);
    expect(found({ organisation: { timeZone: 'Berlin' } })).toEqual([
      'organisation organisation - timeZone timeZoneUnknown',
    ]);
  });

  it('asks for exactly one limit of a guardrail, cleared at one as strict', () => {
    const { atLeast: _none, ...withoutLimit } = guardrail;
    expect(found({ guardrails: [withoutLimit] })).toEqual(['guardrail floor 0  notOneLimit']);
    expect(found({ guardrails: [{ ...guardrail, atMost: '9' }] })).toEqual(['guardrail floor 0 atMost notOneLimit']);
    expect(found({ guardrails: [{ ...guardrail, clearAt: '1.5' }] })).toEqual([
      'guardrail floor 0 clearAt clearLimitLax',
    ]);
    expect(found({ guardrails: [{ ...withoutLimit, atMost: '10', clearAt: '11' }] })).toEqual([
      'guardrail floor 0 clearAt clearLimitLax',
    ]);
    expect(found({ guardrails: [{ ...guardrail, clearAt: '2' }] })).toEqual([]);
  });

  it.each<[string, Partial<Goal>]>([
    ['due dueNotAfterStart', { due: '2026-01-01' }],
    ['keyResults.0.target targetIsBaseline', { keyResults: [{ ...reach, target: '4.0' }] }],
    ['keyResults.0.path milestonesMissing', { keyResults: [{ ...reach, path: 'steps' }] }],
    [
      'keyResults.0.milestones milestonesUnused',
      { keyResults: [{ ...reach, milestones: [{ at: '2026-02-01', value: '5' }] }] },
    ],
    [
      'keyResults.0.milestones.0.at milestoneOutside',
      { keyResults: [{ ...reach, path: 'lines', milestones: [{ at: '2026-04-01', value: '5' }] }] },
    ],
    ['keyResults.0 limitMissing', { keyResults: [{ id: 'stay', kind: 'stay', metric: 'deployments' }] }],
    [
      'keyResults.0.atMost limitsCrossed',
      { keyResults: [{ id: 'stay', kind: 'stay', metric: 'deployments', atLeast: '5', atMost: '4' }] },
    ],
    ['keyResults.1.id idTwice', { keyResults: [reach, reach] }],
  ])('refuses a goal: %s', (expected, fault) => {
    expect(found({ goals: [{ ...goal, ...fault }] })).toEqual([`goal faster 0 ${expected}`]);
  });

  it('refuses "unchanged" for the secret of a route that is not stored', () => {
    const unchanged = { ...webhook, secret: 'unchanged' };
    expect(found({ routes: [unchanged, { ...unchanged, id: 'new' }] })).toEqual(['route new 1 secret secretMissing']);
    expect(mergeConfiguration(stored, { routes: [unchanged] }).routes).toEqual([webhook]);
  });

  it.each([
    'https://evil.example',
    'https://example.org.evil.example',
    'http://example.org',
    'https://example.org:8443',
  ])('asks for the secret again when a route moves to %s', (url) => {
    const moved = { ...webhook, url, secret: 'unchanged' };
    expect(found({ routes: [moved] })).toEqual(['route hook 0 secret secretForOtherHost']);
    expect(found({ routes: [{ ...moved, secret: 'whsec_given' }] })).toEqual([]);
  });

  it('keeps the secret of a route whose path changes on the same host', () => {
    const moved = { ...webhook, url: 'https://EXAMPLE.org/other?a=1', secret: 'unchanged' };
    expect(found({ routes: [moved] })).toEqual([]);
  });
});

describe('merge of a file into the configuration', () => {
  it('replaces things in their place, adds new ones after, keeps the rest', () => {
    const people = [
      { id: 'new', name: 'Chief Information Officer', side: 'it' as const },
      { id: 'digital', name: 'Chief Marketing Officer', side: 'marketing' as const },
    ];
    const merged = mergeConfiguration(stored, { people, organisation: { name: 'Trains' } });
    expect(merged.people.map(({ id, name }) => `${id} ${name}`)).toEqual([
      'digital Chief Marketing Officer',
      'service Head of Service Operations',
      'new Chief Information Officer',
    ]);
    expect(merged.organisation).toEqual({ name: 'Trains', timeZone: 'UTC', weekStartsOn: 1 });
    expect(merged.goals).toEqual(stored.goals);
  });
});
