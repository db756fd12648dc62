import type { Log } from '@tandem/application/ports';
import { logLevels, type LogLevel } from '@tandem/config/environment';

export interface ConsoleLog extends Log {
  info(message: string): void;
}

/** Writes one line for each event: when, how serious, what; details as JSON. */
export function consoleLog(level: LogLevel, write: (line: string) => void, clock: () => Date): ConsoleLog {
  const log = (of: LogLevel, message: string, details?: Readonly<Record<string, unknown>>) => {
    if (logLevels.indexOf(of) > logLevels.indexOf(level)) return;
    const rest = details && Object.keys(details).length > 0 ? ` ${detailsText(details, level)}` : '';
    write(`${clock().toISOString()} ${of.padEnd(5)} ${message}${rest}\n`);
  };
  return {
    error: (message, details) => log('error', message, details),
    warn: (message, details) => log('warn', message, details),
    info: (message) => log('info', message),
  };
}

function detailsText(details: Readonly<Record<string, unknown>>, level: LogLevel): string {
  return JSON.stringify(details, (_key, value: unknown) => (isError(value) ? errorText(value, level) : value));
}

/** An error of another realm, or one that only looks like one, is told like any other. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'stack' in value;
}

function errorText(error: Error, level: LogLevel): unknown {
  const code = 'code' in error ? { code: error.code } : {};
  const cause = isError(error.cause) ? { cause: errorText(error.cause, level) } : {};
  const stack = level === 'debug' ? { stack: error.stack } : {};
  return { message: error.message || error.name, ...code, ...cause, ...stack };
}
