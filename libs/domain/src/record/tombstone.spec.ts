import { coveringKeys, tombstoneFault, tombstoneVersion, type Tombstone } from './tombstone.js';

const gone: Tombstone = { stream: 'slaCycle', key: '7/', covers: 'parts', origin: 'desk' };

describe('a tombstone', () => {
  it('covers the record of its key, and with parts everything below it, but no other number', () => {
    expect(coveringKeys('70/reply_time/1')).toEqual(['70/reply_time/1', '70/', '70/reply_time/']);
    expect(coveringKeys('70/reply_time/1')).not.toContain('7/');
    expect(coveringKeys('P1')).toEqual(['P1']);
  });

  it('is later than what is as new, also after that was made anew, and earlier than what is newer', () => {
    const version = tombstoneVersion('2026-11-01T00:00:00.000Z');
    expect(version > '2026-11-01T00:00:00.000Z').toBe(true);
    expect(version > '2026-11-01T00:00:00.000Z|2026-12-01T00:00:00.000Z|000000000001|0000000000').toBe(true);
    expect(version < '2026-11-01T00:00:00.001Z').toBe(true);
  });

  it.each([
    ['a key that ends in the middle of a name', { key: '7' }],
    ['nothing but a slash, which would cover everything', { key: '/' }],
    ['no key', { key: '' }],
    ['a version that does not sort', { version: 'x\u00e4' }],
  ])('is refused for %s', (_what, more) => {
    expect(tombstoneFault(gone)).toBeNull();
    expect(tombstoneFault({ ...gone, ...more })).toMatch(/gone/);
  });
});
