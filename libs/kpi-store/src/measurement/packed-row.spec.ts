import fc from 'fast-check';
import { canonicalDecimal } from './canonical-decimal.js';
import { keyOf } from './key-shape.js';
import type { Arrival, Measurement } from './measurement.js';
import { inOrder, packRow, unpackRow } from './packed-row.js';

const day = Date.UTC(2026, 10, 3);
const shape = { prefix: 'till|', format: 'T milliseconds', suffix: '', offsetMs: 0 } as const;
const arrivals = [1, 2, 7].map((number): Arrival => ({
  number,
  runId: '1',
  recordedAtMs: day,
  knownAtMs: day + number,
  replayed: false,
  origin: 'a.csv:',
  numbered: true,
}));

const [firstArrival = fail(0)] = arrivals;

function fail(number: number): never {
  throw new Error(`There is no arrival ${number}.`);
}

const decimals = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 999_999_999_999_999_999_999_999_999_999n }),
    fc.option(fc.stringMatching(/^\d{1,15}$/)),
  )
  .map(([negative, whole, fraction]) =>
    canonicalDecimal(`${negative ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`),
  );
const plain = fc.integer({ min: -40_000, max: 40_000 }).map(String);
const prices = fc.integer({ min: 0, max: 5_000_000 }).map((cents) => canonicalDecimal((cents / 100).toFixed(2)));
const column = fc.oneof(decimals, plain, prices, fc.constant('5'));

const measurements = (length: number) =>
  fc
    .array(
      fc.record({
        time: fc.oneof(
          fc.integer({ min: 0, max: 47 }).map((half) => half * 1_800_000),
          fc.integer({ min: 0, max: 31 * 86_400_000 - 1 }),
        ),
        end: fc.option(fc.integer({ min: -10, max: 1_000_000_000_000 })),
        value: fc.option(column),
        numerator: fc.option(column),
        denominator: fc.option(column),
        version: fc.option(fc.constantFrom('0001', 'a "b\\"', 'null')),
        arrival: fc.constantFrom(...arrivals),
        line: fc.nat(999_999_999),
        kept: fc.option(fc.constantFrom('k1', 'a,{b}', '"', 'NULL')),
      }),
      { minLength: 1, maxLength: length },
    )
    .map((drawn) =>
      inOrder(
        drawn.map(({ time, end, kept, ...rest }, index): Measurement => {
          const atMs = day + time;
          const derived = keyOf(shape, atMs) ?? '';
          return {
            ...rest,
            seriesId: 5,
            atMs,
            endMs: end === null ? null : atMs + end,
            key: kept === null ? derived : `${kept}${index}`,
            shapeId: kept === null ? 9 : null,
          };
        }),
      ),
    );

describe('a packed row', () => {
  it('gives back every measurement exactly, whatever its decimals, times, keys and versions', () => {
    fc.assert(
      fc.property(measurements(60), (packed) => {
        const row = packRow(packed, { utcDay: Math.floor(day / 86_400_000), wholeMonth: true });
        const unpacked = unpackRow(
          row,
          (_, atMs) => keyOf(shape, atMs) ?? '',
          (number) => arrivals.find((arrival) => arrival.number === number) ?? fail(number),
        );
        expect(unpacked).toEqual(packed);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps nothing of what follows from the rest: even times, equal values, derived keys, one arrival', () => {
    const even = Array.from({ length: 48 }, (_, half): Measurement => {
      const atMs = day + half * 1_800_000;
      return {
        seriesId: 5,
        key: keyOf(shape, atMs) ?? '',
        shapeId: 9,
        atMs,
        endMs: atMs + 1_800_000,
        value: null,
        numerator: String(half),
        denominator: '100',
        version: null,
        arrival: firstArrival,
        line: 140 * half,
      };
    });
    expect(packRow(even, { utcDay: Math.floor(day / 86_400_000), wholeMonth: false })).toMatchObject({
      stepMs: 1_800_000,
      positions: null,
      lengthMs: 1_800_000,
      lengthsMs: null,
      value: { base: null, small: null, wide: null, exact: null },
      numerator: { wide: null, exact: null },
      denominator: { base: '100', small: null, wide: null, exact: null },
      arrivals: { base: 1, step: 0, differences: null },
      lines: { base: 0, step: 140, differences: null },
      keys: null,
      versions: null,
    });
  });
});
