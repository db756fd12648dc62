import fc from 'fast-check';
import { instantOfKey, isKeyOf, keyOf, keyShapeOf, shapeTextsIn, shapeText } from './key-shape.js';

const at = Date.parse('2026-03-01T10:30:00.000Z');

describe('the shape of a natural key', () => {
  it.each([
    ['2026-03-01T10:30:00.000Z|till 3', '2026-03-01T10:30:00.000Z'],
    ['till 3|2026-03-01T10:30Z', '2026-03-01T10:30:00.000Z'],
    ['till 3 2026-03-01 11:30:00', '2026-03-01T10:30:00.000Z'],
    ['2026-03-01|Resort', '2026-02-28T23:00:00.000Z'],
    ['2026-03-01|Resort', '2026-02-28T18:30:00.000Z'],
    ['cpu-1772361000-7', '2026-03-01T10:30:00.000Z'],
    ['cpu-1772361000000', '2026-03-01T10:30:00.000Z'],
  ])('lets %s follow from %s', (key, instant) => {
    const atMs = Date.parse(instant);
    const shape = keyShapeOf(key, atMs);
    if (!shape) throw new Error('The key has no shape.');
    expect(keyOf(shape, atMs)).toBe(key);
    expect(instantOfKey(shape, key)).toBe(atMs);
    expect(shapeTextsIn(key)).toContain(shapeText(shape));
  });

  it.each(['4711', 'a5f0c2', '2025-03-01', '2026-02-30T10:30', 'cpu-1772361001'])('is none for %s', (key) => {
    expect(keyShapeOf(key, at)).toBeNull();
  });

  it('never takes one key for another: of a shape, an instant has one key and a key one instant', () => {
    const shapes = fc.record({
      prefix: fc.stringMatching(/^[a-z0-9|-]{0,6}$/),
      format: fc.constantFrom(
        'date',
        'T minutes',
        '  seconds',
        'T milliseconds',
        'epoch seconds',
        'epoch milliseconds',
      ),
      suffix: fc.stringMatching(/^[a-z0-9|-]{0,6}$/),
      offsetMs: fc.integer({ min: -40, max: 56 }).map((quarters) => quarters * 900_000),
    } as const);
    fc.assert(
      fc.property(shapes, fc.integer({ min: 0, max: 3_000_000 }), (drawn, quarters) => {
        const atMs = quarters * 900_000;
        const key = keyOf(drawn, atMs);
        const shape = key === null ? null : keyShapeOf(key, atMs);
        if (key === null || shape === null) return;
        expect(keyOf(shape, atMs)).toBe(key);
        expect(instantOfKey(shape, key)).toBe(atMs);
        expect(keyOf(shape, atMs + 900_000)).not.toBe(key);
        for (const other of [key, `${key} `, key.slice(1), keyOf(drawn, atMs + 900_000) ?? ''])
          expect(isKeyOf(shape, atMs, other)).toBe(keyOf(shape, atMs) === other);
      }),
      { numRuns: 2_000 },
    );
  });
});
