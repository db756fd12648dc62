import { documentViolations, type Documented } from './documents.js';
import { listFiles, readManifest, readText } from './read-workspace.js';

const example: Documented = {
  scripts: new Set(['start', 'check']),
  commands: new Set(['apply']),
  code: `read('TANDEM_DATA_DIR')`,
  files: new Set(['docs/architecture.md', 'libs/domain/src/goal/goal.ts']),
};

describe('documents', () => {
  const files = listFiles();
  const known: Documented = {
    scripts: new Set(Object.keys(readManifest('package.json').scripts ?? {})),
    commands: new Set(files.flatMap((file) => /^apps\/tandem\/src\/commands\/([a-z-]+)\.ts$/.exec(file)?.[1] ?? [])),
    code: files
      .filter((file) => /^(apps|libs|infra)\/.*\.(ts|mjs)$/.test(file))
      .map(readText)
      .join('\n'),
    files: new Set(files),
  };

  it.each(files.filter((file) => /^(README\.md|(docs|apps|libs|infra)\/.*\.md)$/.test(file)))(
    'name only what is there: %s',
    (file) => {
      expect(documentViolations(file, readText(file), known)).toEqual([]);
    },
  );

  it.each([
    ['Type `npm run measure`.', 'there is no script "measure"'],
    ['npm test -- unit', 'there is no script "test"'],
    ['`npx tandem import file.yaml`', 'there is no command "tandem import"'],
    ['Set `TANDEM_DATA` to …', 'nothing reads TANDEM_DATA'],
    ['[as code](docs/as-code.md)', 'there is no docs/as-code.md'],
    ['See `libs/domain/src/metric/`.', 'there is no libs/domain/src/metric'],
  ])('would be noticed with: %s', (text, problem) => {
    expect(documentViolations('README.md', text, example)).toEqual([`README.md: ${problem}`]);
  });

  it('may name what is there', () => {
    const text = `npm run check, \`tandem apply\`, TANDEM_DATA_DIR, [doors](docs/architecture.md#doors), \`libs/domain/src/goal/\`,
      [site](https://example.org/a.md)`;
    expect(documentViolations('README.md', text, example)).toEqual([]);
    expect(documentViolations('docs/other.md', '[doors](architecture.md)', example)).toEqual([]);
  });
});
