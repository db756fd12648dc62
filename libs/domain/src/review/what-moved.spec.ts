import { movements, whatMoved, type MovementFacts } from './what-moved.js';

const start = Date.UTC(2026, 7, 3);
const dayMs = 86_400_000;
const at = (week: number) => new Date(start + week * 7 * dayMs);
const calm = [10, 12, 10, 12, 10, 12, 10, 12, 10, 12, 10, 12];
const owner = (id: string) => ({ id, name: id });

const facts = (values: readonly number[], more: Partial<MovementFacts> = {}): MovementFacts => ({
  metric: { key: 'rate', title: 'Rate', unit: '%', precision: 1, direction: 'up' },
  owners: { marketing: owner('m'), it: owner('i') },
  stale: false,
  points: values.map((value, week) => ({
    start: at(week).toISOString(),
    end: at(week + 1).toISOString(),
    value: value.toFixed(1),
  })),
  explanations: [],
  bounds: { lower: 0, upper: 100 },
  ...more,
});
const period = { from: at(12), to: at(14) };
const written = (...known: MovementFacts[]) =>
  whatMoved(movements(known, period), { from: period.from, timeZone: 'UTC', events: new Map() });
const verdicts = (...known: MovementFacts[]) => written(...known).content.moved.map(({ verdict }) => verdict);

describe('what moved', () => {
  it('is what completes a rule within the period, with its value before and the usual range', () => {
    const [moved] = written(facts([...calm, 11, 30])).content.moved;
    expect(moved).toMatchObject({
      rule: 'beyondLimits',
      verdict: 'better',
      before: { value: '12.0', end: at(12).toISOString() },
      now: { value: '30.0' },
      delta: '18.0',
      mean: '11.0',
      lower: '5.7',
      upper: '16.3',
      text: 'Better for real: 30.0% in the time to 8 Nov, +18.0\u202fpp against 12.0% to 25 Oct. It is above the upper limit of its usual variation, 16.3%.',
    });
  });

  it.each([
    ['within its limits', facts([...calm, 12, 15]), 'noise'],
    ['signalled before the period only', facts([...calm.slice(0, 11), 40, 11, 11]), 'noise'],
    ['stale', facts([...calm, 11, 30], { stale: true }), 'stale'],
    ['short', facts([10, 30]), 'tooFewPoints'],
    ['not settled since', facts(calm), 'notSettled'],
  ] as const)('counts what is %s', (_, known, reason) => {
    const { moved, still } = written(known).content;
    expect(moved).toEqual([]);
    expect(still).toEqual({ noise: 0, tooFewPoints: 0, notSettled: 0, stale: 0, [reason]: 1 });
  });

  it('is worse by the direction of the metric, and returning where the point comes back from farther out', () => {
    const lower = { ...facts([]).metric, direction: 'down' as const };
    expect(verdicts(facts([...calm, 11, 30], { metric: lower }))).toEqual(['worse']);
    expect(verdicts(facts([...calm.slice(0, 11), 60, 11, 30]))).toEqual(['returning']);
  });

  it('names who has not explained it, and never a side without an owner', () => {
    const explanation = { side: 'it' as const, text: 'A new cache.', by: 'i', at: at(13).toISOString() };
    const owners = { marketing: null, it: owner('i') };
    const unexplained = (more: Partial<MovementFacts>) =>
      written(facts([...calm, 11, 30], more)).content.moved[0]?.unexplained;
    expect(unexplained({})).toEqual([
      { side: 'marketing', owner: 'm' },
      { side: 'it', owner: 'i' },
    ]);
    expect(unexplained({ explanations: [explanation] })).toEqual([{ side: 'marketing', owner: 'm' }]);
    expect(unexplained({ owners })).toEqual([{ side: 'it', owner: 'i' }]);
  });

  it('lists the six farthest from their means, and counts the rest', () => {
    const many = Array.from({ length: 8 }, (_, index) =>
      facts([...calm, 11, 30 + index], { metric: { ...facts([]).metric, key: `k${index}`, title: `K${index}` } }),
    );
    const { content, sentences } = written(...many);
    expect(content.moved.map(({ metric }) => metric.key)).toEqual(['k7', 'k6', 'k5', 'k4', 'k3', 'k2']);
    expect(content.more).toBe(2);
    expect(content.sentence).toBe('The six largest of 8 signals.');
    expect(sentences).toMatchObject([{ code: 'movedBetter', text: 'K7, K6 and 6 more became better for real.' }]);
  });

  it('says how much of the rest was noise', () => {
    expect(written(facts([...calm, 11, 30]), facts([...calm, 12, 10]), facts([1])).content.sentence).toBe(
      'One signal. One metric is within ordinary variation. One has too few points to tell.',
    );
  });
});
