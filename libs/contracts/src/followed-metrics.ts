import { z } from 'zod';

/** Keys of the metrics that somebody follows, the one followed longest first. */
export const followedMetrics = z.strictObject({ metrics: z.array(z.string()) }).meta({ id: 'FollowedMetrics' });

export type FollowedMetrics = z.infer<typeof followedMetrics>;
