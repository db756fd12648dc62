import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const project = path.resolve(import.meta.dirname, '..', '..');
const example = path.join(import.meta.dirname, 'six-files');
const folder = 'libs/connectors/src/sample-desk';
const registry = 'libs/connectors/src/registry.ts';
const added = [
  `${folder}/README.md`,
  `${folder}/recorded.json`,
  `${folder}/sample-desk.connector.spec.ts`,
  `${folder}/sample-desk.connector.ts`,
  `${folder}/sample-desk.normalize.ts`,
];

/** What a connector is built and tested with. */
const libraries = ['domain', 'outbound', 'connector-kit', 'connectors'];
const settings = ['package.json', 'tsconfig.base.json', 'jest.config.mjs', 'infra/scripts/services-first.mjs'];
const isBuilt = (name: string) => name === 'dist' || name === 'node_modules';

let copy: string;

beforeAll(async () => {
  copy = await realpath(await mkdtemp(path.join(tmpdir(), 'tandem-six-files-')));
  for (const name of settings) await cp(path.join(project, name), path.join(copy, name));
  for (const name of libraries)
    await cp(path.join(project, 'libs', name), path.join(copy, 'libs', name), {
      recursive: true,
      filter: (file) => !isBuilt(path.basename(file)),
    });
  await installedBeside(copy);
}, 300_000);
afterAll(() => rm(copy, { recursive: true, force: true }));

/** The packages of the project, but with our own libraries as they are in the copy. */
async function installedBeside(directory: string): Promise<void> {
  const packages = path.join(directory, 'node_modules');
  await mkdir(path.join(packages, '@tandem'), { recursive: true });
  for (const name of await readdir(path.join(project, 'node_modules')))
    if (name !== '@tandem' && name !== '.package-lock.json')
      await symlink(path.join(project, 'node_modules', name), path.join(packages, name));
  for (const name of libraries) await symlink(path.join(directory, 'libs', name), path.join(packages, '@tandem', name));
}

/** Every file that is no product of building, with what it holds. */
async function snapshot(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>();
  for (const entry of await readdir(copy, { recursive: true, withFileTypes: true })) {
    const file = path.relative(copy, path.join(entry.parentPath, entry.name));
    if (!entry.isFile() || file.split(path.sep).some(isBuilt)) continue;
    files.set(
      file,
      createHash('sha256')
        .update(await readFile(path.join(copy, file)))
        .digest('hex'),
    );
  }
  return files;
}

/** The registry with an import and an entry more, each where the alphabet puts it. */
function registered(text: string): string {
  const imported = `import { sampleDeskConnector } from './sample-desk/sample-desk.connector.js';\n`;
  return text
    .replace('import { serviceNowConnector }', `${imported}import { serviceNowConnector }`)
    .replace('\n  serviceNowConnector,\n', '\n  sampleDeskConnector,\n  serviceNowConnector,\n');
}

describe('a new connector', () => {
  it('touches six files: five of its own and the registry; with them it is built, passes its acceptance suite and has a form', async () => {
    const before = await snapshot();
    await mkdir(path.join(copy, folder));
    for (const file of added) await cp(path.join(example, `${path.basename(file)}.txt`), path.join(copy, file));
    await writeFile(path.join(copy, registry), registered(await readFile(path.join(copy, registry), 'utf8')));

    const node = (...args: string[]) => run(process.execPath, args, { cwd: copy, maxBuffer: 64 << 20 });
    await node('node_modules/typescript7/bin/tsc', '-b', 'libs/connectors');
    const tests = await node(
      '--experimental-vm-modules',
      'node_modules/jest/bin/jest.js',
      '--json',
      '--silent',
      folder,
      `${path.dirname(registry)}/registry.spec`,
    );
    const { numPassedTests, numFailedTests } = JSON.parse(tests.stdout) as Record<string, number>;
    expect(numFailedTests).toBe(0);
    // The acceptance suite, two examples, and what the registry says of all connectors.
    expect(numPassedTests).toBeGreaterThan(25);

    const after = await snapshot();
    expect([...after.keys()].filter((file) => !before.has(file)).sort()).toEqual(added);
    expect([...before.keys()].filter((file) => after.get(file) !== before.get(file))).toEqual([registry]);
    const lines = (text: string) => text.split('\n');
    const old = new Set(lines(await readFile(path.join(project, registry), 'utf8')));
    const more = lines(await readFile(path.join(copy, registry), 'utf8')).filter((line) => !old.has(line));
    expect(more).toEqual([expect.stringMatching(/^import \{ sampleDeskConnector \}/), '  sampleDeskConnector,']);
  });

  it('that is not in the registry is noticed', async () => {
    await writeFile(path.join(copy, registry), await readFile(path.join(project, registry), 'utf8'));
    const failed = await run(
      process.execPath,
      [
        '--experimental-vm-modules',
        'node_modules/jest/bin/jest.js',
        '--silent',
        `${path.dirname(registry)}/registry.spec`,
      ],
      { cwd: copy },
    ).then(
      () => null,
      (error: unknown) => String((error as { stderr: string }).stderr),
    );
    expect(failed).toMatch(/lists every folder of connectors once/);
  });
});
