import type { KeptStreams, Retention } from '@tandem/domain/organisation/retention';
import { z } from 'zod';
import { duration, type Shape } from './configuration-values.js';

const aDayMs = 86_400_000;
const centuryMs = 36_525 * aDayMs;
const keptStream = duration({ leastMs: 62 * aDayMs, mostMs: centuryMs }).optional();
const keptStreams = z
  .strictObject({
    deployment: keptStream,
    change: keptStream,
    incident: keptStream,
    slaCycle: keptStream,
    funnelCount: keptStream,
    campaign: keptStream,
    freeze: keptStream,
    measurement: keptStream,
  } satisfies Shape<KeptStreams>)
  .optional();

/** `keep` of the organisation. */
export const retention = z
  .strictObject({
    uploads: duration({ leastMs: aDayMs, mostMs: centuryMs })
      .optional()
      .describe('Files that were uploaded and read; the latest of each source stays.'),
    versions: keptStreams.describe(
      'Versions of records that were replaced, by stream: how far back a question about the past reaches.',
    ),
    records: keptStreams.describe(
      'Records, by stream, from when all that they say has passed; deployment, change and incident alike.',
    ),
    observations: keptStreams.describe('Days that were counted, by stream; at least as long as the records.'),
  } satisfies Shape<Retention>)
  .describe('How long things are kept; everything for ever when left out. Write {} to keep everything again.');
