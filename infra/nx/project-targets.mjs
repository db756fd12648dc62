// Every project is built, tested and linted by the same commands, so that no package.json has to repeat them:
// `npx nx run-many -t lint`, `npx nx affected -t build,test`, `npx nx graph`.
import path from 'node:path';

export const name = 'project-targets';

export const createNodesV2 = [
  '{apps,libs,infra}/*/package.json',
  /** @param {readonly string[]} files of package.json, from the root */
  (files) =>
    files.map((file) => {
      const root = path.posix.dirname(file);
      return [file, { projects: { [root]: { targets: targetsOf(root) } } }];
    }),
];

/** @param {string} root folder of the project */
function targetsOf(root) {
  const build =
    root === 'apps/dashboard'
      ? `node node_modules/vite/bin/vite.js build ${root}`
      : `node node_modules/typescript7/bin/tsc -b ${root}`;
  return {
    build: target(build),
    // What needs a database runs with "npm test", which brings one.
    test: target(
      `node node_modules/jest/bin/jest.js ${root}/ --passWithNoTests ` +
        `--testPathIgnorePatterns=/node_modules/ --testPathIgnorePatterns=/dist/ --testPathIgnorePatterns=[.]int[.]spec[.]ts$`,
      { NODE_OPTIONS: '--experimental-vm-modules --no-warnings' },
    ),
    lint: target(`node --max-semi-space-size=64 node_modules/eslint/bin/eslint.js ${root} --max-warnings 0`),
  };
}

/** @param {string} command @param {Record<string, string>} env */
function target(command, env = {}) {
  return { executor: 'nx:run-commands', options: { command, env, cwd: '{workspaceRoot}' } };
}
