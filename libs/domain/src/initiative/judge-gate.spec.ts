import { businessCase } from './business-case.js';
import type { Initiative } from './initiative.js';
import { settingsWith, type InitiativeSettings } from './initiative-settings.js';
import { judgeGate, type GateEvidence, type Waiver } from './judge-gate.js';

const now = new Date('2026-11-02T10:00:00Z');
const idea: Initiative = {
  id: 'checkout',
  title: 'Checkout in one page',
  agenda: 'businessTechnology',
  owners: {},
  scope: {
    teams: [
      { team: 'web', weeks: 10.5 },
      { team: 'brand', weeks: 2 },
    ],
    durationMonths: 4,
  },
  effect: { metric: 'conversion', direction: 'up', amount: '0.4', by: '2027-12-31' },
  months: [
    { month: 1, oneOff: '2400' },
    { month: 1, through: 24, benefit: '100' },
  ],
};
const growth = { id: 'grow', growthProjection: true };
const plain = { id: 'keep' };

function judged(
  initiative: Initiative,
  { settings = {}, ...given }: Partial<Omit<GateEvidence, 'settings'>> & { settings?: InitiativeSettings } = {},
) {
  const decided = settingsWith({ discountRate: '0', ...settings });
  const known = businessCase(initiative.months ?? [], {
    discountRate: decided.discountRate,
    limitMonth: decided.gate.months,
    decimals: 2,
  });
  return judgeGate(initiative, {
    goals: [growth, plain],
    case: known,
    settings: decided,
    waivers: [],
    benefits: null,
    now,
    ...given,
  });
}
const codes = (...given: Parameters<typeof judged>) => judged(...given).faults.map(({ code }) => code);

describe('judgeGate', () => {
  it('passes what reaches a margin of 0 exactly in month 24', () => {
    expect(judged(idea)).toEqual({
      verdict: 'pass',
      grounds: [{ code: 'marginInTime', month: 24, limitMonth: 24 }],
      faults: [],
      waiver: null,
    });
  });

  it('fails what reaches it in month 25, with what is missing', () => {
    const late = {
      ...idea,
      months: [
        { month: 1, oneOff: '2500' },
        { month: 1, through: 30, benefit: '100' },
      ],
    };
    expect(judged(late)).toMatchObject({
      verdict: 'fail',
      faults: [
        {
          code: 'marginTooLate',
          limitMonth: 24,
          paybackMonth: 25,
          best: { month: 24, margin: '-100.00' },
          benefitNeeded: '1.05',
        },
      ],
    });
    expect(judged(late, { settings: { gate: { months: 25 } } }).verdict).toBe('pass');
  });

  it('passes what maps to a goal of growth, with or without a case; another goal does not help', () => {
    const { months: _, ...without } = idea;
    expect(judged({ ...without, goals: ['grow'] })).toMatchObject({
      verdict: 'pass',
      grounds: [{ code: 'growthGoal' }],
    });
    expect(codes({ ...without, goals: ['keep'] })).toEqual(['caseMissing']);
  });

  it('holds scope, duration and cost against their limits; equal is inside', () => {
    const gate = { teamWeeks: 12.5, durationMonths: 4, cost: '2400.00' };
    expect(codes(idea, { settings: { gate } })).toEqual([]);
    expect(codes(idea, { settings: { gate: { teamWeeks: 12.4, durationMonths: 3, cost: '2399.99' } } })).toEqual([
      'scopeTooLarge',
      'durationTooLong',
      'costTooHigh',
    ]);
  });

  it('does not take what is not said for nothing', () => {
    const { scope: _scope, effect: _effect, months: _months, ...bare } = idea;
    expect(codes({ ...bare, goals: ['grow'] }, { settings: { gate: { cost: '1' } } })).toEqual([
      'scopeMissing',
      'costUnknown',
      'effectMissing',
    ]);
  });

  describe('with a waiver', () => {
    const { effect: _, ...faulty } = idea;
    const waiver: Waiver = {
      id: '7',
      covers: ['effectMissing'],
      signed: ['marketing', 'it'],
      expiresAt: new Date('2026-12-01T00:00:00Z'),
    };

    it('is waived while it holds, and keeps its faults', () => {
      expect(judged(faulty, { waivers: [waiver] })).toMatchObject({
        verdict: 'waived',
        waiver: '7',
        faults: [{ code: 'effectMissing' }],
      });
    });

    it.each([
      ['one signature', { ...waiver, signed: ['it'] as const }],
      ['its time is over, from its very instant on', { ...waiver, expiresAt: now }],
      ['it covers other faults', { ...waiver, covers: ['costTooHigh'] as const }],
    ])('fails when %s', (_why, one) => {
      expect(judged(faulty, { waivers: [one] }).verdict).toBe('fail');
    });

    it('is not needed by what passes', () => {
      expect(judged(idea, { waivers: [{ ...waiver, covers: ['marginTooLate'] }] })).toMatchObject({
        verdict: 'pass',
        waiver: null,
      });
    });
  });

  it('turns down what was launched and does not bring what it promised', () => {
    const benefits = {
      verdict: 'red',
      why: null,
      effect: null,
      share: null,
      paybackMonth: 40,
      paybackLow: null,
      paybackHigh: 31,
      promisedMonth: 24,
      forecast: null,
    } as const;
    expect(judged({ ...idea, goals: ['grow'] }, { benefits })).toMatchObject({
      verdict: 'fail',
      faults: [{ code: 'benefitsTooLow', limitMonth: 24, paybackMonth: 40 }],
    });
    expect(judged(idea, { benefits: { ...benefits, verdict: 'open' } }).verdict).toBe('pass');
  });
});
