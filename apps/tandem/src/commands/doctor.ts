import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';
import { metricList } from '@tandem/contracts/metrics';
import { health } from '@tandem/contracts/system';
import { parseEnvironment, withoutSecrets, type Environment } from '@tandem/config/environment';
import { biStatus } from '@tandem/kpi-store/bi/bi-status';
import { biNameOf } from '@tandem/kpi-store/bi/write-bi-schema';
import { postgresVersion } from '@tandem/kpi-store/queries/postgres-version';
import { redisVersion } from '@tandem/queue/redis-version';
import type { CommandIo } from '../command.js';
import { dashboardDirectory, projectDirectory, tandemVersion } from '../project.js';
import { choosePort } from '../start/choose-port.js';
import { connectionProblem } from '../start/connection-problem.js';
import { readInstance } from '../start/instance-file.js';
import { readMachineToken } from '../start/machine-token.js';
import { printable } from './describe-changes.js';

export const name = 'doctor';
export const summary = 'what is configured, and what can be reached';

interface Finding {
  readonly subject: string;
  readonly ok: boolean;
  /** Nothing is broken, and somebody should know. */
  readonly note?: true;
  readonly text: string;
}

/** Looks and tells; changes nothing. Answers 1 when something that is configured does not work. */
export async function run(_args: readonly string[], io: CommandIo): Promise<number> {
  const environment = parseEnvironment(io.env, projectDirectory);
  const findings = [
    { subject: 'Tandem', ok: true, text: `${tandemVersion()} on Node.js ${process.versions.node}` },
    ...(await runningFindings(environment)),
    dataDirectoryFinding(environment.dataDirectory),
    await databaseFinding(environment),
    ...(await biFindings(environment)),
    await redisFinding(environment),
    {
      subject: 'dashboard',
      ok: dashboardDirectory() !== null,
      text: dashboardDirectory() === null ? 'not built; run "npm run build"' : 'built',
    },
    {
      subject: 'e-mail',
      ok: true,
      text:
        environment.smtpUrl === null
          ? 'no SMTP_URL: routes of kind e-mail cannot deliver'
          : `${withoutSecrets(environment.smtpUrl)}, from ${environment.mailFrom}`,
    },
    { subject: 'public address', ok: true, text: environment.publicUrl ?? 'none: notifications carry no links' },
    ...environment.unknownVariables.map((variable) => ({
      subject: variable,
      ok: false,
      text: 'means nothing to Tandem; is it misspelt?',
    })),
  ];
  const width = Math.max(...findings.map(({ subject }) => subject.length));
  for (const { subject, ok, note, text } of findings) {
    const verdict = ok ? (note ? 'note   ' : 'ok     ') : 'PROBLEM';
    io.stdout.write(`${verdict} ${subject.padEnd(width)}  ${text}\n`);
  }
  return findings.every(({ ok }) => ok) ? 0 : 1;
}

async function runningFindings(environment: Environment): Promise<Finding[]> {
  const instance = readInstance(environment.dataDirectory);
  const running = instance && (await healthOf(instance.url, environment.dataDirectory));
  if (instance && running) {
    const failing = Object.entries(running.checks).filter(([, { ok }]) => !ok);
    const text = failing.map(([check, { detail }]) => `${check}: ${detail}`).join('; ');
    return [
      {
        subject: 'server',
        ok: running.ready && running.progressing,
        text: `answers at ${instance.url} (process ${instance.pid})${text ? `; ${text}` : ''}`,
      },
      { subject: 'retention', ok: true, text: running.checks['retention']?.detail ?? 'not said by this server' },
      ...(await nameFindings(instance.url, environment.dataDirectory)),
    ];
  }
  const port = await choosePort(environment).then(
    (free) => ({ ok: true, text: `would listen on ${environment.host}:${free}` }),
    (error: unknown) => ({ ok: false, text: error instanceof Error ? error.message : String(error) }),
  );
  return [
    { subject: 'server', ok: true, text: 'does not run on this data directory' },
    { subject: 'port', ...port },
  ];
}

async function healthOf(url: string, dataDirectory: string) {
  try {
    return health.parse(await answerOf(`${url}/api/v1/health`, dataDirectory, 3_000));
  } catch {
    return null; // Nobody answers there, or somebody else does: no Tandem either way.
  }
}

/** Metrics of one name that count different things: both departments would read one word and mean two numbers. */
async function nameFindings(url: string, dataDirectory: string): Promise<Finding[]> {
  const subject = 'names of metrics';
  try {
    const { metrics } = metricList.parse(await answerOf(`${url}/api/v1/metrics`, dataDirectory, 30_000));
    const shared = metrics.filter(({ namesakes }) => namesakes.length > 0).map(({ metric }) => metric);
    if (shared.length === 0) return [{ subject, ok: true, text: 'each means one number' }];
    const text = shared.map(({ key, title }) => `${key} ("${printable(title)}")`).join(', ');
    return [{ subject, ok: true, note: true, text: `the same name stands for different formulas: ${text}` }];
  } catch {
    return [{ subject, ok: true, note: true, text: 'could not be looked at: the list of metrics did not come' }];
  }
}

/** As the machine, for as long as there is patience. */
async function answerOf(address: string, dataDirectory: string, patienceMs: number): Promise<unknown> {
  const token = readMachineToken(dataDirectory);
  const answer = await fetch(address, {
    signal: AbortSignal.timeout(patienceMs),
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  return answer.json();
}

function dataDirectoryFinding(directory: string): Finding {
  const nearest = nearestExisting(directory);
  try {
    accessSync(nearest, constants.W_OK | constants.X_OK);
    const text = nearest === directory ? directory : `${directory} (will be made)`;
    return { subject: 'data directory', ok: true, text };
  } catch {
    return {
      subject: 'data directory',
      ok: false,
      text: `${nearest} cannot be written by this user; set TANDEM_DATA_DIR`,
    };
  }
}

function nearestExisting(directory: string): string {
  return existsSync(directory) || path.dirname(directory) === directory
    ? directory
    : nearestExisting(path.dirname(directory));
}

async function databaseFinding({ databaseUrl }: Environment): Promise<Finding> {
  const subject = 'database';
  if (databaseUrl === null) return { subject, ok: true, text: 'the PostgreSQL that comes with Tandem' };
  try {
    return {
      subject,
      ok: true,
      text: `${withoutSecrets(databaseUrl)}, PostgreSQL ${await postgresVersion(databaseUrl)}`,
    };
  } catch (error) {
    return { subject, ok: false, text: connectionProblem('DATABASE_URL', databaseUrl, error).message };
  }
}

/** Of the PostgreSQL that comes with Tandem nothing can be wrong here, and it may not run at the moment. */
async function biFindings({ databaseUrl, workspace }: Environment): Promise<Finding[]> {
  if (databaseUrl === null) return [];
  const subject = 'BI views';
  try {
    const { schema, role, roleReads } = await biStatus(databaseUrl, workspace);
    const name = biNameOf(workspace);
    if (schema && roleReads) return [{ subject, ok: true, text: `schema ${name}, read by the role ${name}` }];
    const text = !schema
      ? `missing until the server has started; its user needs "grant create on database <name> to <user>" for the schema ${name}`
      : role
        ? `the role ${name} reads them after the next start of the server`
        : `no role reads them: the database user may not create one. Let an administrator run "create role ${name} nologin", and start again`;
    return [{ subject, ok: true, text }];
  } catch {
    return []; // That the database cannot be reached is said above.
  }
}

async function redisFinding({ redisUrl }: Environment): Promise<Finding> {
  const subject = 'queue';
  if (redisUrl === null) return { subject, ok: true, text: 'in PostgreSQL' };
  try {
    return { subject, ok: true, text: `${withoutSecrets(redisUrl)}, Redis ${await redisVersion(redisUrl)}` };
  } catch (error) {
    return { subject, ok: false, text: connectionProblem('REDIS_URL', redisUrl, error).message };
  }
}
