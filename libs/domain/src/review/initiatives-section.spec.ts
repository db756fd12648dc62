import { initiativesSection, type InitiativeFacts } from './initiatives-section.js';

const from = new Date('2026-11-06T00:00:00Z');
const context = { from, timeZone: 'UTC' };
const at = (day: number) => new Date(Date.UTC(2026, 10, day, 12));
const idea = (more: Partial<InitiativeFacts> = {}): InitiativeFacts => ({
  id: 'search',
  title: 'Search',
  stage: 'idea',
  stageBefore: 'idea',
  gate: { verdict: 'pass', faults: [], since: at(1) },
  benefits: null,
  planned: { before: true, now: true },
  ...more,
});
const red = (more: Partial<InitiativeFacts> = {}) =>
  idea({
    stage: 'launched',
    stageBefore: 'launched',
    benefits: { verdict: 'red', paybackMonth: null, promisedMonth: 12, since: at(10) },
    planned: { before: false, now: false },
    ...more,
  });

describe('initiatives in a review', () => {
  it('are no section where there are none', () => {
    expect(initiativesSection([], context)).toBeNull();
  });

  it('that went red are told with what was promised, and in the headline only when it is new', () => {
    const section = initiativesSection(
      [
        red(),
        red({
          id: 'old',
          title: 'Old',
          benefits: { verdict: 'red', paybackMonth: 30, promisedMonth: 12, since: at(2) },
        }),
      ],
      context,
    );
    expect(section?.content.red.map(({ text }) => text)).toEqual([
      'Below its promise since 10 Nov: pays back never instead of in month 12.',
      'Below its promise since 2 Nov: pays back in month 30 instead of in month 12.',
    ]);
    expect(section?.sentences).toMatchObject([
      { text: '“Search” brings less than was promised.', evidence: '/initiatives/search' },
    ]);
    expect(section?.counts).toMatchObject([{ code: 'initiativesRed', value: 2, of: 2 }]);
  });

  it('that wait at the gate are told with what keeps them there', () => {
    const gate = { verdict: 'fail', faults: ['marginTooLate', 'effectMissing'], since: at(7) } as const;
    const section = initiativesSection([idea({ gate, planned: { before: false, now: false } })], context);
    expect(section?.content.waiting).toMatchObject([
      { text: 'Waits at the gate since 7 Nov: its margin reaches 0 too late and it promises nothing of a metric.' },
    ]);
    expect(section?.content.sentence).toBe('1 waiting at the gate.');
    // What is under way waits at no gate.
    expect(
      initiativesSection([idea({ gate, stage: 'underWay', stageBefore: 'underWay' })], context)?.content.waiting,
    ).toEqual([]);
  });

  it.each([
    [{ planned: { before: false, now: true } }, 'Came into the plan.'],
    [{ planned: { before: true, now: false } }, 'Is not in the plan any more.'],
    [{ stage: 'underWay', planned: { before: true, now: false } }, 'Work has begun.'],
    [{ stage: 'stopped', planned: { before: true, now: false } }, 'Was stopped.'],
    [{ stageBefore: null }, 'New, and in the plan.'],
    [{ stageBefore: null, planned: { before: false, now: false } }, 'New.'],
  ] as const)('whose place changed are told once: %j', (more, text) => {
    expect(initiativesSection([idea(more)], context)?.content.changes.map((one) => one.text)).toEqual([text]);
  });

  it('say so when nothing happened, and count what is not listed', () => {
    expect(initiativesSection([idea()], context)?.content).toMatchObject({
      more: 0,
      sentence: expect.stringContaining('the plan is as it was') as string,
    });
    const many = Array.from({ length: 7 }, (_, index) => red({ id: `r${index}` }));
    const section = initiativesSection(many, context);
    expect([section?.content.red.length, section?.content.more]).toEqual([5, 2]);
    expect(section?.sentences[0]?.text).toBe('“Search”, “Search” and 5 more bring less than was promised.');
  });
});
