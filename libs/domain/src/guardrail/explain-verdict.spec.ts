import { explainVerdict, type ExplainedGuardrail } from './explain-verdict.js';
import type { Verdict } from './guardrail.js';

const verdict: Verdict = {
  kind: 'breached',
  reason: 'belowFloor',
  value: '58.20',
  limit: '60',
  n: 1058,
  start: '2026-11-08T23:00:00.000Z',
  end: '2026-11-15T23:00:00.000Z',
  state: 'settled',
  version: 2,
};
const told = (
  more: Partial<Verdict>,
  measure: ExplainedGuardrail['rule']['measure'] = 'value',
): ExplainedGuardrail => ({
  verdict: { ...verdict, ...more },
  rule: { measure, side: measure === 'burnRate' || measure === 'hoursWithoutData' ? 'ceiling' : 'floor' },
  metric: { key: 'attainment', title: 'Attainment', unit: '%', stream: 'slaCycle' },
  dimensions: {},
  timeZone: 'Europe/Berlin',
});
const previous = {
  previous: '64.10',
  previousStart: '2026-11-01T23:00:00.000Z',
  previousEnd: '2026-11-08T23:00:00.000Z',
};
const natural = { mean: '61.00', lower: '58.50', upper: '63.50', baselineFrom: '2026-06-01', baselinePoints: 12 };

const everyKind: readonly (readonly [string, ExplainedGuardrail])[] = [
  ['threshold', told({})],
  ['threshold, held', told({ kind: 'ok', reason: 'insideLimit', value: '61.00' })],
  ['threshold, past the clear limit', told({ kind: 'ok', reason: 'insideClearLimit', value: '63.00', limit: '62' })],
  ['threshold, between', told({ reason: 'betweenFireAndClear', value: '61.00', limit: '62' })],
  ['pace', told({ limit: '0.9', measured: { of: 'pace', value: '0.82' } }, 'pace')],
  ['odds', told({ limit: '0.5', measured: { of: 'odds', value: '0.31' } }, 'odds')],
  [
    'relative change',
    told({ limit: '-5', measured: { of: 'changeRelative', value: '-9.2', ...previous } }, 'changeRelative'),
  ],
  [
    'absolute change',
    told({ limit: '-5', measured: { of: 'changeAbsolute', value: '-5.90', ...previous } }, 'changeAbsolute'),
  ],
  [
    'burn',
    told(
      {
        reason: 'budgetBurning',
        limit: '3',
        measured: { of: 'burnRate', value: '6.20', short: '7.00', longDays: 3, shortDays: 1, objective: '99.5' },
      },
      'burnRate',
    ),
  ],
  [
    'special cause',
    told(
      { reason: 'beyondLimits', limit: '58.50', measured: { of: 'specialCause', side: 'below', ...natural } },
      'specialCause',
    ),
  ],
  [
    'freshness',
    told(
      {
        reason: 'silent',
        limit: '24',
        measured: { of: 'hoursWithoutData', value: '50', lastAt: '2026-11-14T10:00:00.000Z' },
      },
      'hoursWithoutData',
    ),
  ],
  ['too few', told({ kind: 'tooFew', reason: 'belowMinimumEvents', n: 3 })],
  ['slices beyond the limit', told({ kind: 'error', reason: 'tooManySlices', limit: '50', n: 12 })],
];

/** Numbers as people read them, in any order. */
const digits = (sentence: string) => (sentence.match(/[+−]?\d[\d.,]*\d|\d/g) ?? []).sort();

describe('explainVerdict', () => {
  it.each(everyKind)('says the same digits to both sides: %s', (_kind, given) => {
    const { marketing, it: technical } = explainVerdict(given);
    expect(digits(marketing)).toEqual(digits(technical));
    expect(digits(marketing).length).toBeGreaterThan(0);
  });

  it('uses other words for each side where there is something to judge', () => {
    for (const [, given] of everyKind.filter(
      ([
        ,
        {
          verdict: { kind },
        },
      ]) => kind === 'breached',
    )) {
      const { marketing, it: technical } = explainVerdict(given);
      expect(marketing).not.toBe(technical);
    }
  });

  it('states kind by kind what was held against what', () => {
    const technical = Object.fromEntries(everyKind.map(([kind, given]) => [kind, explainVerdict(given).it]));
    expect(technical).toMatchObject({
      threshold: 'Attainment fell to 58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles).',
      odds: 'P(hit) of Attainment is 0.31, below its floor of 0.5, at 58.20% over 7 days to 15 Nov (1,058 cycles).',
      'relative change':
        'Attainment went to 58.20% from 64.10% in the 7 days to 8 Nov: −9.2%, beyond its floor of −5%, over 7 days to 15 Nov (1,058 cycles).',
      'absolute change':
        'Attainment went to 58.20% from 64.10% in the 7 days to 8 Nov: −5.90\u202fpp, beyond its floor of −5\u202fpp, over 7 days to 15 Nov (1,058 cycles).',
      burn: 'Attainment burns the error budget of its objective of 99.5% at 6.20× over 3 days and 7.00× over 1 day, above the factor of 3× in both, at 58.20% over 7 days to 15 Nov (1,058 cycles).',
      'special cause':
        'Attainment is at 58.20%, beyond three sigma (below the mean): mean 61.00%, natural limits 58.50% and 63.50%, baseline of 12 periods from 1 Jun 2026, over 7 days to 15 Nov (1,058 cycles).',
      freshness:
        'No record of Attainment for 50 hours, and one is expected within 24 hours; its data end at 14 Nov 2026, 11:00.',
      'too few': 'Attainment cannot be judged: too few events (3 cycles).',
    });
  });

  it('names the slice, and says when a breach came to light late', () => {
    const sliced = { ...told({ late: true }), dimensions: { channel: 'E-mail' } };
    expect(explainVerdict(sliced).marketing).toMatch(
      /^Attainment \(channel: E-mail\) is down to 58\.20%.*detected late/,
    );
  });
});
