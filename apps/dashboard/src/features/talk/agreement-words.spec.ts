import { unknownText } from './agreement-words.js';

describe('what is not known of an agreement, in words', () => {
  type Held = Parameters<typeof unknownText>[0];
  const held: Held = { event: 'campaign', basis: 'delivered', unconfirmed: [], toldTo: null };
  it.each<[Partial<Held>, string | null]>([
    [{}, null],
    [{ basis: 'announced' }, 'No source tells of these campaigns: what began without notice is not known.'],
    [
      { unconfirmed: [{ id: '1', what: 'Advent', startsAt: '2026-11-17T08:00:00Z' }], toldTo: '2026-11-12T00:00:00Z' },
      'Announced, and no source tells that it took place: Advent (17 Nov 2026). Sources tell of campaigns up to 12 Nov 2026 only.',
    ],
  ])('%j', (more, text) => {
    expect(unknownText({ ...held, ...more }, 'UTC')).toBe(text);
  });
});
