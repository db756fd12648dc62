import fc from 'fast-check';
import { factFault, foldFacts, type RecordFact } from './fold-facts.js';

const fact = (eventId: string, at: string, more: Partial<RecordFact>): RecordFact => ({
  eventId,
  stream: 'incident',
  naturalKey: 'P1',
  at,
  values: {},
  origin: 'https://pager.example/P1',
  ...more,
});
const opened = fact('1', '2026-11-01T08:00:00.000Z', {
  values: { service: 'shop', severity: 'high' },
  lasting: { openedAt: '2026-11-01T08:00:00.000Z' },
});
const acknowledged = fact('2', '2026-11-01T08:05:00.000Z', { lasting: { acknowledgedAt: '2026-11-01T08:05:00.000Z' } });
const resolved = fact('3', '2026-11-01T09:00:00.000Z', { values: { resolvedAt: '2026-11-01T09:00:00.000Z' } });
const reopened = fact('4', '2026-11-01T10:00:00.000Z', { values: { resolvedAt: null } });
const again = fact('5', '2026-11-01T11:00:00.000Z', {
  values: { resolvedAt: '2026-11-01T11:00:00.000Z' },
  lasting: { acknowledgedAt: '2026-11-01T10:30:00.000Z' },
});

describe('the record that follows from events', () => {
  it('is the same in whatever order they come', () => {
    const all = [opened, acknowledged, resolved, reopened, again];
    const expected = foldFacts(all, '5');
    expect(expected).toMatchObject({
      ok: true,
      record: {
        fields: {
          openedAt: '2026-11-01T08:00:00.000Z',
          acknowledgedAt: '2026-11-01T08:05:00.000Z',
          resolvedAt: '2026-11-01T11:00:00.000Z',
          severity: 'high',
        },
      },
    });
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(foldFacts(shuffled, '5')).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  it('is gone where the last event says so, and there again with the next', () => {
    const deleted = fact('6', '2026-11-01T12:00:00.000Z', { gone: true });
    const all = [deleted, again, resolved, opened];
    expect(foldFacts(all, '6')).toEqual({
      ok: true,
      gone: { stream: 'incident', key: 'P1', covers: 'record', version: '6', origin: 'https://pager.example/P1' },
    });
    expect(foldFacts([...all, fact('7', '2026-11-01T13:00:00.000Z', {})], '7')).toMatchObject({
      record: { fields: { service: 'shop' } },
    });
    expect(factFault(deleted)).toBeNull();
  });

  it('takes back what a later event takes back', () => {
    const open = foldFacts([reopened, opened, resolved], '3');
    expect(open.ok && 'record' in open && open.record.fields['resolvedAt']).toBeUndefined();
  });

  it('does not exist before an event tells what its stream needs', () => {
    expect(foldFacts([resolved], '1')).toMatchObject({ ok: false, field: 'service' });
  });
});

describe('an event by itself', () => {
  it('has no fault where only others are missing', () => {
    expect([opened, acknowledged, resolved, reopened].map(factFault)).toEqual([null, null, null, null]);
  });

  it.each([
    ['a time that is none', { values: { resolvedAt: 'yesterday' } }, 'resolvedAt'],
    ['a field that the stream does not have', { values: { colour: 'red' } }, 'colour'],
    ['a NUL in its id', { eventId: 'x\0' }, 'id'],
    ['an empty key', { naturalKey: '' }, 'key'],
    ['a dimension with a name of the language', { dimensions: { constructor: 'x' } }, 'dimensions.constructor'],
  ])('has a fault with %s', (_what, more, field) => {
    expect(factFault({ ...opened, ...more })).toMatchObject({ field });
  });
});
