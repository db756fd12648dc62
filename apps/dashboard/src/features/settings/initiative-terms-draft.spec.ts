import { quarterAfter, termsDraft, writtenTerms } from './initiative-terms-draft.js';

const today = new Date('2026-11-30T12:00:00Z');
const thing = {
  name: 'Northern Ferries',
  initiatives: {
    currency: 'EUR',
    discountRate: 8.5,
    gate: { months: 18, cost: 100000 },
    budget: 150000,
    capacity: [
      { team: 'web', quarter: '2026-Q3', weeks: 10 },
      { team: 'brand', quarter: '2027-Q1', weeks: 4.5 },
    ],
    jira: {
      connection: 'tracker',
      query: 'project = IDEA',
      fields: {
        title: { field: 'Summary' },
        agenda: { field: 'Agenda', values: { Business: 'businessTechnology', Upkeep: 'it' } },
        teams: { field: 'Team-weeks', as: 'web: {}' },
        owner_it: { otherwise: 'service' },
      },
    },
  },
};

describe('what holds for all initiatives, as a form', () => {
  it('is written as it was read', () => {
    const draft = termsDraft(thing, today);
    expect(writtenTerms(draft)).toEqual(thing.initiatives);
    expect(draft.quarters).toEqual(['2026-Q3', '2026-Q4', '2027-Q1', '2027-Q2', '2027-Q3']);
  });

  it('keeps capacity in the order it was stated in, that of teams the form does not show, and puts what is new at the end', () => {
    const capacity = [
      { team: 'web', quarter: '2027-Q2', weeks: 3 },
      { team: 'gone', quarter: '2026-Q4', weeks: 1 },
      { team: 'brand', quarter: '2026-Q4', weeks: 2 },
    ];
    const draft = termsDraft({ initiatives: { capacity } }, today);
    expect(writtenTerms(draft)).toEqual({ capacity });
    const edited = { ...draft, capacity: { ...draft.capacity, 'brand 2027-Q1': '5', 'web 2027-Q2': '4' } };
    expect(writtenTerms(edited)).toEqual({
      capacity: [
        { team: 'web', quarter: '2027-Q2', weeks: 4 },
        ...capacity.slice(1),
        { team: 'brand', quarter: '2027-Q1', weeks: 5 },
      ],
    });
  });

  it('says nothing where nothing is filled in, and sends what is no number as it stands', () => {
    const draft = termsDraft({ name: 'Northern Ferries' }, today);
    expect(writtenTerms(draft)).toEqual({});
    expect(writtenTerms({ ...draft, plain: { ...draft.plain, discountRate: 'ten' } })).toEqual({
      discountRate: 'ten',
    });
    expect(writtenTerms({ ...draft, capacity: { 'web 2026-Q4': '0' } })).toEqual({
      capacity: [{ team: 'web', quarter: '2026-Q4', weeks: 0 }],
    });
  });

  it('knows the next quarter', () => {
    expect(['2026-Q3', '2026-Q4'].map(quarterAfter)).toEqual(['2026-Q4', '2027-Q1']);
  });
});
