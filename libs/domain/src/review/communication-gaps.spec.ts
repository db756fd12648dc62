import { communicationGaps, usualThresholds, type GapFacts } from './communication-gaps.js';

const now = new Date('2026-11-20T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000);
const none: GapFacts = {
  now,
  timeZone: 'UTC',
  goals: [],
  proposals: [],
  alerts: [],
  sources: [],
  openings: [],
  decisions: [],
  alignment: null,
  notices: [],
};
const goal = {
  id: 'helped',
  title: 'Customers are helped in time',
  owningSides: ['marketing', 'it'],
  owners: { marketing: 'campaigns', it: 'service' },
  published: true,
  startAt: daysAgo(60),
  dueAt: new Date('2026-12-31T00:00:00Z'),
  lastCheckIn: { marketing: daysAgo(1), it: daysAgo(1) },
} as const;
const told = (facts: Partial<GapFacts>, thresholds = usualThresholds) =>
  communicationGaps({ ...none, ...facts }, thresholds).map(({ code, sides, subject, numbers }) => ({
    code,
    sides,
    id: subject.id,
    ...numbers,
  }));

describe('communication gaps', () => {
  it('are none where everybody talks', () => {
    expect(told({ goals: [goal] })).toEqual([]);
  });

  it('name the side that a goal has no owner on, also of a draft', () => {
    const { marketing } = goal.owners;
    expect(told({ goals: [{ ...goal, owners: { marketing }, published: false }] })).toEqual([
      { code: 'ownerMissing', sides: ['it'], id: 'helped' },
    ]);
    expect(told({ goals: [{ ...goal, owningSides: ['marketing'], owners: { marketing } }] })).toEqual([]);
  });

  it.each([
    [13.9, []],
    [14, [{ code: 'checkInMissing', sides: ['it'], id: 'helped', days: 14 }]],
  ])('tell of a side that was silent for %d days', (days, expected) => {
    expect(told({ goals: [{ ...goal, lastCheckIn: { ...goal.lastCheckIn, it: daysAgo(days) } }] })).toEqual(expected);
  });

  it('count silence from the start of a goal, and not of what is over or to come', () => {
    const silent = { ...goal, lastCheckIn: { marketing: null, it: null } };
    expect(told({ goals: [silent] })).toMatchObject([
      { sides: ['marketing'], days: 60 },
      { sides: ['it'], days: 60 },
    ]);
    expect(told({ goals: [{ ...silent, startAt: daysAgo(13) }] })).toEqual([]);
    expect(
      told({
        goals: [
          { ...silent, dueAt: daysAgo(1) },
          { ...silent, published: false },
        ],
      }),
    ).toEqual([]);
  });

  it('tell of a proposal that waits for a signature, from the day that is set', () => {
    const proposal = {
      of: 'definition',
      subject: 'attainment',
      title: 'Attainment',
      waitsFor: ['it'],
      since: daysAgo(3),
    } as const;
    const expected = { code: 'signatureMissing', sides: ['it'], id: 'attainment', days: 3 };
    expect(told({ proposals: [proposal] })).toEqual([expected]);
    expect(told({ proposals: [proposal] }, { ...usualThresholds, signatureDays: 4 })).toEqual([]);
    expect(told({ proposals: [{ ...proposal, waitsFor: [] }] })).toEqual([]);
  });

  it('tell of an alert until each side that owns it has acknowledged it', () => {
    const alert = {
      id: '7',
      title: 'Load',
      firedAt: daysAgo(1),
      owningSides: ['marketing', 'it'],
      acknowledgedBy: [],
    } as const;
    expect(told({ alerts: [alert] })).toEqual([
      { code: 'alertUnacknowledged', sides: ['marketing', 'it'], id: '7', hours: 24 },
    ]);
    expect(told({ alerts: [{ ...alert, acknowledgedBy: ['it'] }] })).toMatchObject([{ sides: ['marketing'] }]);
    expect(told({ alerts: [{ ...alert, owningSides: ['it'], acknowledgedBy: ['it'] }] })).toEqual([]);
    expect(told({ alerts: [{ ...alert, owningSides: [] }] })).toMatchObject([{ sides: ['marketing', 'it'] }]);
    expect(told({ alerts: [{ ...alert, firedAt: new Date(now.getTime() - 3_599_000) }] })).toEqual([]);
  });

  it('tell of a stale source', () => {
    const source = { id: 'desk', name: 'Desk', stale: true, lastAt: daysAgo(9) };
    expect(told({ sources: [source, { ...source, id: 'shop', stale: false }] })).toEqual([
      { code: 'sourceStale', sides: ['marketing', 'it'], id: 'desk' },
    ]);
  });

  it('tell the side that has not opened a metric which the other one has', () => {
    const opened = (marketing: number, it: number) => ({
      metric: 'attainment',
      title: 'Attainment',
      opens: { marketing, it },
    });
    expect(told({ openings: [opened(4, 0)] })).toEqual([
      { code: 'openedByOneSide', sides: ['it'], id: 'attainment', opens: 4 },
    ]);
    expect(told({ openings: [opened(0, 2)] })).toMatchObject([{ sides: ['marketing'], opens: 2 }]);
    expect(told({ openings: [opened(4, 1), opened(0, 0)] })).toEqual([]);
  });

  it('tell of a decision past its date, until it is graded or taken back', () => {
    const decision = { id: '3', title: 'A second shift', status: 'inForce', date: '2026-11-18', graded: false };
    const expected = { code: 'decisionPastDate', sides: ['marketing', 'it'], id: '3', days: 1 };
    expect(told({ decisions: [decision] })).toEqual([expected]);
    expect(told({ decisions: [{ ...decision, status: 'waiting' }] })).toEqual([expected]);
    expect(
      told({
        decisions: [
          { ...decision, date: '2026-11-20' },
          { ...decision, graded: true },
        ],
      }),
    ).toEqual([]);
    expect(
      told({
        decisions: [
          { ...decision, status: 'withdrawn' },
          { ...decision, date: null },
        ],
      }),
    ).toEqual([]);
  });

  it('tell of scores more than two points apart; two are inside', () => {
    const alignment = { round: '2026-11-a', marketing: 8, it: 6, gap: 2 };
    expect(told({ alignment })).toEqual([]);
    expect(told({ alignment: { ...alignment, it: 5.9, gap: 2.1 } })).toEqual([
      { code: 'alignmentApart', sides: ['marketing', 'it'], id: '2026-11-a', marketing: 8, it: 5.9, points: 2.1 },
    ]);
  });

  it('tell of notices that were agreed and not given', () => {
    const breach = { agreement: 'release-notice', title: 'Release notice', side: 'it', missed: 2, of: 14 } as const;
    expect(told({ notices: [breach, { ...breach, missed: 0 }] })).toEqual([
      { code: 'noticeMissed', sides: ['it'], id: 'release-notice', missed: 2, of: 14 },
    ]);
  });
});
