import { readFileSync } from 'node:fs';
import path from 'node:path';
import { auditProblems, findingsOf } from '../../infra/scripts/audit.mjs';
import { licencesIn } from '../../infra/scripts/licences.mjs';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface LockEntry {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}
interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, LockEntry>> };
const installed = Object.entries(lock.packages).filter(([key, { link }]) => key.includes('node_modules/') && !link);

describe('the packages that Tandem is made of', () => {
  it('are pinned: every version exact, every content by its hash, from wherever they come', () => {
    const manifests = Object.keys(lock.packages)
      .filter((key) => !key.includes('node_modules/'))
      .map((key) => JSON.parse(read(path.join(key, 'package.json'))) as Manifest);
    const ranges = manifests
      .flatMap(({ dependencies, devDependencies, optionalDependencies, overrides }) =>
        Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...overrides }),
      )
      .filter(([name, range]) => !name.startsWith('@tandem/') && !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(range));
    expect(ranges).toEqual([]);
    expect(installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([key]) => key)).toEqual([]);
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([key]) => key)).toEqual([]);
  });

  it('are under a licence that docs/licences.md allows, and the list holds none that nothing needs', () => {
    const allowed = new Set([...read('docs/licences.md').matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? ''));
    const used = licencesIn(lock);
    expect(used.length).toBe(installed.length);
    expect(
      used.filter(({ licence }) => !allowed.has(licence)).map(({ name, licence }) => `${name}: ${licence}`),
    ).toEqual([]);
    const licences = new Set(used.map(({ licence }) => licence));
    expect([...allowed].filter((licence) => !licences.has(licence))).toEqual([]);
  });

  it('run no script of theirs while they are installed', () => {
    expect(read('infra/scripts/installed-packages.mjs')).toContain("'--ignore-scripts'");
    expect(read('.npmrc')).toMatch(/^ignore-scripts=true$/m);
  });
});

describe('the audit of known vulnerabilities', () => {
  const report = {
    vulnerabilities: {
      a: {
        name: 'a',
        via: [{ url: 'https://github.com/advisories/GHSA-1', severity: 'high', title: 'Reads too much' }],
      },
      b: { name: 'b', via: ['a'] },
    },
  };
  const exception = { advisory: 'GHSA-1', package: 'a', reason: 'never called', until: '2026-12-31' };

  it('names what nothing explains, once for each package that has it', () => {
    const findings = findingsOf(report);
    expect(auditProblems(findings, [], '2026-11-15')).toEqual(['a: high: Reads too much (GHSA-1)']);
    expect(auditProblems(findings, [exception], '2026-11-15')).toEqual([]);
  });

  it('lets an explanation run out, and asks for its removal when it explains nothing', () => {
    expect(auditProblems(findingsOf(report), [exception], '2027-01-01')).toHaveLength(1);
    expect(auditProblems([], [exception], '2026-11-15')).toEqual([expect.stringContaining('remove it')]);
  });

  it('has exceptions that each say why, and until when', () => {
    const exceptions = JSON.parse(read('infra/audit-exceptions.json')) as readonly Record<string, string>[];
    for (const { advisory, package: name, reason, until } of exceptions) {
      expect([advisory, name, (reason ?? '').length > 10]).toEqual([expect.any(String), expect.any(String), true]);
      expect(until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    }
  });
});
