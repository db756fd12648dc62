import { parseArgs } from 'node:util';
import { secretsRotated } from '@tandem/contracts/audit';
import { CommandFailure, type CommandIo } from '../command.js';
import { runningInstance } from './running-instance.js';

export const name = 'secrets';
export const summary = 'encrypt every stored secret with a new key: secrets rotate';

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { positionals } = parseArgs({ args: [...args], options: {}, allowPositionals: true });
  if (positionals.length !== 1 || positionals[0] !== 'rotate') {
    io.stderr.write('Say what to do: tandem secrets rotate.\n');
    return 2;
  }
  const answer = await runningInstance(io).request('/secrets/rotate', {});
  if ('problem' in answer) throw new CommandFailure(answer.problem.message);
  const { secrets } = secretsRotated.parse(JSON.parse(answer.text));
  io.stdout.write(`${secrets === 1 ? 'One secret is' : `${secrets} secrets are`} encrypted with the present key.\n`);
  return 0;
}
