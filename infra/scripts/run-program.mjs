import { spawn } from 'node:child_process';
import os from 'node:os';
import { projectDirectory } from './project.mjs';

/** Process groups of programs that run at this moment. @type {Set<number>} */
const running = new Set();
const killAfterMs = 10_000;
/** @type {(pids: readonly number[]) => void} */
let onChange = () => undefined;

/** Tells which programs run, each time that this changes. @param {(pids: readonly number[]) => void} listener */
export function watchPrograms(listener) {
  onChange = listener;
}

/**
 * Runs a program to its end. It has a process group of its own, so that a signal to this script ends it with all its children.
 *
 * @param {readonly string[]} command program and arguments
 * @param {{ env?: NodeJS.ProcessEnv, quiet?: boolean }} [options] quiet: keeps what it prints, to be shown when it fails
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runProgram([program = '', ...args], { env = process.env, quiet = false } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(program, args, { cwd: projectDirectory, env, stdio, detached: true });
    const { pid } = child;
    if (pid !== undefined) {
      running.add(pid);
      onChange([...running]);
    }
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const settle = (code, text) => {
      if (pid !== undefined) {
        running.delete(pid);
        onChange([...running]);
      }
      resolve({ code, output: text });
    };
    child.once('error', (error) => settle(1, `${output}${program} cannot be started: ${error.message}\n`));
    child.once('close', (code, signal) =>
      settle(code ?? 128 + (os.constants.signals[signal ?? 'SIGTERM'] ?? 15), output),
    );
  });
}

/**
 * Ends what runs when this script is told to end, then the script itself. Answers the function that takes this back, for whoever
 * handles signals from then on.
 *
 * @param {() => Promise<void>} [cleanUp]
 */
export function endWithSignals(cleanUp = () => Promise.resolve()) {
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    void endGroups(signal)
      .then(cleanUp)
      .finally(() => process.exit(128 + os.constants.signals[signal]));
  };
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  for (const signal of signals) process.once(signal, onSignal);
  return () => {
    for (const signal of signals) process.off(signal, onSignal);
  };
}

/** @param {NodeJS.Signals} signal */
async function endGroups(signal) {
  for (const pid of running) killGroup(pid, signal);
  const end = performance.now() + killAfterMs;
  while (running.size > 0 && performance.now() < end) await new Promise((resolve) => setTimeout(resolve, 50));
  for (const pid of running) killGroup(pid, 'SIGKILL');
}

/** @param {number} pid @param {NodeJS.Signals} signal */
function killGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // It ended in this very moment: then there is nothing left to end.
    if (error?.code !== 'ESRCH') throw error;
  }
}
