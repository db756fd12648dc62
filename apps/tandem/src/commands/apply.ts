import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { text as wholeText } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import type { Problem } from '@tandem/contracts/common';
import { applyAnswer } from '@tandem/contracts/system';
import { CommandFailure, type CommandIo } from '../command.js';
import { describeChanges, printable } from './describe-changes.js';
import { runningInstance } from './running-instance.js';

export const name = 'apply';
export const summary = 'bring a configuration file in; --dry-run only shows what would change';

const longestText = 2_000_000;

/** Answers 1 when the file is refused; then each fault is one line on the error output, and nothing was written. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { 'dry-run': { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (file === undefined || more.length) {
    io.stderr.write('Name one file: tandem apply [--dry-run] <file.yaml>, or "-" to read from the standard input.\n');
    return 2;
  }
  const text = await textOf(file, io);
  const shownFile = file === '-' ? 'standard input' : file;
  const body = { file: shownFile.slice(-500), text, dryRun: values['dry-run'] };
  const answer = await runningInstance(io).request('/configuration', body);
  if ('problem' in answer) return refuse(answer.problem, shownFile, io);
  const useColour = io.stdout.isTTY === true && !io.env['NO_COLOR'];
  io.stdout.write(describeChanges(applyAnswer.parse(JSON.parse(answer.text)), { useColour }));
  return 0;
}

async function textOf(file: string, io: CommandIo): Promise<string> {
  const text = file === '-' ? await wholeText(io.stdin) : await readWhole(path.resolve(io.cwd, file));
  if (text.length > longestText)
    throw new CommandFailure(`${file} is longer than ${longestText} characters: split it.`);
  return text;
}

async function readWhole(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
    const what = { ENOENT: 'does not exist', EISDIR: 'is a directory', EACCES: 'cannot be read by this user' }[code];
    throw new CommandFailure(`${file} ${what ?? `cannot be read (${code})`}.`, { cause: error });
  }
}

/** `file:line:column: field: reason`, the form that editors can jump to. */
function refuse({ issues, message }: Problem, file: string, io: CommandIo): number {
  for (const { field, reason, line, column } of issues ?? []) {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    io.stderr.write(`${place}: ${printable(field)}: ${printable(reason)}\n`);
  }
  const count = issues?.length ?? 0;
  io.stderr.write(
    count ? `${count === 1 ? 'One fault' : `${count} faults`}; nothing was written.\n` : `${printable(message)}\n`,
  );
  return 1;
}
