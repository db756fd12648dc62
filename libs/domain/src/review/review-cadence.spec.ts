import fc from 'fast-check';
import { meetingOfSlot, meetingsBetween, nextMeeting, usualCadence, type ReviewCadence } from './review-cadence.js';

const day = (text: string) => new Date(`${text}T00:00:00Z`);
const slots = (cadence: ReviewCadence, zone: string, from: string, to: string) =>
  meetingsBetween(cadence, zone, day(from), day(to)).map(({ slot }) => slot);

describe('the cadence', () => {
  it('is the first and the third Tuesday at ten when nothing is said', () => {
    expect(slots(usualCadence, 'Europe/Berlin', '2026-11-01', '2027-02-01')).toEqual([
      '2026-11-03',
      '2026-11-17',
      '2026-12-01',
      '2026-12-15',
      '2027-01-05',
      '2027-01-19',
    ]);
  });

  it('keeps the time of day across a clock change', () => {
    const [before, after] = meetingsBetween(usualCadence, 'Europe/Berlin', day('2026-10-19'), day('2026-11-04'));
    expect(before?.startsAt.toISOString()).toBe('2026-10-20T08:00:00.000Z');
    expect(after?.startsAt.toISOString()).toBe('2026-11-03T09:00:00.000Z');
  });

  it('has no fifth meeting in a month without a fifth such day', () => {
    const fifth = { ...usualCadence, weeks: [5] };
    expect(slots(fifth, 'UTC', '2026-01-01', '2027-01-01')).toEqual([
      '2026-03-31',
      '2026-06-30',
      '2026-09-29',
      '2026-12-29',
    ]);
  });

  it('moves one meeting and leaves out another; both keep the date of the rule', () => {
    const cadence: ReviewCadence = {
      ...usualCadence,
      exceptions: [
        { on: '2026-12-01', to: '2026-12-04T14:30' },
        { on: '2026-12-15', cancelled: true },
      ],
    };
    const [moved, left] = meetingsBetween(cadence, 'UTC', day('2026-12-01'), day('2027-01-01'));
    expect(moved).toEqual({
      slot: '2026-12-01',
      startsAt: new Date('2026-12-04T14:30:00Z'),
      endsAt: new Date('2026-12-04T15:15:00Z'),
      movedFrom: new Date('2026-12-01T10:00:00Z'),
      isCancelled: false,
    });
    expect(left).toMatchObject({ slot: '2026-12-15', isCancelled: true });
    expect(nextMeeting(cadence, 'UTC', day('2026-12-05'))?.slot).toBe('2027-01-05');
    expect(meetingOfSlot(cadence, 'UTC', '2026-12-02')).toBeNull();
  });

  it('counts a meeting as coming until it has ended', () => {
    const at = (time: string) => nextMeeting(usualCadence, 'UTC', new Date(`2026-12-01T${time}:00Z`))?.slot;
    expect([at('10:44'), at('10:45')]).toEqual(['2026-12-01', '2026-12-15']);
  });

  it('gives each meeting of any rule once, in order, whatever time is asked about', () => {
    fc.assert(
      fc.property(
        fc.record({
          weekday: fc.integer({ min: 1, max: 7 }),
          weeks: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
          days: fc.integer({ min: 0, max: 20_000 }),
          length: fc.integer({ min: 1, max: 400 }),
          zone: fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Pacific/Apia'),
        }),
        ({ weekday, weeks, days, length, zone }) => {
          const cadence = { ...usualCadence, weekday, weeks };
          const from = new Date(days * 86_400_000);
          const to = new Date(from.getTime() + length * 86_400_000);
          const middle = new Date(from.getTime() + (length * 86_400_000) / 2);
          const whole = meetingsBetween(cadence, zone, from, to);
          const parts = [
            ...meetingsBetween(cadence, zone, from, middle),
            ...meetingsBetween(cadence, zone, middle, to),
          ];
          expect(parts).toEqual(whole);
          expect(new Set(whole.map(({ slot }) => slot)).size).toBe(whole.length);
          for (const { slot, startsAt } of whole) {
            expect(new Date(`${slot}T00:00:00Z`).getUTCDay()).toBe(weekday % 7);
            expect(startsAt >= from && startsAt < to).toBe(true);
          }
        },
      ),
      { endOnFailure: true },
    );
  });
});
