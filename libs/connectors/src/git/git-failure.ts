import { ConnectorFailure, type FailureAction } from '@tandem/connector-kit/connector-failure';
import type { ProgramTrouble } from '@tandem/connector-kit/programs/run-program';

interface Rule {
  readonly said: RegExp;
  readonly action: FailureAction;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

const later = 'The sync is tried again; ask the owner of the repository if this stays.';

/** By what git prints, in English. The first that fits decides. */
const rules: readonly Rule[] = [
  {
    said: /Authentication failed|could not read (Username|Password)|returned error: 401/i,
    action: 'configuration',
    code: 'notAuthenticated',
    message: 'cannot be read: the credentials are not accepted.',
    hint: 'Give the connection a token that may read the repository, and the user that the host asks for with it.',
  },
  {
    said: /returned error: 403/i,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read with these credentials.',
    hint: 'Give the token the right to read the repository.',
  },
  {
    said: /returned error: 429/i,
    action: 'rateLimited',
    code: 'rateLimited',
    message: 'cannot be read at present: the host limits the number of requests.',
    hint: 'The sync goes on by itself; sync less often if this stays.',
  },
  {
    said: /unable to update url base from redirection|returned error: 3\d\d/i,
    action: 'configuration',
    code: 'redirectRefused',
    message: 'lies at another address than the settings say.',
    hint: 'Give the address to which it has moved; redirects are not followed.',
  },
  {
    said: /repository .* not found|does not appear to be a git repository|not valid: is this a git repository|returned error: (404|410)/i,
    action: 'configuration',
    code: 'notFound',
    message: 'is no git repository, or is hidden from these credentials.',
    hint: 'Correct the location and the names of the repositories in the settings of the connection.',
  },
  {
    said: /SSL|certificate/i,
    action: 'configuration',
    code: 'certificateRefused',
    message: 'shows a TLS certificate that cannot be trusted.',
    hint: 'Install a valid certificate on the host, or make its authority known to the machine that Tandem runs on.',
  },
  {
    said: /returned error: 5\d\d|Connection refused|Failed to connect|Could not connect|timed out|too slow|early EOF|RPC failed|hung up|unexpected disconnect|reset by peer/i,
    action: 'retry',
    code: 'sourceUnavailable',
    message: 'cannot be read at present.',
    hint: later,
  },
];

/** What became of a call of git, for the owner of the source. */
export function gitFailure({ fault }: ProgramTrouble, heard: string, subject: string): ConnectorFailure {
  if (fault === 'missing') {
    return new ConnectorFailure(
      'configuration',
      'gitMissing',
      'The program git is not installed on the machine that Tandem runs on.',
      'Have the operator of this installation install git.',
    );
  }
  if (fault === 'silent' || fault === 'tooLong')
    return new ConnectorFailure('retry', 'timeout', `${subject} did not come in time.`, later);
  if (fault === 'tooMuch') return tooLarge(subject, null);
  const rule = rules.find(({ said }) => said.test(heard));
  if (rule) return new ConnectorFailure(rule.action, rule.code, `${subject} ${rule.message}`, rule.hint);
  const last = heard.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  return new ConnectorFailure('retry', 'unexpected', `${subject} could not be read: ${last || 'git failed'}`, later);
}

export function tooLarge(subject: string, bytes: number | null): ConnectorFailure {
  return new ConnectorFailure(
    'configuration',
    'tooLarge',
    `${subject} holds more history than is read${bytes === null ? '' : `: over ${bytes.toLocaleString('en')} bytes`}.`,
    'Read a repository with less in it, or push its deployments instead.',
  );
}
