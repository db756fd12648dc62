import { reasonText, verdictSentence } from './alert-words.js';

const floor = { side: 'floor' as const, measure: 'value' as const };
const verdict = {
  kind: 'breached' as const,
  reason: 'belowFloor',
  value: '26.7' as string | null,
  limit: '55.0',
  n: 4007,
  start: '2026-11-01T00:00:00Z',
  end: '2026-11-08T00:00:00Z',
};

describe('words of an alert', () => {
  it('states the numbers that led to the verdict', () => {
    expect(verdictSentence(verdict, floor, '%')).toBe('26.7%: below the floor (floor 55.0%, 4,007 events).');
  });

  it('does not turn a missing value into a figure', () => {
    expect(verdictSentence({ ...verdict, kind: 'noData', reason: 'periodAbsent', value: null, n: 0 }, floor, '%')).toBe(
      'No value: no data for the judged time (floor 55.0%, 0 events).',
    );
  });

  it('shows a code that it does not know in plain letters', () => {
    expect(reasonText('silencedByOwner')).toBe('silenced by owner');
  });
});
