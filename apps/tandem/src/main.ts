import { InvalidEnvironment } from '@tandem/config/environment';
import { CommandFailure, type CommandIo } from './command.js';
import { commands } from './command-list.js';
import { tandemVersion } from './project.js';

/** The `tandem` command line. Answers the exit code: 0 done, 1 failed, 2 called wrongly. */
export async function runTandem(args: readonly string[], io: CommandIo = processIo()): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === '--version' || name === 'version') {
    io.stdout.write(`${tandemVersion()}\n`);
    return 0;
  }
  if (name === 'help' || name === '--help' || name === '-h') {
    io.stdout.write(await helpText());
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    io.stderr.write(`There is no command "${name}".\n\n${await helpText()}`);
    return 2;
  }
  try {
    const command = await load();
    return await command.run(rest, io);
  } catch (error) {
    return explain(error, io);
  }
}

async function helpText(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, summary }) => `  tandem ${name.padEnd(width)}  ${summary}`);
  return `Tandem ${tandemVersion()}: one set of targets for marketing and IT.\n\n${lines.join('\n')}\n`;
}

function explain(error: unknown, io: CommandIo): number {
  if (error instanceof CommandFailure || error instanceof InvalidEnvironment) {
    io.stderr.write(`${error.message}\n`);
    return 1;
  }
  // What `parseArgs` refuses is a wrong call, and its message says which argument.
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) {
    io.stderr.write(`${error.message}\n`);
    return 2;
  }
  io.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return 1;
}

function processIo(): CommandIo {
  return {
    env: process.env,
    // npm runs scripts in the project and says here where it was called.
    cwd: process.env['INIT_CWD'] ?? process.cwd(),
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
  };
}
