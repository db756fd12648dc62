import { z } from 'zod';

const choice = z.strictObject({ hour: z.number().int().min(0).max(23) }).nullable();

/** Which digests somebody wants by mail, at which hour of the organisation's clock; null for none. */
export const digestChoices = z.strictObject({ daily: choice, weekly: choice }).meta({ id: 'DigestChoices' });

export type DigestChoices = z.infer<typeof digestChoices>;
