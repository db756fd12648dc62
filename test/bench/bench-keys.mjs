import { createHash } from 'node:crypto';
import { openKeyRing } from '@tandem/secrets/key-ring';

/** The databases of the benchmarks hold no secrets; the store wants a key all the same, and the same one in each process. */
export const benchKeys = () =>
  openKeyRing({
    environmentKey: createHash('sha256').update('benchmark').digest('base64'),
    previousKeys: [],
    file: '',
  });
