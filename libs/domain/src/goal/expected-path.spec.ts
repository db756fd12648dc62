import fc from 'fast-check';
import { expectedValue } from './expected-path.js';
import { goalSpan } from './goal-span.js';

const berlin = 'Europe/Berlin';
const span = goalSpan({ start: '2026-10-01', due: '2026-12-31' }, berlin);
const linear = { baseline: '24', target: '30' };
const milestones = [
  { at: '2026-11-30', value: '29' },
  { at: '2026-10-31', value: '25' },
];
const at = (text: string) => new Date(text);

describe('goalSpan', () => {
  it('starts with the first day and is due at the end of the last, local time', () => {
    expect(span.startAt.toISOString()).toBe('2026-09-30T22:00:00.000Z');
    expect(span.dueAt.toISOString()).toBe('2026-12-31T23:00:00.000Z');
  });
});

describe('expectedValue', () => {
  it('expects nothing before the start and the target from the due instant on', () => {
    expect(expectedValue(linear, span, at('2026-09-30T21:59:59Z'), berlin)).toBeNull();
    expect(expectedValue(linear, span, span.startAt, berlin)).toBe(24);
    expect(expectedValue(linear, span, span.dueAt, berlin)).toBe(30);
    expect(expectedValue(linear, span, at('2027-06-01T00:00:00Z'), berlin)).toBe(30);
  });

  it('goes straight from baseline to target, also downwards', () => {
    const middle = new Date((span.startAt.getTime() + span.dueAt.getTime()) / 2);
    expect(expectedValue(linear, span, middle, berlin)).toBeCloseTo(27, 9);
    expect(expectedValue({ baseline: '30', target: '24' }, span, middle, berlin)).toBeCloseTo(27, 9);
  });

  it('follows a curve that adds up its parts, also downwards', () => {
    const curve = { ...linear, path: 'curve' as const, parts: [1, 1, 4, 0] };
    const after = (share: number) =>
      new Date(span.startAt.getTime() + (span.dueAt.getTime() - span.startAt.getTime()) * share);
    const expected = (share: number) => expectedValue(curve, span, after(share), berlin);
    expect(expected(0)).toBe(24);
    expect(expected(0.125)).toBeCloseTo(24.5, 6);
    expect(expected(0.25)).toBeCloseTo(25, 6);
    expect(expected(0.5)).toBeCloseTo(26, 6);
    expect(expected(0.75)).toBeCloseTo(30, 6);
    expect(expected(0.9)).toBeCloseTo(30, 6);
    const down = { ...curve, baseline: '30', target: '24' };
    expect(expectedValue(down, span, after(0.5), berlin)).toBeCloseTo(28, 6);
  });

  it('steps at the end of the day of each milestone', () => {
    const steps = { ...linear, path: 'steps' as const, milestones };
    expect(expectedValue(steps, span, at('2026-10-31T22:59:59Z'), berlin)).toBe(24);
    expect(expectedValue(steps, span, at('2026-10-31T23:00:00Z'), berlin)).toBe(25);
    expect(expectedValue(steps, span, at('2026-12-15T00:00:00Z'), berlin)).toBe(29);
  });

  it('goes straight between milestones', () => {
    const lines = { ...linear, path: 'lines' as const, milestones };
    const between = new Date((Date.UTC(2026, 9, 31, 23) + Date.UTC(2026, 10, 30, 23)) / 2);
    expect(expectedValue(lines, span, between, berlin)).toBeCloseTo(27, 9);
    expect(expectedValue(lines, span, at('2026-11-30T23:00:00Z'), berlin)).toBe(29);
  });

  it('takes a milestone given as an instant at that instant', () => {
    const steps = { ...linear, path: 'steps' as const, milestones: [{ at: '2026-11-01T12:00:00Z', value: '26' }] };
    expect(expectedValue(steps, span, at('2026-11-01T11:59:59Z'), berlin)).toBe(24);
    expect(expectedValue(steps, span, at('2026-11-01T12:00:00Z'), berlin)).toBe(26);
  });

  it('is not bent by milestones outside the time of the goal, or on a linear path', () => {
    const outside = [
      { at: '2026-08-01', value: '99' },
      { at: '2027-02-01', value: '99' },
    ];
    const instant = at('2026-11-10T00:00:00Z');
    const straight = expectedValue(linear, span, instant, berlin);
    expect(expectedValue({ ...linear, path: 'lines', milestones: outside }, span, instant, berlin)).toBe(straight);
    expect(expectedValue({ ...linear, path: 'linear', milestones }, span, instant, berlin)).toBe(straight);
  });

  it('never leaves the values between which it runs', () => {
    const instants = fc.integer({ min: span.startAt.getTime(), max: span.dueAt.getTime() });
    fc.assert(
      fc.property(instants, fc.constantFrom('linear' as const, 'steps' as const, 'lines' as const), (t, path) => {
        const value = Number(expectedValue({ ...linear, path, milestones }, span, new Date(t), berlin));
        expect(value).toBeGreaterThanOrEqual(24);
        expect(value).toBeLessThanOrEqual(30);
      }),
    );
  });

  it('refuses a milestone that is no date', () => {
    const steps = { ...linear, path: 'steps' as const, milestones: [{ at: 'Tuesday', value: '26' }] };
    expect(() => expectedValue(steps, span, span.startAt, berlin)).toThrow('"Tuesday" is not a date');
  });
});
