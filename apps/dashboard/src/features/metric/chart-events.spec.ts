import type { MetricEvents } from '@tandem/contracts/metrics';
import type { Note } from '@tandem/contracts/notes';
import { chartEvents, eventsAhead, eventsBetween } from './chart-events.js';

const at = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const instant = (day: string): string => `${day}T00:00:00.000Z`;
const events: MetricEvents = {
  from: instant('2026-11-01'),
  to: instant('2026-12-31'),
  asKnownAt: null,
  timeZone: 'UTC',
  deployments: ['v1', 'v2', 'v3', 'v4'].map((ref, index) => ({
    at: `2026-11-02T0${index}:00:00.000Z`,
    service: 'shop',
    ref,
    outcome: ref === 'v2' ? 'failed' : 'succeeded',
  })),
  deploymentsCut: false,
  freezes: [{ title: 'Year end', start: instant('2026-12-18'), end: instant('2027-01-04'), service: null }],
  campaigns: [{ title: 'Autumn', start: instant('2026-10-20'), end: null, channel: 'mail' }],
  told: { deployments: true, freezes: false, campaigns: true },
};
const note = (id: string, day: string | null, text: string | null = 'Said'): Note => ({
  id,
  subject: { kind: 'metric', id: 'm' },
  answers: null,
  day,
  text,
  side: 'it',
  by: { id: 'lead', name: 'Lead' },
  madeAt: instant('2026-11-10'),
  changedAt: null,
  earlier: [],
});
const shown = { fromMs: at('2026-11-01'), toMs: at('2026-12-31') };

describe('what stands in the lanes of a chart', () => {
  it('numbers the notes of the time shown by their days, and none that is a comment, removed or of another time', () => {
    const notes = [
      note('b', '2026-11-20'),
      note('a', '2026-11-02'),
      note('c', null),
      note('d', '2026-11-03', null),
      note('e', '2026-01-01'),
    ];
    expect(chartEvents(events, notes, shown).notes.map(({ number, note: { id } }) => [number, id])).toEqual([
      [1, 'a'],
      [2, 'b'],
    ]);
  });

  it('is told for a day in a sentence each, of both departments', () => {
    const lanes = chartEvents(events, [note('a', '2026-11-02')], shown);
    expect(eventsBetween(lanes, at('2026-11-02'), at('2026-11-03'))).toEqual([
      'IT: 4 deployments, shop v1, shop v2 (failed), shop v3 and 1 more',
      'Marketing: Autumn (mail)',
      'Note 1, Lead, IT: Said',
    ]);
    expect(eventsBetween(lanes, at('2026-10-01'), at('2026-10-20'))).toEqual([]);
    expect(eventsBetween(lanes, at('2026-12-20'), at('2026-12-21'))[0]).toBe('IT: freeze, Year end');
  });

  it('tells what is planned from now on with its day', () => {
    expect(eventsAhead(chartEvents(events, [], shown), at('2026-12-01'))).toEqual(['IT: freeze, Year end from 18 Dec']);
  });

  it('knows whether anybody tells of a lane, and claims nothing before the answer is there', () => {
    const told = (campaigns: boolean) =>
      chartEvents({ ...events, told: { deployments: false, freezes: false, campaigns } }, [], shown).told;
    expect([told(true), told(false)]).toEqual([
      { it: false, marketing: true },
      { it: false, marketing: false },
    ]);
    expect(chartEvents(undefined, [], shown).told).toEqual({ it: true, marketing: true });
  });
});
