import { actionsSection, type ActionFacts } from './actions-section.js';
import { decisionsSection, type DecisionFacts } from './decisions-section.js';
import { gapsSection } from './gaps-section.js';
import type { CommunicationGap } from './communication-gaps.js';

const now = new Date('2026-11-20T12:00:00Z');
const attainment = { key: 'attainment', title: 'Attainment', unit: '%', precision: 1 };

describe('communication gaps in a review', () => {
  const silent: CommunicationGap = {
    code: 'checkInMissing',
    sides: ['it'],
    subject: { kind: 'goal', id: 'helped', title: 'Customers are helped' },
    since: '2026-11-01T00:00:00Z',
    numbers: { days: 19 },
  };
  const apart: CommunicationGap = {
    code: 'alignmentApart',
    sides: ['marketing', 'it'],
    subject: { kind: 'pulse', id: '2026-11-a', title: '2026-11-a' },
    since: null,
    numbers: { marketing: 8, it: 5, points: 3 },
  };
  const agreement = {
    title: 'Release notice',
    side: 'it',
    lead: { unit: 'hours', count: 48 },
    medianHours: 51,
    missed: 2,
    of: 14,
    event: 'release',
    basis: 'delivered',
    unconfirmed: 0,
    toldTo: null,
  } as const;

  it('say what led to each, with its evidence', () => {
    const { content, sentences, counts } = gapsSection([silent, apart], [agreement], { now, timeZone: 'UTC' });
    expect(content.gaps.map(({ text, evidence }) => [text, evidence])).toEqual([
      ['IT has not checked in for 19 days.', '/goals/helped'],
      ['Marketing 8, IT 5: 3 points apart.', '/agreements'],
    ]);
    expect(content.agreements).toEqual([
      {
        title: 'Release notice',
        from: 'it',
        agreed: '48 h',
        median: '51 h',
        missed: 2,
        of: 14,
        evidence: '/agreements',
      },
    ]);
    expect(content.sentence).toBe('2 gaps, and 2 notices that came too late or not at all.');
    expect(sentences.map(({ code }) => code)).toEqual(['alignmentApart']);
    expect(counts).toMatchObject([{ value: 2 }]);
  });

  it.each([
    [{ basis: 'announced' }, 'No source tells of these releases: what began without notice is not known.'],
    [{ unconfirmed: 1 }, '1 announcement without a release that a source tells of.'],
    [
      { unconfirmed: 2, toldTo: new Date('2026-11-12T00:00:00Z') },
      '2 announcements without a release that a source tells of. Sources tell of releases up to 2026-11-12 only.',
    ],
  ] as const)('say what is not known of an agreement: %j', (more, note) => {
    const { content } = gapsSection([], [{ ...agreement, ...more }], { now, timeZone: 'UTC' });
    expect(content.agreements[0]?.note).toBe(note);
  });

  it('say yesterday of a day that has just passed, and count none', () => {
    const of = (code: 'decisionPastDate' | 'signatureMissing' | 'alertUnacknowledged', numbers: object) =>
      gapsSection([{ ...silent, code, numbers: { ...numbers } }], [], { now, timeZone: 'UTC' }).content.gaps[0]?.text;
    expect(of('decisionPastDate', { days: 0 })).toBe('Its day passed yesterday, and it is neither graded nor closed.');
    expect(of('decisionPastDate', { days: 2 })).toBe('Its day passed 2 days ago, and it is neither graded nor closed.');
    expect(of('signatureMissing', { days: 0 })).toBe('Waits for the signature of IT, since less than a day.');
    expect(of('alertUnacknowledged', { hours: 0 })).toBe('Fires for less than an hour; IT has not acknowledged it.');
  });

  it('are none where everybody talks', () => {
    const { content, sentences } = gapsSection([], [], { now, timeZone: 'UTC' });
    expect([content.gaps, sentences]).toEqual([[], []]);
    expect(content.sentence).toContain('both sides check in');
  });
});

describe('decisions in a review', () => {
  const waiting: DecisionFacts = {
    id: '3',
    title: 'A second shift',
    about: 'Customers are helped',
    status: 'waiting',
    signed: ['marketing'],
    waitsFor: ['it'],
    acceptedAt: null,
    effect: { metric: attainment, direction: 'up', amount: '10', by: '2026-11-22' },
    grades: [],
  };
  const from = new Date('2026-11-06T00:00:00Z');
  const graded = (grade: 'hit' | 'missed', at: string) =>
    ({ grade, reason: 'tooLittle', value: '66.0', version: 1, moved: '1', share: 0.1, at: new Date(at) }) as const;

  it('name whom they wait for and what they promise', () => {
    const { content, sentences } = decisionsSection([waiting], { from });
    expect(content.open).toMatchObject([{ promise: 'Attainment up by 10 pp by 22 Nov 2026', waitsFor: ['it'] }]);
    expect(sentences.map(({ text }) => text)).toEqual(['One decision waits for IT.']);
  });

  it('tell grades since the last review with their numbers, and not earlier ones', () => {
    const decided = {
      ...waiting,
      status: 'inForce',
      waitsFor: [],
      acceptedAt: new Date('2026-10-01T00:00:00Z'),
    } as const;
    const old = { ...decided, id: '4', grades: [graded('missed', '2026-11-01T00:00:00Z')] };
    const fresh = {
      ...decided,
      id: '5',
      grades: [graded('hit', '2026-11-01T00:00:00Z'), graded('missed', '2026-11-10T00:00:00Z')],
    };
    const { content, sentences } = decisionsSection([old, fresh], { from });
    expect(content.graded).toMatchObject([
      {
        grade: 'missed',
        again: true,
        text: 'Missed: Attainment moved 1 pp of the promised 10 pp.',
        evidence: '/decisions/5',
      },
    ]);
    expect(content.decided).toEqual([]);
    expect(sentences.map(({ code }) => code)).toEqual(['decisionMissed']);
  });
});

describe('actions in a review', () => {
  const action: ActionFacts = {
    id: '1',
    title: 'Staff the shift',
    owner: 'Head of Service',
    side: 'it',
    due: '2026-11-13',
    status: 'late',
    daysLate: 7,
    result: null,
    metric: attainment,
    movement: { state: 'moved', before: 65, after: 61.5, verdict: 'worse' },
  };

  it('count those in time of those whose day has come, and say whether the number moved', () => {
    const done = { ...action, id: '2', status: 'done', daysLate: 0, metric: null, movement: null } as const;
    const open = { ...done, id: '3', status: 'open' } as const;
    const { content, sentences, counts } = actionsSection([action, done, open]);
    expect(counts).toMatchObject([{ value: 1, of: 2 }]);
    expect(content.actions.map(({ effect }) => effect)).toEqual(['Attainment −3.5 pp worse', 'none', 'none']);
    expect(sentences).toMatchObject([{ text: '"Staff the shift" is late.' }]);
  });
});
