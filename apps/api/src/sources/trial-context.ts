import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { TryConnectorDependencies } from '@tandem/application/sources/try-connector';
import { InvalidInput } from '@tandem/application/input-errors';
import type { ApiDependencies } from '../dependencies.js';
import { uploadNameFault } from './upload-store.js';

/** A source that has not answered by then is told to be too slow. */
const longestTrialMs = 30_000;

/** What a connector is given to try settings with. A sample is a file in a folder of its own, which goes with the trial. */
export function trialContext(dependencies: ApiDependencies): TryConnectorDependencies['withContext'] {
  const { uploadDirectory, baseDirectory = process.cwd(), allowPrivateAddresses = false, local } = dependencies;
  return async ({ source, sample }, work) => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'tandem-trial-'));
    try {
      if (sample) {
        const fault = uploadNameFault(sample.name);
        if (fault !== null) throw new InvalidInput([{ field: 'sample.name', reason: fault }]);
        await writeFile(path.join(folder, sample.name), sample.text, { mode: 0o600 });
      }
      return await work({
        cursor: null,
        signal: AbortSignal.timeout(longestTrialMs),
        uploadDirectory: sample || source === null ? folder : path.join(uploadDirectory, source),
        baseDirectory,
        closedDirectory: path.dirname(uploadDirectory),
        allowPrivateAddresses,
        ...(local && { local }),
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}
