import fc from 'fast-check';
import { actionsOfReview, actionStatus, movementSince, reminderDue } from './action.js';

const dayMs = 86_400_000;
const openedAt = new Date('2026-11-02T09:00:00Z');
const zone = 'Europe/Berlin';
const open = { state: 'open', due: '2026-11-13', openedAt, closedAt: null } as const;

describe('how an action stands', () => {
  it.each([
    [open, '2026-11-13T22:59:59Z', 'open'],
    [open, '2026-11-13T23:00:00Z', 'late'],
    [{ ...open, state: 'done', closedAt: new Date('2026-11-13T20:00:00Z') } as const, '2026-12-01T00:00:00Z', 'done'],
    [
      { ...open, state: 'done', closedAt: new Date('2026-11-14T20:00:00Z') } as const,
      '2026-12-01T00:00:00Z',
      'doneLate',
    ],
    [
      { ...open, state: 'dropped', closedAt: new Date('2026-11-14T20:00:00Z') } as const,
      '2026-12-01T00:00:00Z',
      'dropped',
    ],
  ])('%j at %s is %s', (action, now, status) => {
    expect(actionStatus(action, new Date(now), zone)).toBe(status);
  });

  it('is carried to each review until it is closed, and shown once more then', () => {
    const reviews = ['2026-11-01', '2026-11-15', '2026-12-01', '2026-12-15', '2027-01-01'].map((day) => new Date(day));
    const closed = { openedAt, closedAt: new Date('2026-12-05T10:00:00Z') };
    const shown = reviews
      .slice(1)
      .map((to, index) => actionsOfReview([closed], { from: reviews[index] ?? null, to }).length);
    expect(shown).toEqual([1, 1, 1, 0]);
    expect(actionsOfReview([{ openedAt, closedAt: null }], { from: null, to: new Date('2026-11-01') })).toEqual([]);
  });
});

describe('reminders of an action', () => {
  it.each([
    ['2026-11-11T06:59:59Z', null],
    ['2026-11-11T07:00:00Z', 'dueSoon 2026-11-11T07:00:00.000Z'],
    ['2026-11-13T06:59:59Z', 'dueSoon 2026-11-11T07:00:00.000Z'],
    ['2026-11-13T07:00:00Z', 'due 2026-11-13T07:00:00.000Z'],
    ['2026-11-14T07:00:00Z', 'overdue 2026-11-14T07:00:00.000Z'],
    ['2026-11-21T06:59:59Z', 'overdue 2026-11-14T07:00:00.000Z'],
    ['2026-11-21T07:00:00Z', 'overdue 2026-11-21T07:00:00.000Z'],
    ['2026-12-30T07:00:00Z', 'overdue 2026-12-26T07:00:00.000Z'],
  ])('at %s: %s', (now, expected) => {
    const reminder = reminderDue(open, new Date(now), zone);
    expect(reminder && `${reminder.kind} ${reminder.at.toISOString()}`).toBe(expected);
  });

  it('are none of what is closed, nor of a moment before it was opened', () => {
    expect(reminderDue({ ...open, state: 'done' }, new Date('2026-11-20'), zone)).toBeNull();
    const late = { ...open, openedAt: new Date('2026-11-12T09:00:00Z') };
    expect(reminderDue(late, new Date('2026-11-12T10:00:00Z'), zone)).toBeNull();
  });

  it('never go back in time', () => {
    const at = fc.integer({ min: 0, max: 90 * 24 });
    fc.assert(
      fc.property(at, at, (one, other) => {
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)].map((hours) =>
          reminderDue(open, new Date(openedAt.getTime() + hours * 3_600_000), zone),
        );
        expect(later?.at.getTime() ?? 0).toBeGreaterThanOrEqual(earlier?.at.getTime() ?? 0);
      }),
      { endOnFailure: true },
    );
  });
});

describe('whether the number moved since an action', () => {
  const weekly = (values: readonly number[], after: readonly number[]) => [
    ...values.map((value, index) => ({
      value,
      end: new Date(openedAt.getTime() - (values.length - 1 - index) * 7 * dayMs),
    })),
    ...after.map((value, index) => ({ value, end: new Date(openedAt.getTime() + (index + 1) * 7 * dayMs) })),
  ];
  const steady = [50, 51, 50, 49, 50, 51, 50];

  it.each([
    [steady, [], 'up', { state: 'notYet' }],
    [[], [50], 'up', { state: 'notYet' }],
    [steady, [60], 'up', { state: 'moved', before: 50, after: 60, verdict: 'better' }],
    [steady, [60], 'down', { state: 'moved', before: 50, after: 60, verdict: 'worse' }],
    [steady, [51], 'up', { state: 'moved', before: 50, after: 51, verdict: 'noise' }],
    [steady, [60, 50], 'up', { state: 'moved', before: 50, after: 50, verdict: 'noise' }],
    [[50, 51], [60], 'up', { state: 'moved', before: 51, after: 60, verdict: 'tooFewPoints' }],
  ] as const)('%j, then %j, better %s', (before, after, direction, expected) => {
    expect(movementSince(weekly(before, after), openedAt, direction)).toEqual(expected);
  });
});
