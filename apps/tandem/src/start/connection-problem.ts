import { withoutSecrets } from '@tandem/config/environment';
import { CommandFailure } from '../command.js';

const hints: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to that host',
  '28P01': 'the password is wrong',
  '28000': 'this user may not sign in',
  '3D000': 'there is no database of that name',
  '42501': 'this user may not create tables there',
};

/** Turns a failed connection into a sentence that names the variable, the address without secrets, and the reason. */
export function connectionProblem(
  variable: 'DATABASE_URL' | 'REDIS_URL',
  address: string,
  error: unknown,
): CommandFailure {
  const code = codeOf(error);
  const reason = hints[code] ?? (code || (error instanceof Error ? error.message : String(error)));
  const what = variable === 'DATABASE_URL' ? 'The database' : 'Redis';
  return new CommandFailure(
    `${what} at ${withoutSecrets(address)} cannot be used: ${reason}. Check ${variable}, or leave it out to use what comes with Tandem.`,
    { cause: error },
  );
}

/** A host name with several addresses gives one error for each, in an envelope. */
function codeOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if ('errors' in error && Array.isArray(error.errors)) return codeOf(error.errors[0]);
  return 'cause' in error ? codeOf(error.cause) : '';
}
