// npm run audit: known vulnerabilities of the packages in the lock file, without those that infra/audit-exceptions.json explains.
import fs from 'node:fs';
import { inProject } from './project.mjs';
import { runProgram } from './run-program.mjs';

/** @typedef {{ advisory: string, package: string, reason: string, until: string }} Exception */
/** @typedef {{ advisory: string, package: string, severity: string, title: string }} Finding */

const file = 'infra/audit-exceptions.json';

/**
 * The findings of `npm audit --json`, one for each advisory and package.
 *
 * @param {any} report @returns {Finding[]}
 */
export function findingsOf(report) {
  const found = new Map();
  for (const { name, via } of Object.values(report.vulnerabilities ?? {})) {
    for (const cause of via) {
      // A text names another package, which stands in the list by itself.
      if (typeof cause === 'string') continue;
      const advisory =
        String(cause.url ?? cause.source)
          .split('/')
          .at(-1) ?? '';
      found.set(`${advisory} ${name}`, { advisory, package: name, severity: cause.severity, title: cause.title });
    }
  }
  return [...found.values()];
}

/**
 * Sentences about what is not in order: findings that nothing explains, and explanations that have run out or explain nothing.
 *
 * @param {readonly Finding[]} findings @param {readonly Exception[]} exceptions @param {string} today a date such as 2026-11-15
 */
export function auditProblems(findings, exceptions, today) {
  const explains = (/** @type {Exception} */ exception, /** @type {Finding} */ finding) =>
    exception.advisory === finding.advisory && exception.package === finding.package;
  return [
    ...findings
      .filter((finding) => !exceptions.some((exception) => explains(exception, finding) && exception.until >= today))
      .map(({ advisory, package: name, severity, title }) => `${name}: ${severity}: ${title} (${advisory})`),
    ...exceptions
      .filter((exception) => !findings.some((finding) => explains(exception, finding)))
      .map(({ advisory, package: name }) => `${file}: ${advisory} of ${name} is no longer found; remove it`),
  ];
}

async function run() {
  const { code, output } = await runProgram(['npm', 'audit', '--json', '--package-lock-only', '--audit=true'], {
    quiet: true,
  });
  const report = parsed(output);
  if (report === null || report.error || !report.vulnerabilities) {
    const reason = report?.error?.summary || report?.message || `npm ended with ${code}`;
    process.stdout.write(
      `Known vulnerabilities could not be asked for: ${String(reason).split('\n')[0]}. Nothing was checked.\n`,
    );
    return 0;
  }
  const exceptions = JSON.parse(fs.readFileSync(inProject(file), 'utf8'));
  const problems = auditProblems(findingsOf(report), exceptions, new Date().toISOString().slice(0, 10));
  for (const problem of problems) process.stdout.write(`${problem}\n`);
  process.stdout.write(
    problems.length === 0 ? 'No known vulnerability is unexplained.\n' : `${problems.length} to look at.\n`,
  );
  return problems.length === 0 ? 0 : 1;
}

/** @param {string} output @returns {any} */
function parsed(output) {
  try {
    return JSON.parse(output.slice(output.indexOf('{')));
  } catch {
    return null; // What npm printed is no report, for instance when nobody answered.
  }
}

if (import.meta.url === `file://${process.argv[1]}`) process.exitCode = await run();
