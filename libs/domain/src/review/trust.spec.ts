import { trust, type TrustFacts } from './trust.js';

const facts = (more: Partial<TrustFacts> = {}): TrustFacts => ({
  metric: { key: 'rate', title: 'Rate', unit: '%', precision: 1 },
  owners: { marketing: 'm', it: 'i' },
  dataTo: '2026-11-10T00:00:00.000Z',
  stale: false,
  sources: ['Desk'],
  proposal: null,
  restatedDays: 0,
  ...more,
});
const now = new Date('2026-11-20T00:00:00Z');
const written = (...known: TrustFacts[]) => trust(known, { now, timeZone: 'UTC' });

describe('whether the data can be trusted', () => {
  it('is beyond doubt where it is fresh, owned by both sides and signed', () => {
    const { content, counts, sentences } = written(facts());
    expect(content).toMatchObject({
      items: [],
      trusted: 1,
      sentence: '1 of 1 metric fresh, owned by both sides and signed.',
    });
    expect(counts).toMatchObject([{ value: 1, of: 1 }]);
    expect(sentences).toEqual([]);
  });

  it.each([
    [{ stale: true }, 'Desk ends with 9 Nov. Forecast and verdicts are withheld.', 0],
    [{ dataTo: null }, 'No data was collected.', 0],
    [{ owners: { marketing: 'm', it: null } }, 'No owner on the side of IT.', 0],
    [
      { proposal: { proposedAt: '2026-11-08T00:00:00Z', waitsFor: ['it' as const] } },
      'A change of its definition has waited for IT for 12 days.',
      0,
    ],
    [{ restatedDays: 3 }, '3 settled days changed since.', 1],
  ])('is told with its reason: %j', (more, text, trusted) => {
    const { content } = written(facts(more));
    expect([content.items[0]?.text, content.trusted]).toEqual([text, trusted]);
  });

  it('begins with what has no data, and tells the headline of that alone', () => {
    const named = (key: string, more: Partial<TrustFacts>) =>
      facts({ metric: { key, title: key, unit: '%', precision: 1 }, ...more });
    const { content, sentences } = written(
      named('a', { restatedDays: 1 }),
      named('b', { owners: { marketing: null, it: null } }),
      named('c', { stale: true }),
      named('d', { dataTo: null }),
    );
    expect(content.items.map(({ metric }) => metric.key)).toEqual(['d', 'c', 'b', 'a']);
    expect(sentences).toMatchObject([{ code: 'dataSilent', text: 'd and c have no fresh data.' }]);
  });
});
