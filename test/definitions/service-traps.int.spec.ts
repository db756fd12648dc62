import { defineStandardMetric } from '@tandem/domain/catalogue/define-standard-metric';
import { standardMetrics } from '@tandem/domain/catalogue/standard-metrics';
import { openMetricStage, recordOf, type MetricStage } from '@tandem/testing/metric-stage';

const service = standardMetrics
  .filter(({ family }) => family === 'service')
  .map((metric) => defineStandardMetric(metric));
const november = { from: '2026-11-01', to: '2026-12-01', grain: 'month' } as const;

let stage: MetricStage;
beforeAll(async () => {
  stage = await openMetricStage(service);
});
afterAll(() => stage.close());
beforeEach(() => stage.empty());

type Fields = Parameters<typeof recordOf>[2];

function cycle(key: string, state: string, due: string | null, more: Fields = {}) {
  const fields = {
    ticket: key,
    measure: 'resolution',
    startedAt: day(1),
    state,
    ...(due === null ? {} : { dueAt: due }),
    ...more,
  };
  return recordOf('slaCycle', key, fields);
}

const day = (date: number, time = '12:00') => `2026-11-${String(date).padStart(2, '0')}T${time}:00.000Z`;

describe('attainment', () => {
  it('counts a cycle that is open past its due time as breached', async () => {
    await stage.commit([
      cycle('met', 'met', day(10), { stoppedAt: day(9) }),
      cycle('open', 'running', day(10)),
      cycle('late', 'breached', day(11), { stoppedAt: day(12) }),
    ]);
    expect(await stage.values('resolution-attainment', november)).toEqual(['33.3']);
  });

  it('leaves out cycles that are not due yet, paused or cancelled', async () => {
    await stage.commit([
      cycle('met', 'met', day(10), { stoppedAt: day(9) }),
      cycle('not-due', 'running', '2026-12-05T12:00:00.000Z'),
      cycle('paused', 'paused', day(10)),
      cycle('cancelled', 'cancelled', day(10)),
      cycle('without-due-time', 'running', null),
    ]);
    expect(await stage.values('resolution-attainment', november)).toEqual(['100.0']);
    const december = { from: '2026-12-01', to: '2027-01-01', grain: 'month' } as const;
    expect(await stage.ask('resolution-attainment', december)).toMatchObject([{ value: null }]);
  });

  it('counts a breach that is recorded twice once', async () => {
    await stage.commit([cycle('late', 'breached', day(10)), cycle('late', 'breached', day(10))]);
    await stage.commit([cycle('late', 'breached', day(10), { stoppedAt: day(12) })]);
    expect(await stage.ask('resolution-attainment', november)).toMatchObject([{ numerator: '0', denominator: '1' }]);
  });

  it('counts each next reply of a ticket once', async () => {
    const reply = (instance: number, state: string) =>
      recordOf('slaCycle', `T1/${instance}`, {
        ticket: 'T1',
        measure: 'next-reply',
        instance,
        startedAt: day(1),
        dueAt: day(10 + instance),
        state,
      });
    await stage.commit([reply(1, 'met'), reply(2, 'breached'), reply(3, 'met')]);
    expect(await stage.ask('next-reply-attainment', november)).toMatchObject([{ numerator: '2', denominator: '3' }]);
    expect(await stage.values('first-reply-attainment', november)).toEqual([null]);
  });

  it('belongs to the period of the due time, not of the end', async () => {
    await stage.commit([cycle('late', 'breached', day(8, '23:00'), { stoppedAt: day(20) })]);
    expect(
      await stage.values('resolution-attainment', { from: '2026-11-02', to: '2026-11-23', grain: 'week' }),
    ).toEqual(['0.0', null, null]);
  });

  it('is sum ÷ sum over a longer time, not a mean of daily ratios', async () => {
    const met = Array.from({ length: 9 }, (_, index) => cycle(`met-${index}`, 'met', day(10)));
    await stage.commit([...met, cycle('breached', 'breached', day(11))]);
    expect(await stage.values('resolution-attainment', { from: '2026-11-10', to: '2026-11-12' })).toEqual([
      '100.0',
      '0.0',
    ]);
    expect(await stage.values('resolution-attainment', november)).toEqual(['90.0']);
  });
});

describe('resolution time', () => {
  it('leaves out cancelled cycles', async () => {
    await stage.commit([
      cycle('done', 'met', day(10), { startedAt: day(9, '10:00'), stoppedAt: day(9, '12:00') }),
      cycle('cancelled', 'cancelled', day(10), { startedAt: day(2), stoppedAt: day(9, '12:00') }),
    ]);
    expect(await stage.ask('resolution-time-median', november)).toMatchObject([{ value: '2.0', n: 1 }]);
  });
});

describe('backlog past due', () => {
  it('is a level at the end of the period, which does not add up over days', async () => {
    await stage.commit([
      cycle('open', 'breached', day(10)),
      cycle('closed', 'breached', day(10), { stoppedAt: day(12) }),
      cycle('in-time', 'met', day(10), { stoppedAt: day(9) }),
    ]);
    expect(await stage.values('backlog-past-due', { from: '2026-11-09', to: '2026-11-13' })).toEqual([
      '0',
      '2',
      '2',
      '1',
    ]);
    expect(await stage.values('backlog-past-due', november)).toEqual(['1']);
  });
});

describe('error budget left', () => {
  it('is reckoned from all events of the window, and can be overdrawn', async () => {
    const met = Array.from({ length: 19 }, (_, index) => cycle(`met-${index}`, 'met', day(10)));
    await stage.commit([...met, cycle('late', 'breached', day(11))]);
    // One of twenty failed, and an objective of 95 % allows just that.
    expect(await stage.values('error-budget-left', november)).toEqual(['0.0']);
    await stage.commit([cycle('late-too', 'breached', day(12))]);
    const [left] = await stage.values('error-budget-left', november);
    expect(Number(left)).toBeLessThan(0);
  });

  it('has no value without events', async () => {
    await stage.commit([cycle('met', 'met', day(3))]);
    expect(await stage.values('error-budget-left', { from: '2026-11-16', to: '2026-11-23', grain: 'week' })).toEqual([
      null,
    ]);
  });
});
