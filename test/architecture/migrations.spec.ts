import { migrationViolations } from './migrations.js';
import { readSources } from './read-workspace.js';
import { fileExample } from './workspace-example.js';

const folder = 'libs/kpi-store/src/migrations';
const first = fileExample(`${folder}/1000-first.ts`, `import type { MigrationInterface } from 'typeorm';`);
const second = fileExample(`${folder}/2000-second.ts`, '');
const list = (...names: string[]) =>
  fileExample(`${folder}/all-migrations.ts`, names.map((name) => `import { a } from './${name}.js';`).join('\n'));

describe('migrations', () => {
  it('import nothing living and are all listed in order', () => {
    const files = readSources(folder);
    expect(files.length).toBeGreaterThan(2);
    expect(migrationViolations(files)).toEqual([]);
    expect(migrationViolations([first, second, list('1000-first', '2000-second')])).toEqual([]);
  });

  it.each(['../entities/goal.entity.js', '@tandem/domain/goal/goal', './1000-first.js'])(
    'may not import %s',
    (specifier) => {
      const living = fileExample(`${folder}/2000-second.ts`, `import { a } from '${specifier}';`);
      expect(migrationViolations([first, living, list('1000-first', '2000-second')])).toHaveLength(1);
    },
  );

  it('may not be left out, out of order, or invented', () => {
    expect(migrationViolations([first, second, list('1000-first')])).toHaveLength(1);
    expect(migrationViolations([first, second, list('2000-second', '1000-first')])).toHaveLength(2);
    expect(migrationViolations([first, list('1000-first', '3000-third')])).toHaveLength(1);
  });
});
