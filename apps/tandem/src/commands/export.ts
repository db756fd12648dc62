import { parseArgs } from 'node:util';
import { CommandFailure, type CommandIo } from '../command.js';
import { runningInstance } from './running-instance.js';

export const name = 'export';
export const summary = 'print the whole configuration as a file, without secrets';

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  parseArgs({ args: [...args], options: {} });
  const answer = await runningInstance(io).request('/configuration');
  if ('problem' in answer) throw new CommandFailure(answer.problem.message);
  io.stdout.write(answer.text);
  return 0;
}
