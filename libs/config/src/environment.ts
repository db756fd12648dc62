import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';
import { directories, readableFiles, singerTaps, type LocalAccess } from './local-access.js';
import { mainWorkspace, workspaceName } from './workspace-name.js';

/** What the process was told about its surroundings; parsed once, at the start, and passed on as a value. */
export interface Environment {
  readonly host: string;
  /** 0 lets the operating system choose one. */
  readonly port: number;
  /** False when PORT was left out: then a taken port may be replaced by the next free one. */
  readonly portIsFixed: boolean;
  /** Absolute path. */
  readonly dataDirectory: string;
  /** null starts the PostgreSQL that comes with Tandem. */
  readonly databaseUrl: string | null;
  /** Whose rows of the database this process serves; it sees no others. */
  readonly workspace: string;
  /** null keeps the job queue in PostgreSQL. */
  readonly redisUrl: string | null;
  /** Where people reach this installation; links in notifications begin with it. No trailing slash. */
  readonly publicUrl: string | null;
  /** null means that e-mail routes cannot deliver. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Where the worker tells every minute that all is well; null tells nobody. */
  readonly heartbeatUrl: string | null;
  readonly logLevel: LogLevel;
  /** Jobs that one process runs at once, per queue; null keeps each queue's own setting. */
  readonly queueConcurrency: number | null;
  /** Private and loopback addresses that sources may be read from, and webhooks sent to: none, all, or addresses, networks and names. */
  readonly allowPrivateAddresses: boolean | readonly string[];
  /** Files, repositories and programs of this machine that sources may use. */
  readonly local: LocalAccess;
  /** Lets automation in as an administrator from the first start on; null when people set it up. At least 32 characters. */
  readonly adminToken: string | null;
  /** A sign-in that was not used for this long is over. */
  readonly sessionIdleHours: number;
  /** However much it is used, a sign-in ends after this. */
  readonly sessionHours: number;
  /** Proxies whose word about the client's address is taken. */
  readonly trustedProxies: readonly string[];
  /** Requests that one address, and one account or token, may send in a minute. */
  readonly requestsPerMinute: number;
  /** Encrypts the secrets in the database; null keeps a key in a file of the data directory. */
  readonly secretKey: string | null;
  /** Keys that were used before, which what is stored may still need. */
  readonly previousSecretKeys: readonly string[];
  /** `TANDEM_…` variables that mean nothing to this version, most often misspelt. */
  readonly unknownVariables: readonly string[];
}

export const logLevels = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** The start stops with these sentences, one for each variable that cannot be used. */
export class InvalidEnvironment extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'InvalidEnvironment';
  }
}

const url = (protocols: readonly string[], example: string): z.ZodType<string> =>
  z.string().refine((text) => hasProtocol(text, protocols), {
    message: `must be an address such as ${example}`,
  });

const wholeNumber = (from: number, to: number): z.ZodType<number> =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${from} to ${to}`)
    .transform(Number)
    .refine((value) => value >= from && value <= to, { message: `must be a whole number from ${from} to ${to}` });

const yesOrNo = /^(true|false|1|0|yes|no)$/;
/** A name with a dot, so that a misspelt "true" is none, and whose end is no number, so that half an address is none. */
const hostName = /^(localhost|([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])?)$/i;

/** `true`, `false`, or `10.1.0.0/16, 192.168.7.9, crm.internal.example.org` */
const privateAddresses = z
  .string()
  .transform((text) => (yesOrNo.test(text) ? ['true', '1', 'yes'].includes(text) : listOf(text)))
  .refine((value) => typeof value === 'boolean' || value.every((entry) => isNetwork(entry) || hostName.test(entry)), {
    message:
      'must be "true", "false", or addresses, networks and names such as 10.1.0.0/16, 192.168.7.9, crm.example.org',
  });

const logLevel = z.string().refine((text): text is LogLevel => logLevels.some((level) => level === text), {
  message: `must be one of ${logLevels.join(', ')}`,
});

/** A mailbox as mail headers take it: `alerts@example.org` or `Tandem <alerts@example.org>`. */
const mailbox = z
  .string()
  .regex(
    /^([^<>@\s]+@[^<>@\s]+|[^<>@\r\n]+<[^<>@\s]+@[^<>@\s]+>)$/,
    'must be a mail address such as "Tandem <alerts@example.org>"',
  );

/** `10.0.0.7, 192.168.0.0/16` */
const networks = z
  .string()
  .transform(listOf)
  .refine((list) => list.every(isNetwork), 'must be addresses or networks such as 10.0.0.7, 192.168.0.0/16');

function listOf(text: string): string[] {
  return text.split(',').map((entry) => entry.trim());
}

function isNetwork(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return prefix === undefined || (/^\d{1,3}$/.test(prefix) && Number(prefix) <= (version === 4 ? 32 : 128));
}

const fewestTokenCharacters = 32;
const fewestDistinctCharacters = 10;
const placeholders = /change.?me|example|placeholder|password|secret.?token|admin.?token|1234567890|abcdefghij/i;

/** Guessed by nobody: long, of many different characters, and none of the texts that instructions print. */
const strongToken = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'must be made of letters, digits and signs without spaces')
  .refine((text) => text.length >= fewestTokenCharacters, {
    message: `must have ${fewestTokenCharacters} characters or more; "openssl rand -hex 32" makes one`,
  })
  .refine((text) => new Set(text).size >= fewestDistinctCharacters && !placeholders.test(text), {
    message: 'must be random, and this one can be guessed; "openssl rand -hex 32" makes one',
  });

const variables = z.object({
  PORT: wholeNumber(0, 65_535).optional(),
  HOST: z
    .string()
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be a host name or address without port, such as 127.0.0.1')
    .optional(),
  TANDEM_DATA_DIR: z.string().optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/tandem').optional(),
  TANDEM_WORKSPACE: z
    .string()
    .regex(workspaceName, 'must be a letter followed by up to 30 letters, digits or _, all small, such as main')
    .optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  TANDEM_PUBLIC_URL: url(['http:', 'https:'], 'https://tandem.example.org').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@host:587').optional(),
  TANDEM_MAIL_FROM: mailbox.optional(),
  TANDEM_HEARTBEAT_URL: url(['http:', 'https:'], 'https://heartbeat.example.org/tandem').optional(),
  TANDEM_LOG_LEVEL: logLevel.optional(),
  TANDEM_QUEUE_CONCURRENCY: wholeNumber(1, 100).optional(),
  TANDEM_ALLOW_PRIVATE_ADDRESSES: privateAddresses.optional(),
  TANDEM_FILE_PATHS: directories.optional(),
  TANDEM_GIT_PATHS: directories.optional(),
  TANDEM_SINGER_TAPS: singerTaps.optional(),
  TANDEM_TRUSTED_PROXIES: networks.optional(),
  TANDEM_REQUESTS_PER_MINUTE: wholeNumber(60, 999_999_999).optional(),
  TANDEM_SECRET_KEY: z.string().optional(),
  TANDEM_SECRET_KEY_PREVIOUS: z.string().optional(),
  TANDEM_ADMIN_TOKEN: strongToken.optional(),
  TANDEM_SESSION_IDLE_HOURS: wholeNumber(1, 720).optional(),
  TANDEM_SESSION_HOURS: wholeNumber(1, 2160).optional(),
});

type VariableName = keyof typeof variables.shape;
const variableNames = Object.keys(variables.shape) as VariableName[];

/** Variables whose value may hold a password: an error never repeats them. */
const secretVariables: readonly string[] = [
  'DATABASE_URL',
  'REDIS_URL',
  'SMTP_URL',
  'TANDEM_HEARTBEAT_URL',
  'TANDEM_ADMIN_TOKEN',
];

/** Read by the commands that talk to a running Tandem, not by the server. */
const commandVariables: readonly string[] = ['TANDEM_URL', 'TANDEM_TOKEN'];

/**
 * Reads the variables that Tandem knows; an empty one counts as left out.
 *
 * @param source the variables, usually `process.env`
 * @param baseDirectory absolute; a relative data directory and its default stand below it
 * @throws {InvalidEnvironment} with one sentence per variable
 */
export function parseEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  baseDirectory: string,
): Environment {
  const given: Partial<Record<VariableName, string>> = {};
  for (const name of variableNames) {
    const value = source[name]?.trim();
    if (value) given[name] = value;
  }
  const parsed = variables.safeParse(given);
  if (!parsed.success) throw new InvalidEnvironment(problemsOf(parsed.error, given));
  const values = parsed.data;
  const host = values.HOST ?? '127.0.0.1';
  return {
    host,
    port: values.PORT ?? 3000,
    portIsFixed: values.PORT !== undefined,
    dataDirectory: path.resolve(baseDirectory, values.TANDEM_DATA_DIR ?? '.tandem'),
    databaseUrl: values.DATABASE_URL ?? null,
    workspace: values.TANDEM_WORKSPACE ?? mainWorkspace,
    redisUrl: values.REDIS_URL ?? null,
    publicUrl: values.TANDEM_PUBLIC_URL?.replace(/\/+$/, '') ?? null,
    smtpUrl: values.SMTP_URL ?? null,
    mailFrom: values.TANDEM_MAIL_FROM ?? 'Tandem <tandem@localhost>',
    heartbeatUrl: values.TANDEM_HEARTBEAT_URL ?? null,
    logLevel: values.TANDEM_LOG_LEVEL ?? 'info',
    queueConcurrency: values.TANDEM_QUEUE_CONCURRENCY ?? null,
    allowPrivateAddresses: values.TANDEM_ALLOW_PRIVATE_ADDRESSES ?? false,
    local: {
      files: readableFiles(values.TANDEM_FILE_PATHS, { host, baseDirectory }),
      repositories: values.TANDEM_GIT_PATHS ?? [],
      taps: values.TANDEM_SINGER_TAPS ?? {},
    },
    adminToken: values.TANDEM_ADMIN_TOKEN ?? null,
    sessionIdleHours: values.TANDEM_SESSION_IDLE_HOURS ?? 24,
    sessionHours: values.TANDEM_SESSION_HOURS ?? 168,
    trustedProxies: values.TANDEM_TRUSTED_PROXIES ?? [],
    requestsPerMinute: values.TANDEM_REQUESTS_PER_MINUTE ?? 6_000,
    secretKey: values.TANDEM_SECRET_KEY ?? null,
    previousSecretKeys: values.TANDEM_SECRET_KEY_PREVIOUS?.split(',').map((key) => key.trim()) ?? [],
    unknownVariables: Object.keys(source).filter(isUnknown).sort(),
  };
}

/** `TANDEM_TEST_…` belongs to the test run, `TANDEM_SECRET_…` to configuration files. */
function isUnknown(name: string): boolean {
  if (!name.startsWith('TANDEM_') || name.startsWith('TANDEM_TEST_') || name.startsWith('TANDEM_SECRET_')) return false;
  // Read by themselves, where a wrong one stops the start.
  if (name.startsWith('TANDEM_OIDC_')) return false;
  return ![...variableNames, ...commandVariables].some((known) => known === name);
}

function problemsOf(error: z.ZodError, given: Partial<Record<VariableName, string>>): string[] {
  const byVariable = new Map<VariableName, string>();
  for (const issue of error.issues) {
    const name = variableNames.find((known) => known === issue.path[0]);
    if (name && !byVariable.has(name)) byVariable.set(name, issue.message);
  }
  return [...byVariable].map(([name, message]) => {
    const shown = secretVariables.includes(name) ? 'its value' : `"${(given[name] ?? '').slice(0, 80)}"`;
    return `${name}: ${shown} cannot be used; it ${message}.`;
  });
}

function hasProtocol(text: string, protocols: readonly string[]): boolean {
  if (!URL.canParse(text)) return false;
  const parsed = new URL(text);
  return protocols.includes(parsed.protocol) && parsed.hostname !== '';
}

/** An address that can be shown to anyone: no password, no user, no query. */
export function withoutSecrets(address: string): string {
  if (!URL.canParse(address)) return '(an address that cannot be read)';
  const { protocol, host, pathname } = new URL(address);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
