// npm run check: format, lint without a warning, types, unit specs; two at a time, in under two minutes.
import { inProject, secondsSince } from './project.mjs';
import { prepareProject } from './prepare-project.mjs';
import { endWithSignals, runProgram } from './run-program.mjs';

const node = process.execPath;
/** @param {string} file */
const tool = (file) => inProject(`node_modules/${file}`);
const tsc = tool('typescript7/bin/tsc');

/** Each step is a list of commands, one after the other. The longest first, so that both lanes end together. */
const steps = [
  {
    name: 'lint',
    // Without a cache: rules that know types depend on more files than the one they look at.
    commands: [[node, '--max-semi-space-size=64', tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0']],
  },
  {
    name: 'types',
    commands: [
      [node, tsc, '-b'],
      [node, tsc, '-p', 'tsconfig.spec.json', '--noEmit'],
      [node, tsc, '-p', 'apps/dashboard/tsconfig.json', '--noEmit'],
    ],
  },
  {
    name: 'unit specs',
    commands: [[node, inProject('infra/scripts/test.mjs'), 'unit']],
  },
  { name: 'format', commands: [[node, tool('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.']] },
];

async function runSteps() {
  const started = performance.now();
  const waiting = [...steps];
  /** @type {string[]} */
  const failed = [];
  const lane = async () => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      if (!(await runStep(step))) failed.push(step.name);
    }
  };
  await Promise.all([lane(), lane()]);
  process.stdout.write(
    failed.length === 0
      ? `Everything is in order (${secondsSince(started)}).\n`
      : `Not in order: ${failed.join(', ')} (${secondsSince(started)}).\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** @param {{ name: string, commands: string[][] }} step */
async function runStep({ name, commands }) {
  const started = performance.now();
  for (const command of commands) {
    const { code, output } = await runProgram(command, { quiet: true, env: { ...process.env, NX_DAEMON: 'false' } });
    if (code !== 0) {
      process.stdout.write(`\n${name}: not in order (${secondsSince(started)})\n${output}\n`);
      return false;
    }
  }
  process.stdout.write(`${name}: in order (${secondsSince(started)})\n`);
  return true;
}

if (await prepareProject('all')) {
  endWithSignals();
  process.exitCode = await runSteps();
} else {
  process.exitCode = 1;
}
