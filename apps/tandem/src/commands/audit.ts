import { parseArgs } from 'node:util';
import { auditVerdict, type AuditVerdict } from '@tandem/contracts/audit';
import { CommandFailure, type CommandIo } from '../command.js';
import { runningInstance } from './running-instance.js';

export const name = 'audit';
export const summary = 'verify the audit trail, or export it: audit verify [--head <number>:<hash>] | audit export';

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { head: { type: 'string' } },
    allowPositionals: true,
  });
  const [what, ...more] = positionals;
  if (more.length === 0 && what === 'verify') return verify(values.head, io);
  if (more.length === 0 && what === 'export' && values.head === undefined) {
    io.stdout.write(await ask('/audit/export', io));
    return 0;
  }
  io.stderr.write('Say what to do: tandem audit verify [--head <number>:<hash>], or tandem audit export.\n');
  return 2;
}

/** Answers 1 when the trail does not fit. */
async function verify(head: string | undefined, io: CommandIo): Promise<number> {
  const anchor = head === undefined ? '' : anchorQuery(head);
  const verdict = auditVerdict.parse(JSON.parse(await ask(`/audit/verify${anchor}`, io)));
  if (verdict.head === null) {
    io.stdout.write(`${brokenSentence(verdict)}\n`);
    return 1;
  }
  const { sequence, hash } = verdict.head;
  io.stdout.write(`The audit trail fits: ${verdict.entries} entries.\n`);
  io.stdout.write(`Note its head elsewhere, and check against it later: --head ${sequence}:${hash}\n`);
  return 0;
}

function anchorQuery(head: string): string {
  const [, sequence, hash] = /^(\d{1,15}):([0-9a-f]{64})$/i.exec(head) ?? [];
  if (sequence === undefined || hash === undefined)
    throw new CommandFailure(
      '--head must be what an earlier check printed: a number, a colon and 64 hexadecimal digits.',
    );
  return `?sequence=${sequence}&hash=${hash.toLowerCase()}`;
}

const reasons: Record<NonNullable<AuditVerdict['brokenAt']>['reason'], string> = {
  linkMissing: 'its link in the chain was removed',
  entryMissing: 'the entry itself was removed',
  linkBroken: 'it does not follow on the one before',
  entryChanged: 'it was changed after it was written',
  entryUnlinked: 'it was added around the chain',
  endMissing: 'entries at the end were removed',
  anchorMissed: 'the trail was rewritten: it does not pass through the head that was given',
};

function brokenSentence({ brokenAt, entries }: AuditVerdict): string {
  if (brokenAt === null) return 'The audit trail does not fit.';
  const row = brokenAt.auditId === null ? '' : ` (row ${brokenAt.auditId} of audit_log)`;
  return `The audit trail is broken at entry ${brokenAt.sequence}${row}: ${reasons[brokenAt.reason]}. The ${entries} before it fit.`;
}

async function ask(path: string, io: CommandIo): Promise<string> {
  const answer = await runningInstance(io).request(path);
  if ('problem' in answer) throw new CommandFailure(answer.problem.message);
  return answer.text;
}
