import { firstQuestions } from './first-questions.js';

describe('firstQuestions', () => {
  it('asks for the board with what the address says', () => {
    expect(firstQuestions('/board', '?period=2026-Q4&status=stale')).toEqual(['/board?period=2026-Q4', '/setup']);
    expect(firstQuestions('/', '')).toEqual(['/board', '/setup']);
  });

  it('asks for a metric as it was known then', () => {
    expect(firstQuestions('/metrics/lead-time', '?asOf=2026-11-01T00%3A00%3A00Z')).toEqual([
      '/metrics/lead-time?asKnownAt=2026-11-01T00%3A00%3A00Z',
    ]);
  });

  it('leaves other pages to themselves', () => {
    expect(firstQuestions('/metrics', '')).toEqual([]);
    expect(firstQuestions('/metrics/lead-time/records', '')).toEqual([]);
  });
});
