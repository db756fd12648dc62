import { runBuilds, staleBuilds } from './built-project.mjs';
import { noteChildren, releaseOwnLock, withExclusiveLock } from './exclusive-lock.mjs';
import { install, isInstalled } from './installed-packages.mjs';
import { inProject, requireNode } from './project.mjs';
import { endWithSignals, watchPrograms } from './run-program.mjs';

const lockFile = inProject('.prepare.lock');

/**
 * Installs what is missing and builds what has changed; one process at a time, and none when everything is as it should be.
 *
 * @param {'runtime' | 'all'} scope
 * @returns {Promise<boolean>} whether the project is ready
 */
export async function prepareProject(scope) {
  requireNode();
  if (isReady(scope)) return true;
  const stopListening = endWithSignals(() => Promise.resolve(releaseOwnLock(lockFile)));
  try {
    return await withExclusiveLock(
      lockFile,
      async () => {
        watchPrograms((pids) => noteChildren(lockFile, pids));
        return (isInstalled(scope) || (await install(scope))) && (await runBuilds(staleBuilds()));
      },
      (pid) => process.stdout.write(`Another start is installing or building (process ${pid}); waiting for it.\n`),
    );
  } finally {
    watchPrograms(() => undefined);
    stopListening();
  }
}

/** @param {'runtime' | 'all'} scope */
function isReady(scope) {
  return isInstalled(scope) && staleBuilds().length === 0;
}
