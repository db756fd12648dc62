import type { Goal } from '../goal/goal.js';
import type { MetricDefinition } from '../metric/definition.js';
import { checkConfiguration } from './check-configuration.js';
import type { Configuration } from './organisation.js';

const top: Goal = {
  id: 'helped',
  title: 'Customers are helped in time',
  outcome: 'Fewer customers leave.',
  start: '2026-03-01',
  due: '2026-06-30',
  owners: { marketing: 'digital', it: 'service' },
  keyResults: [{ id: 'attainment', kind: 'reach', metric: 'attainment', baseline: '62', target: '80' }],
};
const metric = (key: string): MetricDefinition => ({
  key,
  title: key,
  description: key,
  formula: { kind: 'count', stream: 'slaCycle', at: ['stoppedAt'], dimensions: [] },
  unit: 'count',
  precision: 0,
  direction: 'up',
  windowDays: 7,
  settlingDays: 0,
  owners: {},
});
const current: Configuration = {
  organisation: { name: 'Northern Ferries', timeZone: 'UTC', weekStartsOn: 1 },
  teams: [{ id: 'service-desk', title: 'Service Desk', side: 'it' }],
  people: [
    { id: 'digital', name: 'Digital', side: 'marketing' },
    { id: 'service', name: 'Service', side: 'it' },
  ],
  connections: [],
  calendars: [],
  alertPolicies: [],
  initiatives: [],
  metrics: [metric('attainment'), metric('deploys')],
  goals: [top],
  guardrails: [
    {
      id: 'attainment-floor',
      title: 'Floor',
      kind: 'threshold',
      metric: 'attainment',
      atLeast: '60',
      minimumEvents: 0,
      forMs: 0,
      keepFiringForMs: 0,
      severity: 'warning',
      onNoData: 'keepLast',
      owners: { it: 'service' },
      routes: [],
    },
  ],
  routes: [],
};
const below = (more: Partial<Goal>): Goal => ({ ...top, id: 'below', parent: top.id, ...more });
const codes = (...goals: Goal[]) =>
  checkConfiguration(current, { goals }).map(({ path, reason }) => [path, reason.code]);

describe('levels of goals', () => {
  it('has goals of a department below joint ones, and goals of a team below both', () => {
    const ofDepartment = below({ department: 'it' });
    const ofTeam = below({ id: 'desk', team: 'service-desk', parent: 'below' });
    expect(codes(ofDepartment, ofTeam)).toEqual([]);
    expect(codes(below({ team: 'service-desk' }))).toEqual([]);
  });

  it('asks every goal of one side for a goal above it, and a joint goal for none', () => {
    expect(codes(below({ department: 'it', parent: undefined }))).toEqual([[[], 'parentMissing']]);
    expect(codes(below({}))).toEqual([[['parent'], 'jointGoalBelow']]);
    expect(codes(below({ department: 'it', parent: 'unknown' }))).toEqual([[['parent'], 'referenceUnknown']]);
  });

  it('refuses a goal of a team above another, and one of the other side', () => {
    const ofTeam = below({ team: 'service-desk' });
    expect(codes(ofTeam, below({ id: 'lower', department: 'it', parent: 'below' }))).toEqual([
      [['parent'], 'parentUnfit'],
    ]);
    const ofMarketing = below({ department: 'marketing' });
    expect(codes(ofMarketing, below({ id: 'desk', team: 'service-desk', parent: 'below' }))).toEqual([
      [['parent'], 'parentOnOtherSide'],
    ]);
  });

  it('belongs to a department or to a team, and no side leads what is of one side', () => {
    expect(codes(below({ department: 'it', team: 'service-desk' }))).toEqual([[['department'], 'departmentAndTeam']]);
    expect(codes(below({ department: 'it', ledBy: 'it' }))).toEqual([[['ledBy'], 'leadOfOneSide']]);
  });

  it('tells of a stored goal that a file would leave below one of another level', () => {
    const stored = { ...current, goals: [top, below({ department: 'it' })] };
    const issues = checkConfiguration(stored, { goals: [{ ...top, department: 'it', parent: 'other' }] });
    expect(issues).toContainEqual(
      expect.objectContaining({ id: 'below', index: null, reason: expect.objectContaining({ code: 'parentUnfit' }) }),
    );
  });

  it('watches with counter-metrics what the goal does not move itself', () => {
    expect(codes({ ...top, counterMetrics: ['attainment-floor'] })).toEqual([
      [['counterMetrics', 0], 'counterMetricMoved'],
    ]);
    expect(
      codes({ ...top, counterMetrics: ['nothing', 'nothing'] })
        .map(([, code]) => code)
        .sort(),
    ).toEqual(['counterMetricTwice', 'referenceUnknown', 'referenceUnknown']);
  });

  it('knows the metrics of drivers', () => {
    expect(codes({ ...top, drivers: [{ metric: 'deploys', drives: 'attainment' }] })).toEqual([]);
    expect(codes({ ...top, drivers: [{ metric: 'unknown', drives: 'attainment' }] })).toEqual([
      [['drivers', 0, 'metric'], 'referenceUnknown'],
    ]);
  });
});

describe('cut-offs of the status', () => {
  it('puts on track above at risk', () => {
    const found = (statusCutOffs: object) => checkConfiguration(current, { organisation: { statusCutOffs } });
    expect(found({ onTrackProbability: 0.6, atRiskProbability: 0.2 })).toEqual([]);
    expect(found({ atRiskPace: 0.99 })[0]).toMatchObject({
      path: ['statusCutOffs', 'atRiskPace'],
      reason: { code: 'cutOffsCrossed', onTrack: 0.95, atRisk: 0.99 },
    });
  });
});
