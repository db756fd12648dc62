import path from 'node:path';
import { listFiles, readSources, readText } from './read-workspace.js';
import {
  buildViolations,
  interfaceMembers,
  jobViolations,
  objectKeys,
  unregisteredConnectors,
} from './registrations.js';
import { fileExample } from './workspace-example.js';

describe('connectors', () => {
  it('are all in the registry', () => {
    const files = readSources('libs/connectors');
    expect(files.some(({ path }) => path === 'libs/connectors/src/file/file.connector.ts')).toBe(true);
    expect(unregisteredConnectors(files)).toEqual([]);
  });

  it('are noticed when they are left out of it', () => {
    const registry = fileExample('libs/connectors/src/registry.ts', `import { a } from './file/file.connector.js';`);
    const file = fileExample('libs/connectors/src/file/file.connector.ts', '');
    const jira = fileExample('libs/connectors/src/jira/jira.connector.ts', '');
    expect(unregisteredConnectors([registry, file])).toEqual([]);
    expect(unregisteredConnectors([registry, file, jira])).toEqual(['jira']);
    expect(unregisteredConnectors([file])).toEqual(['file']);
  });
});

describe('jobs', () => {
  it('are promised by the ports, configured in the catalogue and handled by the worker', () => {
    const promised = interfaceMembers(readText('libs/application/src/ports.ts'), 'Jobs');
    expect(promised).toContain('connection.sync');
    expect(
      jobViolations({
        promised,
        configured: objectKeys(readText('libs/queue/src/job-catalogue.ts'), 'jobCatalogue'),
        handled: objectKeys(readText('apps/worker/src/job-handlers.ts'), 'jobHandlers'),
      }),
    ).toEqual([]);
  });

  it('are noticed when one is not handled, not configured, handled twice, or unknown', () => {
    const all = { promised: ['a', 'b'], configured: ['a', 'b'], handled: ['a', 'b'] };
    expect(jobViolations(all)).toEqual([]);
    expect(jobViolations({ ...all, handled: ['a'] })).toEqual(['b: handled 0 times']);
    expect(jobViolations({ ...all, configured: ['b'] })).toEqual(['a: configured 0 times']);
    expect(jobViolations({ ...all, handled: ['a', 'b', 'b'] })).toEqual(['b: handled 2 times']);
    expect(jobViolations({ ...all, handled: ['a', 'b', 'c'] })).toHaveLength(2);
  });

  it('are read from the sources themselves', () => {
    expect(interfaceMembers(`interface Jobs { 'a.b': string; c: number } interface Other { d: 1 }`, 'Jobs')).toEqual([
      'a.b',
      'c',
    ]);
    expect(objectKeys(`const jobs = { 'a.b': { queue: 'q' } } as const satisfies Other;`, 'jobs')).toEqual(['a.b']);
    expect(objectKeys(`function jobs() { const other = { z: 1 }; return { 'a.b': run({ x: 1 }) }; }`, 'jobs')).toEqual([
      'a.b',
    ]);
    expect(objectKeys(`const other = { 'a.b': 1 };`, 'jobs')).toEqual([]);
  });
});

describe('tsconfig.json', () => {
  it('builds every project of the server', () => {
    const folders = listFiles()
      .filter((file) => /^(apps|libs|infra)\/[^/]+\/package\.json$/.test(file))
      .map((file) => path.posix.dirname(file));
    const { references } = JSON.parse(readText('tsconfig.json')) as { references: { path: string }[] };
    expect(
      buildViolations(
        folders,
        references.map((reference) => reference.path),
      ),
    ).toEqual([]);
  });

  it('would be noticed without a project, and with an unknown one', () => {
    expect(buildViolations(['libs/domain', 'apps/dashboard'], ['libs/domain'])).toEqual([]);
    expect(buildViolations(['libs/domain'], [])).toEqual(['libs/domain is not built']);
    expect(buildViolations([], ['libs/attic'])).toEqual(['libs/attic is no project']);
  });
});
