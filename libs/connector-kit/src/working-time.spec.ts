import { dueByOpeningTimes } from './working-time.js';

const opening = {
  timeZone: 'Europe/Berlin',
  hours: [{ days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' }],
  holidays: ['2026-04-03', '2026-04-06'],
};
const hourMs = 3_600_000;

describe('when so much opening time has passed', () => {
  it.each([
    ['within the day', '2026-03-02T08:30:00Z', 2, '2026-03-02T10:30:00.000Z'],
    ['from before it opens', '2026-03-02T05:00:00Z', 1, '2026-03-02T09:00:00.000Z'],
    ['until the moment it closes', '2026-03-02T08:00:00Z', 8, '2026-03-02T16:00:00.000Z'],
    ['over a weekend', '2026-03-06T15:00:00Z', 2, '2026-03-09T09:00:00.000Z'],
    ['over a change of the clock', '2026-03-27T15:00:00Z', 2, '2026-03-30T08:00:00.000Z'],
    ['over holidays', '2026-04-02T14:00:00Z', 2, '2026-04-07T08:00:00.000Z'],
    ['over many weeks', '2026-03-02T08:00:00Z', 8 * 20 + 1, '2026-03-30T08:00:00.000Z'],
  ])('%s', (_what, from, hours, due) => {
    expect(dueByOpeningTimes(opening, [{ from, to: null }], hours * hourMs)).toBe(due);
  });

  it('leaves pauses out', () => {
    const stretches = [
      { from: '2026-03-02T08:00:00Z', to: '2026-03-02T09:00:00Z' },
      { from: '2026-03-03T08:00:00Z', to: null },
    ];
    expect(dueByOpeningTimes(opening, stretches, 2 * hourMs)).toBe('2026-03-03T09:00:00.000Z');
  });

  it('is not known where it never opens, or no calendar tells of the time', () => {
    const from = '2026-03-02T08:00:00Z';
    expect(dueByOpeningTimes({ ...opening, hours: [] }, [{ from, to: null }], hourMs)).toBeNull();
    expect(dueByOpeningTimes({ ...opening, timeZone: 'Nowhere' }, [{ from, to: null }], hourMs)).toBeNull();
    expect(dueByOpeningTimes(opening, [{ from: '1960-01-01T00:00:00Z', to: null }], hourMs)).toBeNull();
  });
});
