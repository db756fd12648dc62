import { coverageOf, noteInstants, type SeenInstants } from './coverage.js';
import { fileSettings } from './settings.js';

const incidents = {
  stream: 'incident',
  zone: 'Europe/Lisbon',
  fields: { service: 's', openedAt: 'o' },
  naturalKey: { columns: ['id'] },
};
const settings = (changed: object = {}) =>
  fileSettings.parse({ location: { path: 'a.csv' }, mappings: [incidents], ...changed });
const record = (fields: Record<string, string>, knownAt?: string) => ({
  stream: 'incident' as const,
  naturalKey: '1',
  fields,
  dimensions: {},
  origin: 'a.csv:2',
  ...(knownAt !== undefined && { knownAt }),
});

function seenIn(...records: ReturnType<typeof record>[]): SeenInstants {
  const seen: SeenInstants = {};
  for (const one of records) noteInstants(seen, one);
  return seen;
}

describe('coverageOf', () => {
  it('covers the whole local days from the first to the last instant seen', () => {
    const seen = seenIn(
      record({ openedAt: '2016-07-02T10:00:00.000Z', resolvedAt: '2016-07-04T23:30:00.000Z' }),
      record({ openedAt: '2016-07-01T23:30:00.000Z' }),
    );
    // In Lisbon, an hour ahead of UTC in July, half past eleven is already the next day.
    expect(coverageOf(settings(), seen)).toEqual({
      incident: { from: '2016-07-01T23:00:00.000Z', to: '2016-07-05T23:00:00.000Z' },
    });
  });

  it('believes what the source knew when rather than the dates that it names', () => {
    const seen = seenIn(
      record(
        { openedAt: '2016-07-02T10:00:00.000Z', resolvedAt: '2016-09-01T00:00:00.000Z' },
        '2016-07-03T10:00:00.000Z',
      ),
    );
    expect(coverageOf(settings(), seen).incident?.to).toBe('2016-07-03T23:00:00.000Z');
  });

  it('prefers what the settings declare, moved by the shift, bound by bound', () => {
    const seen = seenIn(record({ openedAt: '2016-03-30T10:00:00.000Z' }));
    expect(coverageOf(settings({ coverage: { from: '2016-03-21' }, shiftWeeks: 1 }), seen)).toEqual({
      incident: { from: '2016-03-27T23:00:00.000Z', to: '2016-03-30T23:00:00.000Z' },
    });
    expect(coverageOf(settings({ coverage: { from: '2016-03-21', to: '2016-04-04' } }), {})).toEqual({
      incident: { from: '2016-03-21T00:00:00.000Z', to: '2016-04-03T23:00:00.000Z' },
    });
  });

  it('claims nothing for a stream that has neither', () => {
    expect(coverageOf(settings(), {})).toEqual({});
    expect(coverageOf(settings({ coverage: { to: '2016-04-04' } }), {})).toEqual({});
  });
});
