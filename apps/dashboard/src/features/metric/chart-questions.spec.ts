import type { MetricPage } from '@tandem/contracts/metrics';
import { chartQuestions, nextQuestions } from './chart-questions.js';

const page = {
  asKnownAt: '2026-11-14T12:00:00Z',
  timeZone: 'UTC',
  metric: { key: 'lead-time', windowDays: 7 },
  current: { end: '2026-11-12T00:00:00Z' },
  freshness: { dataTo: '2026-11-12T00:00:00Z' },
  keyResults: [{ goal: { due: '2026-12-31' }, keyResult: { id: 'kr' } }],
} as unknown as MetricPage;

describe('what the chart of a metric asks', () => {
  it('is known from the first answer: the line, single days to today, the period before, and events to the due date', () => {
    const path = '/metrics/lead-time/observations?from=';
    expect(nextQuestions(page, new URLSearchParams())).toEqual([
      `${path}2026-08-13&to=2026-11-12&window=7&grain=day`,
      `${path}2026-08-13&to=2026-11-15&grain=day`,
      `${path}2026-05-14&to=2026-08-13&window=7&grain=day`,
      '/metrics/lead-time/events?from=2026-08-13&to=2027-01-01',
    ]);
  });

  it('follows the address: weeks have no single days and nothing to compare', () => {
    const params = new URLSearchParams('grain=week&from=2026-10-01&to=2026-11-01&slice=priority:High');
    const asked = chartQuestions(page, params, Date.parse('2026-11-14T12:00:00Z'));
    expect(asked).toMatchObject({ singles: null, previous: null, events: expect.stringContaining('to=2026-11-01') });
    expect(asked.line).toBe(
      '/metrics/lead-time/observations?from=2026-10-01&to=2026-11-01&grain=week&slice=priority%3AHigh',
    );
  });
});
