import { checkRecord } from './check-record.js';

const good = { key: 'a', ticket: 'T-1', measure: 'resolution', startedAt: '2026-09-01T08:00:00+02:00', state: 'met' };
const check = (more: object) => checkRecord('slaCycle', { ...good, ...more }, 'push 1#1');

describe('a pushed record', () => {
  it('comes out with its instants in UTC, its origin, and without fields that are null', () => {
    expect(check({ priority: null, dimensions: { town: 'Bern' } })).toEqual({
      ok: true,
      record: {
        stream: 'slaCycle',
        naturalKey: 'a',
        fields: { ticket: 'T-1', measure: 'resolution', startedAt: '2026-09-01T06:00:00.000Z', state: 'met' },
        dimensions: { town: 'Bern' },
        origin: 'push 1#1',
      },
    });
  });

  it('is found again at its own address when it names one', () => {
    expect(check({ url: 'https://desk.example.org/T-1' })).toMatchObject({
      record: { origin: 'https://desk.example.org/T-1' },
    });
  });

  it.each([
    ['key', { key: 'a\0' }],
    ['key', { key: '\ud800' }],
    ['priority', { priority: 'a\0' }],
    ['priority', { priority: '\udc00b' }],
    ['dimensions.town', { dimensions: { town: 'a\0' } }],
    ['dimensions.to\u2400wn', { dimensions: { 'to\0wn': 'a' } }],
    ['url', { url: 'https://example.org/\0' }],
    ['url', { url: 5 }],
    ['col\u2400our', { 'col\0our': 'red' }],
    ['col\u2400our', { 'col\ud800our': 'red' }],
  ])('is refused at "%s" for text that cannot be stored: %j', (field, more) => {
    const answer = check(more);
    expect(answer).toMatchObject({ ok: false, field });
    expect(JSON.stringify(answer)).not.toMatch(/\\u0000|\\ud800/);
  });

  it('keeps characters beyond the first plane', () => {
    expect(check({ priority: '🛳 high' })).toMatchObject({ ok: true, record: { fields: { priority: '🛳 high' } } });
  });

  it.each(['0000-03-01T00:00:00Z', '0001-01-01T00:00:00+10:00', '0999-12-31T23:59:59Z', '9999-12-31T23:00:00-05:00'])(
    'is refused when %s lies outside the years that can be counted',
    (startedAt) => {
      expect(check({ startedAt })).toMatchObject({ ok: false, field: 'startedAt' });
    },
  );
});
