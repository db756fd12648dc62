import fc from 'fast-check';
import { agendaOf, agendaShares, type AgendaSection } from './agenda.js';

const all = Object.keys(agendaShares) as AgendaSection[];

describe('the agenda', () => {
  it('gives each section its share of the meeting, in the order of every review', () => {
    const withoutIdeas = all.filter((section) => section !== 'initiatives').reverse();
    expect(agendaOf(withoutIdeas, 45)).toEqual([
      { section: 'whatMoved', minutes: 8 },
      { section: 'breaches', minutes: 8 },
      { section: 'goalsAtRisk', minutes: 10 },
      { section: 'trust', minutes: 3 },
      { section: 'communicationGaps', minutes: 6 },
      { section: 'decisions', minutes: 7 },
      { section: 'actions', minutes: 3 },
    ]);
  });

  it('adds up to the meeting, whatever its length and sections', () => {
    fc.assert(
      fc.property(fc.subarray(all, { minLength: 1 }), fc.integer({ min: 10, max: 480 }), (sections, minutes) => {
        const agenda = agendaOf(sections, minutes);
        expect(agenda.reduce((sum, item) => sum + item.minutes, 0)).toBe(minutes);
        expect(agenda.map(({ section }) => section)).toEqual(all.filter((section) => sections.includes(section)));
      }),
      { endOnFailure: true },
    );
  });
});
