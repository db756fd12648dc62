import { breaches, type BreachEpisode, type GuardrailFacts } from './breaches.js';

const dayMs = 86_400_000;
const first = Date.UTC(2026, 10, 1);
const days = Array.from({ length: 14 }, (_, index) => {
  const start = new Date(first + index * dayMs);
  return { date: start.toISOString().slice(0, 10), start, end: new Date(first + (index + 1) * dayMs) };
});
const at = (day: number, hour = 12) => new Date(first + day * dayMs + hour * 3_600_000).toISOString();
const seenAt = (when: string) => ({ at: when, by: 'Somebody' });
const episode = (more: Partial<BreachEpisode> = {}): BreachEpisode => ({
  alertId: '7',
  firedAt: at(10),
  resolvedAt: null,
  seen: { marketing: null, it: seenAt(at(10, 13)) },
  ...more,
});
const facts = (more: Partial<GuardrailFacts> = {}): GuardrailFacts => ({
  id: 'floor',
  title: 'Floor',
  severity: 'critical',
  metric: { key: 'rate', title: 'Rate', unit: '%', precision: 1 },
  owners: { marketing: 'm', it: 'i' },
  alerts: [],
  episodes: [],
  valuesOfDays: days.map(() => 'inside'),
  ...more,
});
const written = (...known: GuardrailFacts[]) => breaches(known, { days, timeZone: 'UTC' });
const strip = (more: Partial<GuardrailFacts>) => written(facts(more)).content.strips[0];
const transitions = (...steps: readonly (readonly [number, 'pending' | 'firing' | 'resolved' | 'noData'])[]) => [
  { stateBefore: 'inactive' as const, transitions: steps.map(([day, to]) => ({ at: at(day), to })) },
];

describe('breaches', () => {
  it('take each day for what was gravest in it', () => {
    const alerts = transitions([3, 'pending'], [4, 'firing'], [6, 'resolved'], [9, 'noData'], [10, 'resolved']);
    expect(strip({ alerts })?.days).toEqual([
      ...['inside', 'inside', 'inside', 'near', 'breach', 'breach', 'breach'],
      ...['inside', 'inside', 'noData', 'noData', 'inside', 'inside', 'inside'],
    ]);
  });

  it('know a breach that began before the first day', () => {
    const alerts = [{ stateBefore: 'firing' as const, transitions: [{ at: at(1), to: 'resolved' as const }] }];
    expect(strip({ alerts })?.days.slice(0, 3)).toEqual(['breach', 'breach', 'inside']);
  });

  it('show a value near its limit and a day without data, where no alert says more', () => {
    const valuesOfDays = days.map((_, index) => (index === 2 ? 'near' : index === 5 ? 'absent' : 'inside'));
    expect(strip({ valuesOfDays })?.days.slice(0, 6)).toEqual([
      'inside',
      'inside',
      'near',
      'inside',
      'inside',
      'noData',
    ]);
  });

  it('show a value beyond its limit, also where nobody was alerted', () => {
    const known = strip({ valuesOfDays: days.map((_, index) => (index < 2 ? 'beyond' : 'inside')) });
    expect(known?.days.slice(0, 3)).toEqual(['breach', 'breach', 'inside']);
    expect(known).toMatchObject({ open: false, text: 'Beyond its limit on 2 days, without an alert.' });
  });

  it('say who saw them, and when', () => {
    const open = strip({ alerts: transitions([10, 'firing']), episodes: [episode()] });
    expect(open).toMatchObject({ open: true, evidence: '/alerts/7' });
    expect(open?.text).toBe('In breach since 11 Nov. Marketing has not seen it. IT saw it after 1 h.');
  });

  it('leave out guardrails that held, and count them', () => {
    const { content, counts } = written(
      facts(),
      facts({ id: 'b', alerts: transitions([10, 'firing']), episodes: [episode()] }),
    );
    expect(content.strips.map(({ id }) => id)).toEqual(['b']);
    expect(content.sentence).toBe('1 in breach on at least one day. One guardrail held on all days.');
    expect(counts).toMatchObject([{ code: 'guardrailsInBreach', value: 1 }]);
  });

  it('name no count that is 0', () => {
    const near = facts({ valuesOfDays: days.map((_, index) => (index === 2 ? 'near' : 'inside')) });
    expect(written(near).content.sentence).toBe('1 near a limit or without data. No guardrail held on all days.');
    expect(written(facts()).content.sentence).toBe('One guardrail held on all days.');
  });

  it.each([
    [{ marketing: null, it: null }, null, 'brokeUnseen', 'Floor broke and nobody has looked at it.'],
    [{ marketing: null, it: seenAt(at(11)) }, null, 'brokeSeenByOne', 'Floor broke and only IT noticed.'],
    [{ marketing: seenAt(at(11)), it: null }, null, 'brokeSeenByOne', 'Floor broke and only Marketing noticed.'],
    [{ marketing: seenAt(at(11)), it: seenAt(at(11)) }, null, 'broke', 'Floor is in breach.'],
    [{ marketing: seenAt(at(11)), it: seenAt(at(11)) }, at(12), 'broke', 'Floor broke and is over.'],
  ])('offer the headline who noticed: %j', (seen, resolvedAt, code, text) => {
    const { sentences } = written(
      facts({ alerts: transitions([10, 'firing']), episodes: [episode({ seen, resolvedAt })] }),
    );
    expect(sentences).toMatchObject([{ code, text, evidence: '/alerts/7' }]);
  });
});
