import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { rehearsal, rehearsalList, type Rehearsal } from '@tandem/contracts/guardrails';
import type { Problem } from '@tandem/contracts/common';
import { CommandFailure, type CommandIo } from '../command.js';
import { runningInstance } from './running-instance.js';
import { rehearsalText } from './rehearsal-text.js';

export const name = 'rehearse';
export const summary = 'tell when guardrails of a file, or a stored one, would have fired over history';

/** Rehearses what a file says before it is applied, or a guardrail as it stands. */
export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' }, to: { type: 'string' }, json: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const [what, ...more] = positionals;
  if (what === undefined || more.length > 0) {
    io.stderr.write(
      'Name a file or the id of a guardrail: tandem rehearse <file | id> [--from DAY] [--to DAY] [--json].\n',
    );
    return 2;
  }
  const { from, to } = values;
  const time = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const file = path.resolve(io.cwd, what);
  const rehearsals = fs.existsSync(file) ? await ofFile(io, what, file, time) : await ofStored(io, what, time);
  io.stdout.write(values.json ? `${JSON.stringify(rehearsals, null, 2)}\n` : rehearsals.map(rehearsalText).join('\n'));
  return 0;
}

async function ofFile(io: CommandIo, named: string, file: string, time: object): Promise<readonly Rehearsal[]> {
  const text = fs.readFileSync(file, 'utf8');
  const answer = await runningInstance(io).request('/guardrails/rehearsal', { file: named, text, ...time });
  if ('problem' in answer) throw new CommandFailure(told(answer.problem));
  return rehearsalList.parse(JSON.parse(answer.text)).rehearsals;
}

async function ofStored(
  io: CommandIo,
  id: string,
  time: Readonly<Record<string, string>>,
): Promise<readonly Rehearsal[]> {
  const query = new URLSearchParams(time).toString();
  const address = `/guardrails/${encodeURIComponent(id)}/rehearsal${query === '' ? '' : `?${query}`}`;
  const answer = await runningInstance(io).request(address);
  if (!('problem' in answer)) return [rehearsal.parse(JSON.parse(answer.text))];
  const isUnknown = answer.problem.statusCode === 404;
  const hint = isUnknown ? ' There is no file of that name here either.' : '';
  throw new CommandFailure(`${told(answer.problem)}${hint}`);
}

function told({ message, issues = [] }: Problem): string {
  const lines = issues.map(({ file, line, column, field, reason }) => {
    const place = [file, line, column].filter((part) => part !== undefined).join(':');
    return `${place === '' ? '' : `${place} `}${field}: ${reason}`;
  });
  return lines.length === 0 ? message : lines.join('\n');
}
