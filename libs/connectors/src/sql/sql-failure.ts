import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import { ConnectorFailure, type FailureAction } from '@tandem/connector-kit/connector-failure';
import type { SqlSettings } from './sql.connector.js';

interface Rule {
  readonly codes: RegExp;
  readonly action: FailureAction;
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** By SQLSTATE of PostgreSQL and by names of errors of MySQL and MariaDB. */
const rules: readonly Rule[] = [
  {
    codes: /^(28\w{3}|ER_ACCESS_DENIED_ERROR|ER_ACCESS_DENIED_NO_PASSWORD_ERROR)$/,
    action: 'configuration',
    code: 'notAuthenticated',
    message: 'does not accept this user and password.',
    hint: 'Correct user and password in the settings of the connection.',
  },
  {
    codes: /^(3D000|ER_BAD_DB_ERROR|ER_DBACCESS_DENIED_ERROR)$/,
    action: 'configuration',
    code: 'notFound',
    message: 'has no such database, or does not show it to this user.',
    hint: 'Correct the name of the database, or grant the user access to it.',
  },
  {
    codes: /^(42501|ER_TABLEACCESS_DENIED_ERROR|ER_COLUMNACCESS_DENIED_ERROR)$/,
    action: 'configuration',
    code: 'accessDenied',
    message: 'does not let this user read what the query names.',
    hint: 'Grant the user the right to read it.',
  },
  {
    codes: /^(25006|ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION)$/,
    action: 'configuration',
    code: 'queryWrites',
    message: 'was asked to change something, which a source never does.',
    hint: 'Give a query that only reads.',
  },
  {
    codes: /^(42\w{3}|0A000|ER_PARSE_ERROR|ER_NO_SUCH_TABLE|ER_BAD_FIELD_ERROR|ER_WRONG_ARGUMENTS)$/,
    action: 'configuration',
    code: 'queryWrong',
    message: 'does not understand the query',
    hint: 'Correct the query: it must be one select of tables and columns that exist.',
  },
  {
    codes: /^(57014|ER_QUERY_TIMEOUT|ER_STATEMENT_TIMEOUT)$/,
    action: 'configuration',
    code: 'queryTooSlow',
    message: 'did not answer the query within five minutes.',
    hint: 'Narrow the query by ":from" and ":to", or give its table an index.',
  },
  {
    codes: /^(53\w{3}|57P\d\d|08\w{3}|ER_CON_COUNT_ERROR|PROTOCOL_CONNECTION_LOST)$/,
    action: 'retry',
    code: 'sourceUnavailable',
    message: 'cannot serve at present.',
    hint: 'The sync is tried again; ask the owner of the database if this stays.',
  },
];

/** What went wrong, for the owner of the source. Of the database's own words only those about the query are repeated. */
export function sqlFailure(error: unknown, { host, database }: SqlSettings): ConnectorFailure {
  if (error instanceof ConnectorFailure) return error;
  const subject = `The database ${database} on ${host}`;
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  const rule = typeof code === 'string' ? rules.find(({ codes }) => codes.test(code)) : undefined;
  if (!rule) return classifyFailure(error, subject);
  const said = rule.code === 'queryWrong' && error instanceof Error ? `: ${error.message.slice(0, 300)}.` : '';
  return new ConnectorFailure(rule.action, rule.code, `${subject} ${rule.message}${said}`, rule.hint, { cause: error });
}
