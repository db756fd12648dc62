import type { Guardrail } from '../guardrail/guardrail.js';
import type { Goal } from './goal.js';
import { serviceLevelOf } from './service-level.js';

const metric = (key: string, kind: string, unit: string, direction = 'up') =>
  ({ key, formula: { kind }, unit, direction }) as unknown as Parameters<typeof serviceLevelOf>[1]['metrics'][number];
const metrics = [
  metric('met', 'ratio', '%'),
  metric('failed', 'ratio', '%', 'down'),
  metric('cycles', 'count', 'count'),
];
const guardrail = (id: string, own: string, more: object) => ({ id, metric: own, ...more }) as unknown as Guardrail;
const burn = guardrail('burn', 'met', { kind: 'burn', objective: '99' });
const floor = guardrail('floor', 'met', { kind: 'threshold', atLeast: '90' });
const stay = { id: 'kept', kind: 'stay', metric: 'met', atLeast: '95' } as const;
const goal = (more: Partial<Goal>): Goal => ({
  id: 'g',
  title: 'G',
  outcome: 'O',
  start: '2026-10-01',
  due: '2026-12-31',
  owners: {},
  keyResults: [],
  ...more,
});
const level = (own: Partial<Goal>, guardrails: readonly Guardrail[] = []) => {
  const found = serviceLevelOf(goal(own), { metrics, guardrails });
  return found && [found.objective, found.basis.id];
};

describe('the service level of a goal', () => {
  it.each([
    [{ keyResults: [stay] }, [burn, floor], [0.95, 'kept']],
    [{ counterMetrics: ['floor', 'burn'] }, [floor, burn], [0.99, 'burn']],
    [{ counterMetrics: ['floor'] }, [floor, burn], [0.9, 'floor']],
    [
      { keyResults: [{ id: 'r', kind: 'reach', metric: 'met', baseline: '50', target: '80' }] as const },
      [floor],
      [0.9, 'floor'],
    ],
    [{ counterMetrics: [] }, [floor], null],
    [{ keyResults: [{ ...stay, metric: 'cycles' }] }, [], null],
    [{ keyResults: [{ ...stay, metric: 'failed' }] }, [], null],
    [{ keyResults: [{ ...stay, atLeast: '100' }] }, [], null],
    [{ keyResults: [{ id: 'kept', kind: 'stay', metric: 'met', atMost: '95' }] as const }, [], null],
  ])('of %j with %j is %j', (own, guardrails, expected) => {
    expect(level(own, guardrails)).toEqual(expected);
  });
});
