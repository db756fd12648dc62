import { barrelViolations, declarationViolations, pathViolations } from './names.js';
import { readWorkspace } from './read-workspace.js';
import { fileExample } from './workspace-example.js';

const { projects, looseFiles } = readWorkspace();
const files = [...projects.flatMap((project) => project.files), ...looseFiles];

describe('names', () => {
  it('of files and folders are in kebab-case and say what is inside', () => {
    expect(pathViolations(files.map(({ path }) => path))).toEqual([]);
  });

  it.each([
    'libs/domain/src/goal/expectedPath.ts',
    'libs/domain/src/Goal/progress.ts',
    'libs/domain/src/goal/expected_path.ts',
    'apps/dashboard/src/ui/Badge.tsx',
    'libs/domain/src/utils/median.ts',
    'libs/domain/src/goal/helpers.ts',
    'apps/api/src/common/a.ts',
    'libs/queue/src/queue-manager.ts',
    'libs/domain/src/goal/progress-v2.ts',
  ])('of %s would be noticed', (file) => {
    expect(pathViolations([file])).toHaveLength(1);
  });

  it('of files may have a role or a time stamp', () => {
    expect(
      pathViolations([
        'apps/api/src/alerts/alerts.controller.int.spec.ts',
        'libs/kpi-store/src/migrations/1763790000000-records.ts',
        'libs/contracts/src/common.ts',
        'libs/kpi-store/src/repositories/common-table.ts',
      ]),
    ).toEqual([]);
  });

  it('of what is declared are plain', () => {
    expect(declarationViolations(files)).toEqual([]);
  });

  it.each([
    'interface IConnector {}',
    'export type IPage = string;',
    'class QueueManager {}',
    'class BoardV2 {}',
    'function readBoardV2() {}',
  ])('as in "%s" would be noticed', (text) => {
    expect(declarationViolations([fileExample('libs/queue/src/a.ts', text)])).toHaveLength(1);
  });

  it('as in "interface IANAZone" are words', () => {
    expect(
      declarationViolations([fileExample('a.ts', 'interface IANAZone {} class Interval {} type IO = 1;')]),
    ).toEqual([]);
  });

  it('are not passed on by barrels', () => {
    expect(barrelViolations(files)).toEqual([]);
  });

  it.each([
    ['libs/domain/src/index.ts', `export { progress } from './goal/progress.js';`],
    ['libs/domain/src/index.ts', `import { progress } from './goal/progress.js'; export { progress };`],
    ['libs/domain/src/goal.ts', `export * from './goal/progress.js';`],
    [
      'libs/domain/src/goal.ts',
      `export { progress } from './goal/progress.js'; export type { Goal } from './goal/goal.js';`,
    ],
  ])('in %s would be noticed: %s', (file, text) => {
    expect(barrelViolations([fileExample(file, text)])).toHaveLength(1);
  });

  it('of a neighbour may be passed on beside own ones', () => {
    const ports = fileExample(
      'a.ts',
      `export type { Page } from '@tandem/b/c'; export interface Store { page: string }`,
    );
    expect(barrelViolations([ports])).toEqual([]);
  });
});
