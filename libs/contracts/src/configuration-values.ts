import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { durationPattern, formatDuration, parseDuration } from '@tandem/domain/organisation/duration';
import { z } from 'zod';

/** A schema for each field of a domain type, no field forgotten: what keeps a document and its type together. */
export type Shape<Thing> = { readonly [Field in keyof Required<Thing>]: z.ZodType<Thing[Field]> };

export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'must be small letters, digits, dots and dashes, such as "service-desk"')
  .describe('Small letters, digits, dots and dashes.');

export const text = (longest: number) => z.string().trim().min(1).max(longest);

export const wholeNumber = (least: number, most: number) => z.number().int().min(least).max(most);

const decimalPattern = /^-?\d{1,20}(\.\d{1,12})?$/;

/** A number or text in the file, a canonical decimal string for the domain: `80`, `80.0` and `"80.00"` are the same value. */
export const decimalValue = z
  .union([z.number(), z.string()], { error: 'must be a decimal number such as 62.5' })
  .transform((value, context) => {
    // Beyond 15 digits a number of the file has been rounded already when it is read.
    const written = typeof value === 'string' ? value.trim() : Math.abs(value) < 1e15 ? String(value) : '';
    if (decimalPattern.test(written)) return canonicalDecimal(written);
    context.addIssue({
      code: 'custom',
      message:
        'must be a decimal number such as 62.5, with at most 12 decimals; quote it when it has more than 15 digits',
    });
    return z.NEVER;
  });

function canonicalDecimal(written: string): string {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(written) ?? [];
  const digits = fraction === '' ? whole : `${whole}.${fraction}`;
  return /^[0.]+$/.test(digits) ? '0' : `${sign}${digits}`;
}

/** `15m` in the file, milliseconds for the domain; both bounds included. */
export const duration = ({ leastMs, mostMs }: { readonly leastMs: number; readonly mostMs: number }) =>
  z
    .string({ error: 'must be a duration such as 15m, 2h or 7d' })
    .regex(durationPattern, { error: 'must be a duration such as 15m, 2h or 7d' })
    .transform((written) => parseDuration(written) ?? Number.NaN)
    .refine((durationMs) => durationMs >= leastMs && durationMs <= mostMs, {
      error: `must be between ${formatDuration(leastMs)} and ${formatDuration(mostMs)}`,
    });

export const metricOwners = z
  .strictObject({ marketing: id.optional(), it: id.optional() } satisfies Shape<MetricDefinition['owners']>)
  .default({})
  .describe('Ids of people or teams, one of each side.');
