import fs from 'node:fs';
import path from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/**
 * A Chromium of the system; nothing is downloaded.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ path: string } | { reason: string }}
 */
export function findBrowser(env) {
  const asked = env['TANDEM_TEST_BROWSER'];
  if (asked)
    return fs.existsSync(asked)
      ? { path: asked }
      : { reason: `TANDEM_TEST_BROWSER names ${asked}, which does not exist.` };
  for (const folder of (env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of names) {
      const file = path.join(folder, name);
      if (folder && fs.existsSync(file)) return { path: file };
    }
  }
  return {
    reason: `no browser was found (looked for ${names.join(', ')} on the PATH). Install Chromium, or set TANDEM_TEST_BROWSER.`,
  };
}
