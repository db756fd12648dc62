import { parseArgs } from 'node:util';
import { signInLinkMade } from '@tandem/contracts/access';
import { CommandFailure, type CommandIo } from '../command.js';
import { runningInstance } from './running-instance.js';

export const name = 'login-link';
export const summary = 'print a link that signs in once, as an administrator or with --email as somebody else';

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { email: { type: 'string' }, 'lost-second-factor': { type: 'boolean' } },
  });
  const { email, 'lost-second-factor': isLost } = values;
  if (isLost && email === undefined)
    throw new CommandFailure('Say who lost their second factor: npx tandem login-link --lost-second-factor --email …');
  const body = { ...(email !== undefined && { email }), ...(isLost && { secondFactorLost: true }) };
  const answer = await runningInstance(io).request('/sign-in-links', body);
  if ('problem' in answer) throw new CommandFailure(answer.problem.message);
  io.stdout.write(`${signInLinkMade.parse(JSON.parse(answer.text)).link}\n`);
  return 0;
}
