import { defineStandardMetric } from '@tandem/domain/catalogue/define-standard-metric';
import { standardMetrics } from '@tandem/domain/catalogue/standard-metrics';
import { openMetricStage, recordOf, type MetricStage } from '@tandem/testing/metric-stage';

const delivery = standardMetrics
  .filter(({ family }) => family === 'delivery')
  .map((metric) => defineStandardMetric(metric));
const november = { from: '2026-11-01', to: '2026-12-01', grain: 'month' } as const;

let stage: MetricStage;
beforeAll(async () => {
  stage = await openMetricStage(delivery);
});
afterAll(() => stage.close());
beforeEach(() => stage.empty());

type Fields = Parameters<typeof recordOf>[2];

function deployment(key: string, finishedAt: string, more: Fields = {}) {
  const fields = { service: 'shop', tier: 'production', outcome: 'succeeded', ref: key, finishedAt, ...more };
  return recordOf('deployment', key, fields);
}

function incident(key: string, openedAt: string, more: Fields = {}) {
  return recordOf('incident', key, { service: 'shop', openedAt, ...more });
}

const day = (date: number, time = '12:00') => `2026-11-${String(date).padStart(2, '0')}T${time}:00.000Z`;

describe('change fail rate', () => {
  it('counts a deployment with two incidents once, so that it never exceeds 100 %', async () => {
    await stage.commit([deployment('a', day(10))]);
    await stage.commit([incident('one', day(10, '13:00')), incident('two', day(10, '14:00'))]);
    expect(await stage.values('change-fail-rate', november)).toEqual(['100.0']);
    await stage.commit([deployment('b', day(12))]);
    expect(await stage.values('change-fail-rate', november)).toEqual(['50.0']);
  });

  it('counts a failed outcome with an incident once', async () => {
    await stage.commit([deployment('a', day(10), { outcome: 'failed' }), deployment('b', day(11))]);
    await stage.commit([incident('one', day(10, '13:00'))]);
    expect(await stage.values('change-fail-rate', november)).toEqual(['50.0']);
  });

  it('is the same for a window that is moved by a day, although the incident then lies outside of it', async () => {
    await stage.commit([deployment('a', day(10, '23:00')), deployment('b', day(10, '09:00'))]);
    await stage.commit([incident('next-morning', day(11, '08:00'))]);
    const endingBefore = { from: '2026-11-04', to: '2026-11-11', window: true } as const;
    const movedByADay = { from: '2026-11-05', to: '2026-11-12', window: true } as const;
    expect(await stage.values('change-fail-rate', endingBefore)).toEqual(['50.0']);
    expect(await stage.values('change-fail-rate', movedByADay)).toEqual(['50.0']);
  });

  it('is absent, not 0, where incidents were not collected', async () => {
    await stage.commit([deployment('a', day(10))]);
    expect(await stage.ask('change-fail-rate', november)).toMatchObject([{ value: null, state: 'absent' }]);
    const [week] = await stage.ask('change-fail-rate', { from: '2026-11-16', to: '2026-11-23', grain: 'week' });
    expect(week).toMatchObject({ value: null, state: 'absent' });
  });

  it('is absent for a time before incidents were collected, although deployments of it are there', async () => {
    await stage.commit([deployment('early', day(10)), deployment('late', day(20))]);
    await stage.commit([incident('one', day(20, '13:00'))], { from: '2026-11-16', to: '2026-12-01' });
    const weeks = { from: '2026-11-09', to: '2026-11-23', grain: 'week' } as const;
    expect(await stage.ask('change-fail-rate', weeks)).toMatchObject([
      { value: null, n: 0, state: 'absent' },
      { value: '100.0', state: 'settled' },
    ]);
  });

  it('leaves out deployments of other tiers, and those that were cancelled', async () => {
    await stage.commit([
      deployment('a', day(10)),
      deployment('preview', day(10, '12:30'), { tier: 'staging' }),
      deployment('stopped', day(10, '12:40'), { outcome: 'cancelled' }),
    ]);
    await stage.commit([incident('one', day(10, '13:00'))]);
    expect(await stage.values('change-fail-rate', november)).toEqual(['100.0']);
  });

  it('has no value for a time without a deployment', async () => {
    await stage.commit([deployment('a', day(2))]);
    await stage.commit([incident('one', day(20))]);
    const week = { from: '2026-11-16', to: '2026-11-23', grain: 'week' } as const;
    expect(await stage.ask('change-fail-rate', week)).toMatchObject([
      { value: null, denominator: '0', state: 'settled' },
    ]);
  });

  it('keeps the services apart, and the whole is the sum of their parts', async () => {
    await stage.commit([
      deployment('a', day(10)),
      deployment('b', day(11)),
      deployment('c', day(12), { service: 'search', outcome: 'failed' }),
    ]);
    await stage.commit([incident('elsewhere', day(10, '13:00'), { service: 'search' })]);
    const sliced = await stage.ask('change-fail-rate', { ...november, by: 'service' });
    expect(sliced.map(({ dimensions, value }) => [dimensions['service'], value])).toEqual([
      ['shop', '0.0'],
      ['search', '100.0'],
    ]);
    expect(await stage.values('change-fail-rate', november)).toEqual(['33.3']);
  });
});

describe('deployment frequency', () => {
  it('counts neither failed deployments nor those of other tiers', async () => {
    await stage.commit([
      deployment('a', day(3)),
      deployment('b', day(4), { outcome: 'failed' }),
      deployment('c', day(5), { tier: 'testing' }),
    ]);
    expect(await stage.values('deployment-frequency', { from: '2026-11-02', to: '2026-11-09', grain: 'week' })).toEqual(
      ['1.0'],
    );
  });

  it('is a rate over the elapsed days of an unfinished period', async () => {
    await stage.commit([deployment('a', day(3)), deployment('b', day(6))], { from: '2026-11-01', to: '2026-11-15' });
    expect(await stage.ask('deployment-frequency', november)).toMatchObject([{ value: '1.0', state: 'partial' }]);
  });

  it('is 0 for a collected week without a deployment, and absent for one that was not collected', async () => {
    await stage.commit([deployment('a', day(3))], { from: '2026-11-02', to: '2026-11-16' });
    const observed = await stage.ask('deployment-frequency', { from: '2026-11-02', to: '2026-11-23', grain: 'week' });
    expect(observed.map(({ value, state }) => [value, state])).toEqual([
      ['1.0', 'settled'],
      ['0.0', 'settled'],
      [null, 'absent'],
    ]);
  });
});

describe('deployment days per week', () => {
  it('takes the median of days, not of deployments, over the whole weeks that end in the period', async () => {
    const onDays = [2, 2, 2, 3, 9, 10, 11, 12, 16];
    await stage.commit(onDays.map((date, index) => deployment(`d${index}`, day(date, `1${index}:00`))));
    // Weeks from 2, 9, 16 and 23 November have 2, 4, 1 and 0 days; the one before began in October, which was not collected.
    expect(await stage.values('deployment-days-per-week', november)).toEqual(['1.5']);
  });

  it('has no value where no whole week ends, and says why', async () => {
    await stage.commit([deployment('a', day(3))]);
    const twoDays = { from: '2026-11-03', to: '2026-11-05', window: true } as const;
    expect(await stage.ask('deployment-days-per-week', twoDays)).toMatchObject([
      { value: null, absence: 'noWholeWeek' },
    ]);
  });
});

describe('change lead time', () => {
  it('leaves out zero and negative times of automation, and counts them', async () => {
    await stage.commit([
      deployment('robot', day(3), { firstCommitAt: day(3) }),
      deployment('clock', day(4), { firstCommitAt: day(5) }),
      deployment('person', day(6), { firstCommitAt: day(5) }),
    ]);
    expect(await stage.ask('change-lead-time-median', november)).toMatchObject([{ value: '24.0', n: 1 }]);
  });

  it('pools the changes of the whole period instead of taking a median of daily medians', async () => {
    const hours = [1, 1, 1, 1, 1, 50, 60];
    const dates = [3, 3, 3, 3, 3, 4, 5];
    await stage.commit(
      hours.map((length, index) => {
        const finished = new Date(day(dates[index] ?? 3));
        return deployment(`d${index}`, finished.toISOString(), {
          firstCommitAt: new Date(finished.getTime() - length * 3_600_000).toISOString(),
        });
      }),
    );
    expect(await stage.values('change-lead-time-median', november)).toEqual(['1.0']);
    expect(await stage.values('change-lead-time-median', { from: '2026-11-03', to: '2026-11-06' })).toEqual([
      '1.0',
      '50.0',
      '60.0',
    ]);
  });
});

describe('failed deployment recovery time', () => {
  it('is one time per deployment, until its last incident is resolved, from the deployment and from the incident', async () => {
    await stage.commit([deployment('a', day(10, '12:00'))]);
    await stage.commit([
      incident('one', day(10, '13:00'), { resolvedAt: day(10, '14:00') }),
      incident('two', day(10, '13:30'), { resolvedAt: day(10, '16:00') }),
    ]);
    expect(await stage.ask('failed-deployment-recovery-time', november)).toMatchObject([{ value: '4.0', n: 1 }]);
    expect(await stage.ask('incident-recovery-time', november)).toMatchObject([{ value: '3.0', n: 1 }]);
  });

  it('has no value while an incident of the deployment is open', async () => {
    await stage.commit([deployment('a', day(10))]);
    await stage.commit([
      incident('one', day(10, '13:00'), { resolvedAt: day(10, '14:00') }),
      incident('two', day(10, '15:00')),
    ]);
    expect(await stage.values('failed-deployment-recovery-time', november)).toEqual([null]);
  });
});

describe('deployment rework rate', () => {
  it('has no value, not 0, where the source does not say planned or not', async () => {
    await stage.commit([deployment('a', day(10)), deployment('b', day(11))]);
    await stage.commit([incident('one', day(10, '13:00'))]);
    expect(await stage.values('deployment-rework-rate', november)).toEqual([null]);
  });

  it('counts only what was not planned and followed an incident of its service', async () => {
    await stage.commit([
      deployment('planned', day(10), { planned: true }),
      deployment('repair', day(10, '15:00'), { planned: false }),
      deployment('wish', day(20), { planned: false }),
      deployment('unknown', day(21)),
      deployment('planned-too', day(22), { planned: true }),
    ]);
    await stage.commit([incident('one', day(10, '13:00'))]);
    expect(await stage.values('deployment-rework-rate', november)).toEqual(['25.0']);
  });
});
