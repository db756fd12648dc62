import { doors, doorViolations, homeViolations, layerViolations } from './doors.js';
import { readText, readWorkspace } from './read-workspace.js';
import { fileExample, projectExample, workspaceExample } from './workspace-example.js';

const workspace = readWorkspace();

/** The table of docs/architecture.md, where it lists packages by name. */
function documentedDoors(text: string): Map<string, string[]> {
  const [, section = ''] = text.split('\n## Doors\n');
  const rows = section.split('\n## ')[0]?.matchAll(/^\| ([a-z, -]+) \| ([^|]+)\|$/gm) ?? [];
  return new Map(
    [...rows].flatMap(([, layers = '', allowed = '']) => {
      const names = allowed
        .replaceAll(/\([^)]*\)|;.*$/g, '')
        .split(',')
        .map((name) => name.trim());
      const listed = names.every((name) => Object.hasOwn(doors, name));
      if (!listed && allowed.trim() !== 'nothing of ours') return [];
      return layers.split(',').map((layer): [string, string[]] => [layer.trim(), listed ? names : []]);
    }),
  );
}

describe('doors', () => {
  it('finds the packages and their imports', () => {
    expect(workspace.projects.map(({ folder }) => folder)).toEqual(
      expect.arrayContaining([
        'apps/api',
        'apps/dashboard',
        'libs/domain',
        'libs/kpi-store',
        'infra/embedded-services',
      ]),
    );
    expect(workspace.projects.flatMap(({ files }) => files).length).toBeGreaterThan(100);
  });

  it('gives every project one layer', () => {
    expect(layerViolations(workspace)).toEqual([]);
  });

  it('notices a project without a layer, with two, and with an unknown one', () => {
    const tagged = (...tags: string[]) => projectExample('libs/domain', {}, { nx: { tags } });
    expect(layerViolations(workspaceExample([tagged()]))).toHaveLength(1);
    expect(layerViolations(workspaceExample([tagged('layer:domain', 'layer:config')]))).toHaveLength(1);
    expect(layerViolations(workspaceExample([tagged('layer:attic')]))).toEqual(['libs/domain: no doors for "attic"']);
  });

  it('are those of docs/architecture.md', () => {
    const documented = documentedDoors(readText('docs/architecture.md'));
    expect([...documented.keys()].sort()).toEqual(
      Object.keys(doors)
        .filter((layer) => !['app', 'launcher', 'testing'].includes(layer))
        .sort(),
    );
    for (const [layer, allowed] of documented)
      expect([layer, [...allowed].sort()]).toEqual([layer, [...(doors[layer] ?? [])].sort()]);
  });

  it('are kept by every import', () => {
    expect(doorViolations(workspace)).toEqual([]);
  });

  it.each([
    [
      'libs/domain',
      'src/a.ts',
      `import type { Page } from '@tandem/connector-kit/connector';`,
      'domain has no door to connector-kit',
    ],
    [
      'libs/domain',
      'src/a.ts',
      `const a = await import('@tandem/connector-kit/connector');`,
      'domain has no door to connector-kit',
    ],
    [
      'libs/domain',
      'src/a.ts',
      `export { a } from '@tandem/connector-kit/connector';`,
      'domain has no door to connector-kit',
    ],
    [
      'libs/domain',
      'src/a.ts',
      `let page: import('@tandem/connector-kit/connector').Page;`,
      'domain has no door to connector-kit',
    ],
    [
      'libs/domain',
      'src/a.ts',
      `import { a } from '../../connector-kit/src/connector.js';`,
      'a relative import leaves its project',
    ],
    [
      'libs/domain',
      'src/a.ts',
      `import { a } from '@tandem/domain/goal/progress';`,
      'inside a package imports are relative',
    ],
    ['libs/domain', 'src/a.ts', `import { a } from '@tandem/attic/progress';`, 'there is no such package of ours'],
    ['libs/domain', 'src/a.ts', `import { a } from '@tandem/testing/test-database';`, 'only specs import it'],
    [
      'libs/connectors',
      'src/a.ts',
      `import { a } from '@tandem/connector-kit';`,
      'a package is imported by its single files',
    ],
    ['libs/connectors', 'src/jira/a.ts', `import { a } from '../file/settings.js';`, 'a vendor imports another vendor'],
    [
      'libs/kpi-store',
      'src/a.ts',
      `import { a } from '@tandem/application/read-board';`,
      'kpi-store sees the ports of the application alone',
    ],
  ])('notices in %s/%s: %s', (folder, file, text, problem) => {
    const projects = [
      'libs/domain',
      'libs/connector-kit',
      'libs/connectors',
      'libs/application',
      'libs/kpi-store',
      'libs/testing',
    ].map((name) => projectExample(name, name === folder ? { [file]: text } : {}));
    const found = doorViolations(workspaceExample(projects));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it('let through what is allowed', () => {
    const projects = [
      projectExample('libs/domain', { 'src/a.spec.ts': `import '@tandem/testing/test-database';` }),
      projectExample('libs/testing', {}),
      projectExample('libs/application', { 'src/a.ts': `import '@tandem/domain/goal/progress'; import './ports.js';` }),
      projectExample('libs/connectors', { 'src/registry.ts': `import './file/file.connector.js';` }),
      projectExample('libs/kpi-store', { 'src/a.ts': `import '@tandem/application/delivery-ports';` }),
    ];
    expect(doorViolations(workspaceExample(projects))).toEqual([]);
  });

  it('keep frameworks and drivers in their rooms', () => {
    expect(homeViolations(workspace)).toEqual([]);
  });

  it.each([
    ['libs/application/src/a.ts', '@nestjs/common'],
    ['libs/application/src/a.ts', 'typeorm'],
    ['apps/api/src/a.ts', 'typeorm'],
    ['apps/worker/src/a.ts', 'bullmq'],
    ['libs/kpi-store/src/a.ts', 'ioredis'],
    ['apps/dashboard/src/features/board/a.tsx', '@tremor/react'],
    ['libs/contracts/src/a.ts', 'react'],
  ])('notice in %s an import of %s', (file, specifier) => {
    const found = homeViolations(workspaceExample([], [fileExample(file, `import { a } from '${specifier}';`)]));
    expect(found).toHaveLength(1);
  });
});
