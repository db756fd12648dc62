import type { Thing } from '../settings/flat-thing.js';
import { choosePolicy, policyFor, type Told } from './policy-choice.js';

const floor: Told = { id: 'floor', severity: 'warning' };
const pages = { id: 'pages', severity: 'critical', repeatEvery: '1h' };
const desk = { id: 'desk', guardrails: ['floor', 'budget'], repeatEvery: '4h' };
const leads = { id: 'leads', guardrails: ['budget'], escalation: [{ after: '15m', routes: ['lead'] }] };
const rest = { id: 'rest', repeatEvery: '1d' };

/** The policies after a choice, in their order. */
function after(policies: readonly Thing[], told: Told, chosen: string): readonly Thing[] {
  const { changed } = choosePolicy(policies, told, chosen);
  return policies.map((one) => changed?.find(({ id }) => id === one['id']) ?? one);
}

describe('the alert policy of a guardrail', () => {
  it.each([
    [[pages, desk, leads, rest], floor, 'desk'],
    [[pages, desk, leads, rest], { ...floor, severity: 'critical' }, 'pages'],
    [[pages, desk, leads, rest], { id: 'other', severity: 'warning' }, 'rest'],
    [[pages, leads], floor, ''],
    [[], floor, ''],
  ] as const)('is the first that fits (%#)', (policies, told, expected) => {
    expect(policyFor(policies, told)).toBe(expected);
  });

  it.each([
    [
      'leads',
      [desk, leads, rest],
      [
        { ...desk, guardrails: ['budget'] },
        { ...leads, guardrails: ['budget', 'floor'] },
      ],
    ],
    ['rest', [pages, desk, rest], [{ ...desk, guardrails: ['budget'] }]],
    ['', [desk, leads], [{ ...desk, guardrails: ['budget'] }]],
    ['desk', [desk, rest], []],
    ['desk', [leads, desk, rest], []],
  ] as const)('becomes "%s" by what policies name, and nothing else of them changes', (chosen, policies, changed) => {
    expect(choosePolicy(policies, floor, chosen)).toEqual({ changed, hindrance: null });
    expect(policyFor(after(policies, floor, chosen), floor)).toBe(chosen);
    // Others are told as before.
    const budget = { id: 'budget', severity: 'warning' };
    expect(policyFor(after(policies, floor, chosen), budget)).toBe(policyFor(policies, budget));
  });

  it.each([
    ['pages', [pages, desk], { why: 'severity', policy: 'pages' }],
    ['desk', [rest, desk], { why: 'forAll', policy: 'rest' }],
    ['', [desk, rest], { why: 'forAll', policy: 'rest' }],
    ['rest', [{ ...desk, guardrails: ['floor'] }, rest], { why: 'forThisOnly', policy: 'desk' }],
  ] as const)('cannot become "%s" where another is in the way, and says which', (chosen, policies, hindrance) => {
    expect(choosePolicy(policies, floor, chosen)).toEqual({ changed: null, hindrance });
  });
});
