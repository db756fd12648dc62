import type { Answer, FailureRule } from './declaration.js';

/** What statuses mean where a connector does not know better. */
export const standardFailures: readonly FailureRule[] = [
  {
    status: 401,
    action: 'configuration',
    code: 'notAuthenticated',
    message: 'cannot be read: the credentials are not accepted.',
    hint: 'Give the connection a token or password that is valid.',
    why: 'The credentials are wrong, have expired or were withdrawn; nothing else can be read with them either.',
    scope: 'connection',
  },
  {
    status: 403,
    action: 'configuration',
    code: 'accessDenied',
    message: 'may not be read with these credentials.',
    hint: 'Give the account or token the right to read it, or take it out of the settings.',
    why: 'Rights often differ from part to part, so the rest goes on.',
  },
  {
    status: [404, 410],
    action: 'configuration',
    code: 'notFound',
    message: 'does not exist, or is hidden from these credentials.',
    hint: 'Correct its name in the settings, or give the account or token the right to see it.',
    why: 'Many vendors hide what may not be seen instead of refusing it.',
  },
  {
    status: 429,
    action: 'rateLimited',
    code: 'rateLimited',
    message: 'cannot be read at present: the vendor limits the number of requests.',
    hint: 'The sync goes on by itself; sync less often if this stays.',
    why: 'Too many requests of this account.',
  },
  {
    status: [500, 599],
    action: 'retry',
    code: 'sourceUnavailable',
    message: 'cannot be read at present: the source answers with an error of its own.',
    hint: 'The sync is tried again; ask the owner of the source if this stays.',
    why: 'A fault of the vendor that usually passes.',
  },
  {
    status: [408, 408],
    action: 'retry',
    code: 'timeout',
    message: 'did not come in time.',
    hint: 'The sync is tried again; ask the owner of the source if this stays.',
    why: 'The vendor gave up waiting for the request.',
  },
  {
    status: 425,
    action: 'retry',
    code: 'sourceUnavailable',
    message: 'cannot be read at present.',
    hint: 'The sync is tried again.',
    why: 'The vendor refuses requests that could be repeats.',
  },
  {
    status: [300, 399],
    action: 'configuration',
    code: 'redirectRefused',
    message: 'lies at another address than the settings say.',
    hint: 'Correct the address in the settings of the connection.',
    why: 'A redirect without a usable target.',
  },
  {
    status: [400, 499],
    action: 'sourceChanged',
    code: 'requestRefused',
    message: 'cannot be read: the source does not accept the request.',
    hint: 'Check the settings of the connection; if they are right, the source has changed and this sentence should be reported.',
    why: 'A parameter is wrong, or the vendor has changed its interface.',
  },
];

/** The first rule that fits; null for an answer that is no failure. */
export function failureOf(rules: readonly FailureRule[], answer: Answer): FailureRule | null {
  const found = [...rules, ...standardFailures].find(
    (rule) => covers(rule, answer.status) && (rule.when?.(answer) ?? true),
  );
  return found ?? null;
}

function covers({ status }: FailureRule, given: number): boolean {
  return typeof status === 'number' ? status === given : status[0] <= given && given <= status[1];
}
