import { parseArgs } from 'node:util';
import { accountList, passwordLinkMade } from '@tandem/contracts/access';
import { CommandFailure, type CommandIo } from '../command.js';
import { runningInstance } from './running-instance.js';

export const name = 'password-link';
export const summary = 'print a link with which somebody (--email) who forgot their password chooses a new one, once';

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { email: { type: 'string' } } });
  const email = values.email?.trim().toLowerCase() ?? '';
  if (email === '') throw new CommandFailure('Say whose password it is about: --email lead@example.org.');
  const instance = runningInstance(io);
  const listed = await instance.request('/accounts');
  if ('problem' in listed) throw new CommandFailure(listed.problem.message);
  const account = accountList.parse(JSON.parse(listed.text)).accounts.find((one) => one.email === email);
  if (account === undefined) throw new CommandFailure(`Nobody with the address ${email} can sign in.`);
  const made = await instance.request(`/accounts/${account.id}/password-link`, {});
  if ('problem' in made) throw new CommandFailure(made.problem.message);
  io.stdout.write(`${passwordLinkMade.parse(JSON.parse(made.text)).link}\n`);
  return 0;
}
