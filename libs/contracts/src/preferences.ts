import { z } from 'zod';
import { uuid } from './access.js';
import { locales } from './preference-choices.js';

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const fields = {
  locale: z.enum(locales).describe('Grouping, decimal mark, and order of dates'),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, 'is no known time zone; write it like Europe/Berlin')
    .nullable()
    .describe('In which times of day are told; null for that of the organisation'),
  density: z.enum(['comfortable', 'compact']),
  theme: z.enum(['system', 'light', 'dark']),
  shortcuts: z.boolean().describe('Single keys and sequences of them do something'),
  startView: uuid.nullable().describe('The saved view that is opened first; null for the board'),
};

export const preferences = z.strictObject(fields).meta({ id: 'Preferences' });

/** `GET /account/preferences`: how one reads, and what the organisation's clock and years are. */
export const preferencesAnswer = z
  .strictObject({
    preferences,
    /** Address of the start view, as a path of the dashboard. */
    startAddress: z.string().nullable(),
    organisation: z.strictObject({
      timeZone: z.string(),
      weekStartsOn: z.number().int(),
      fiscalYearStartsIn: z.number().int(),
    }),
  })
  .meta({ id: 'PreferencesAnswer' });

export const preferencesBody = z
  .strictObject(fields)
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'must name what is to change');

export type Locale = (typeof locales)[number];
export type Preferences = z.infer<typeof preferences>;
export type PreferencesAnswer = z.infer<typeof preferencesAnswer>;
export type PreferencesBody = z.infer<typeof preferencesBody>;
