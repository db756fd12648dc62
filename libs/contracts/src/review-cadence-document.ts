import { movedByAtMostDays, type MeetingException, type ReviewCadence } from '@tandem/domain/review/review-cadence';
import { z } from 'zod';
import { localDate } from './common.js';
import { wholeNumber } from './configuration-values.js';
import { weekdays } from './weekdays.js';

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a time of day such as "10:00"; quote it' });
const localTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, { error: 'must be a local time such as 2026-12-16T14:00' });
const dayMs = 86_400_000;

const exception = z
  .strictObject({
    on: localDate.describe('The date that the rule gives.'),
    to: localTime.optional().describe('Local time that it is held at instead.'),
    cancelled: z.literal(true).optional().describe('It is left out.'),
  })
  .refine(({ to, cancelled }) => (to === undefined) !== (cancelled === undefined), {
    error: 'must have either "to", when it is held instead, or "cancelled: true"',
  })
  .refine(
    ({ on, to }) => to === undefined || Math.abs(Date.parse(`${to}:00Z`) - Date.parse(on)) < movedByAtMostDays * dayMs,
    { path: ['to'], error: `must lie within ${movedByAtMostDays} days of the date that the rule gives` },
  ) satisfies z.ZodType<MeetingException>;

/** When both sides meet, as a file has it. */
export const reviewCadence = z
  .strictObject({
    weekday: z
      .enum(weekdays)
      .transform((day) => weekdays.indexOf(day) + 1)
      .optional()
      .describe('Day of the week; tuesday when left out.'),
    weeks: z
      .array(wholeNumber(1, 5))
      .min(1)
      .max(5)
      .refine((weeks) => new Set(weeks).size === weeks.length, { error: 'must name each week once' })
      .optional()
      .describe('Which of these weekdays of a month; [1, 3], the first and the third, when left out.'),
    at: timeOfDay.optional().describe('Time of day in the zone of the organisation; "10:00" when left out.'),
    minutes: wholeNumber(10, 480).optional().describe('How long it lasts; 45 when left out.'),
    askBeforeDays: wholeNumber(0, 14)
      .optional()
      .describe('How many days before it owners are asked to explain what moved; 3 when left out.'),
    exceptions: z
      .array(exception)
      .max(100)
      .refine((all) => new Set(all.map(({ on }) => on)).size === all.length, { error: 'must name each date once' })
      .optional()
      .describe('Single meetings that are moved or left out.'),
  })
  .describe('When both sides meet to review: twice a month when left out.') satisfies z.ZodType<Partial<ReviewCadence>>;
