import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inProject, readIfThere, secondsSince } from './project.mjs';
import { runProgram } from './run-program.mjs';

/** @typedef {{ name: string, inputs: () => string[], stamp: string, outputs: () => string[], commands: () => string[][] }} Build */

const node = process.execPath;
const launcher = 'apps/tandem';

/** @type {readonly Build[]} */
const builds = [
  {
    name: 'server',
    inputs: () => [
      ...sharedInputs(),
      `${launcher}/vite.config.mjs`,
      ...serverPackages().flatMap((folder) => filesIn(folder, isServerSource)),
    ],
    stamp: 'apps/tandem/dist/.server-build',
    outputs: () => [
      `${launcher}/dist/bundle/main.js`,
      ...serverPackages().map((folder) => `${folder}/dist/.tsbuildinfo`),
    ],
    commands: () => [
      [node, inProject('node_modules/typescript7/bin/tsc'), '-b', launcher],
      [node, viteProgram(), 'build', launcher, '--logLevel', 'warn'],
    ],
  },
  {
    name: 'dashboard',
    inputs: () => [
      ...sharedInputs(),
      ...filesIn('apps/dashboard', () => true),
      ...['libs/contracts', 'libs/domain'].flatMap((folder) => filesIn(folder, isServerSource)),
    ],
    stamp: 'apps/tandem/dist/.dashboard-build',
    outputs: () => ['apps/dashboard/dist/index.html'],
    commands: () => [[node, viteProgram(), 'build', 'apps/dashboard', '--logLevel', 'warn']],
  },
];

/** Builds whose inputs differ from those of the last one, by content. */
export function staleBuilds() {
  return builds.filter(
    (build) => readIfThere(inProject(build.stamp)) !== fingerprint(build) || !areThere(build.outputs()),
  );
}

/** Side by side. @param {readonly Build[]} stale @returns {Promise<boolean>} whether all went well */
export async function runBuilds(stale) {
  if (stale.length === 0) return true;
  const started = performance.now();
  process.stdout.write(`Building the ${stale.map(({ name }) => name).join(' and the ')} …\n`);
  const results = await Promise.all(stale.map(runBuild));
  if (!results.every(Boolean)) return false;
  process.stdout.write(`Built (${secondsSince(started)}).\n`);
  return true;
}

/** @param {Build} build */
async function runBuild(build) {
  // Taken before, so that a file that changes meanwhile is built again next time.
  const before = fingerprint(build);
  for (const command of build.commands()) {
    const { code, output } = await runProgram(command, { quiet: true });
    if (code !== 0) {
      process.stderr.write(`The ${build.name} could not be built:\n${output}\n`);
      return false;
    }
  }
  fs.mkdirSync(path.dirname(inProject(build.stamp)), { recursive: true });
  fs.writeFileSync(inProject(build.stamp), before);
  return true;
}

/** @param {Build} build */
function fingerprint(build) {
  const hash = createHash('sha256');
  for (const file of build.inputs())
    hash
      .update(file)
      .update('\0')
      .update(fs.readFileSync(inProject(file)))
      .update('\0');
  return hash.digest('hex');
}

/** @param {readonly string[]} files */
function areThere(files) {
  return files.every((file) => fs.existsSync(inProject(file)));
}

function sharedInputs() {
  return ['package.json', 'package-lock.json', 'tsconfig.base.json', 'tsconfig.json'];
}

/** The launcher and all that it is built with; what only specs need is not among it. @returns {string[]} */
function serverPackages() {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} folder */
  const visit = (folder) => {
    if (found.has(folder)) return;
    found.add(folder);
    const { references = [] } = JSON.parse(fs.readFileSync(inProject(`${folder}/tsconfig.json`), 'utf8'));
    for (const reference of references) visit(path.posix.join(folder, reference.path));
  };
  visit(launcher);
  return [...found].sort();
}

/** npm may place it at the root or in the dashboard's own folder. */
function viteProgram() {
  const manifest = createRequire(inProject('apps/dashboard/package.json')).resolve('vite/package.json');
  return path.join(path.dirname(manifest), 'bin', 'vite.js');
}

/** @param {string} file */
function isServerSource(file) {
  return /\.(ts|json)$/.test(file) && !/\.spec\.ts$/.test(file);
}

/** Sorted; without what was built or installed. @param {string} folder @param {(file: string) => boolean} isWanted @returns {string[]} */
function filesIn(folder, isWanted) {
  return fs
    .readdirSync(inProject(folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory())
        return ['dist', 'node_modules', 'data'].includes(entry.name) ? [] : filesIn(file, isWanted);
      return entry.isFile() && isWanted(file) ? [file] : [];
    });
}
