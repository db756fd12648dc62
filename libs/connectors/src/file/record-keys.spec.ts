import { contentKeys } from './content-key.js';
import { instantReader } from '@tandem/connector-kit/mapping/instant-reader';
import { compileNaturalKey } from '@tandem/connector-kit/mapping/natural-key';
import { OccurrenceCounter } from './occurrence-counter.js';
import { compileVersionKey } from '@tandem/connector-kit/mapping/version-key';

const cells = (...row: string[]) => ({
  text: (column: number) => row[column] ?? '',
  value: (column: number) => row[column] ?? '',
  isNumber: () => false,
});

describe('compileNaturalKey', () => {
  const keyOf = compileNaturalKey([
    { name: 'repo', index: 0 },
    { name: 'tag', index: 1 },
  ]);

  it('joins its columns', () => {
    expect(keyOf(cells('bullmq', 'v1'))).toEqual({ value: 'bullmq|v1' });
  });

  it('keeps apart what would read the same when joined', () => {
    const keys = [
      keyOf(cells('a|b', 'c')),
      keyOf(cells('a', 'b|c')),
      keyOf(cells('a\\', '|b|c')),
      keyOf(cells('a\\|', 'b|c')),
    ];
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(4);
  });

  it('refuses an empty part and a key without end', () => {
    expect(keyOf(cells('bullmq', ''))).toEqual({
      problem: 'the key column "tag" is empty, so the record cannot be told from others',
    });
    expect(keyOf(cells('x'.repeat(999), 'v1'))).toEqual({ problem: 'the key is longer than 1000 characters' });
  });
});

describe('contentKeys', () => {
  it('keeps equal rows apart, and gives the same keys whatever their order', () => {
    const keysOf = (rows: readonly string[]) => {
      const keyOf = contentKeys();
      return rows.map((row) => keyOf(row));
    };
    const keys = keysOf(['a', 'b', 'a', 'a', 'c']);
    expect(new Set(keys).size).toBe(5);
    expect(keysOf(['c', 'a', 'a', 'b', 'a']).sort()).toEqual([...keys].sort());
  });
});

describe('OccurrenceCounter', () => {
  it('counts exactly while it grows, for hashes that share a slot too', () => {
    const counter = new OccurrenceCounter();
    for (let round = 1; round <= 3; round += 1) {
      for (let hash = 0; hash < 20_000; hash += 1) {
        const count = counter.next(hash * 65_536, (hash % 5_000) + 0xffff_0000);
        if (count !== round) throw new Error(`hash ${hash} was counted ${count} times in round ${round}`);
      }
    }
    expect(counter.next(0, 0xffff_0000)).toBe(4);
    expect(counter.next(1, 0xffff_0000)).toBe(1);
  });
});

describe('compileVersionKey', () => {
  const versionOf = compileVersionKey(
    [
      { kind: 'instant', name: 'updated', index: 0 },
      { kind: 'integer', name: 'count', index: 1 },
    ],
    instantReader({ dateFormat: 'D/M/YYYY H:mm', zone: 'UTC', shiftWeeks: 0 }),
  );

  it('sorts byte by byte as the versions follow each other', () => {
    const rows = [
      cells('9/1/2016 8:00', '9'),
      cells('10/1/2016 8:00', '9'),
      cells('10/1/2016 8:00', '10'),
      cells('1/2/2016 0:00', '0'),
    ];
    const keys = rows.map((row) => JSON.stringify(versionOf(row)));
    expect([...keys].sort()).toEqual(keys);
    expect(versionOf(cells('9/1/2016 8:00', '9'))).toEqual({ value: '2016-01-09T08:00:00.000Z|00000000000000000009' });
  });

  it.each([
    ['9/1/2016 8:00', '-1', '"-1" is not a whole number of at most 20 digits without a sign'],
    ['9/1/2016 8:00', '1.5', '"1.5" is not a whole number'],
    ['9/1/2016 8:00', '', 'the version column "count" is empty'],
    ['soon', '1', '"soon" does not match the date format'],
  ])('refuses %s and "%s"', (updated, count, problem) => {
    expect(versionOf(cells(updated, count))).toEqual({ problem: expect.stringContaining(problem) as unknown });
  });
});
