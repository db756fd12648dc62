import { problem, type Problem } from '@tandem/contracts/common';
import { parseEnvironment } from '@tandem/config/environment';
import { CommandFailure, type CommandIo } from '../command.js';
import { projectDirectory } from '../project.js';
import { readInstance } from '../start/instance-file.js';

const patienceMs = 120_000;

/** The API of the Tandem that the commands talk to: the one that `TANDEM_URL` names, else the one that runs on the data directory. */
export interface RunningInstance {
  /** Answers the text of the answer, or the problem that the API tells; throws a `CommandFailure` when nobody answers. */
  request(path: string, body?: unknown): Promise<{ readonly text: string } | { readonly problem: Problem }>;
}

export function runningInstance(io: Pick<CommandIo, 'env'>): RunningInstance {
  const { url, from } = addressOf(io);
  return {
    request: async (path, body) => {
      const answer = await answerOf(`${url}/api/v1${path}`, url, from, body);
      if (answer.ok) return { text: answer.text };
      const told = problem.safeParse(parseJson(answer.text));
      if (told.success) return { problem: told.data };
      throw new CommandFailure(`${url} answers, but not as Tandem does (status ${answer.status}). Is ${from} right?`);
    },
  };
}

function addressOf({ env }: Pick<CommandIo, 'env'>): { readonly url: string; readonly from: string } {
  const named = env['TANDEM_URL']?.trim();
  if (named) {
    const url = URL.canParse(named) ? new URL(named) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol)) {
      throw new CommandFailure('TANDEM_URL must be an address such as http://127.0.0.1:3000.');
    }
    return { url: url.href.replace(/\/+$/, ''), from: 'TANDEM_URL' };
  }
  const { dataDirectory } = parseEnvironment(env, projectDirectory);
  const instance = readInstance(dataDirectory);
  if (instance) return { url: instance.url, from: `the address in ${dataDirectory}/tandem.json` };
  throw new CommandFailure(
    `No Tandem runs on ${dataDirectory}. Start it with "npm start", or set TANDEM_URL to the address of one that runs elsewhere.`,
  );
}

async function answerOf(address: string, url: string, from: string, body: unknown) {
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'error',
      ...(body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    });
    return { ok: answer.ok, status: answer.status, text: await answer.text() };
  } catch (error) {
    throw new CommandFailure(
      `Nobody answers at ${url} (from ${from}). Start Tandem with "npm start", or set TANDEM_URL to where it runs.`,
      { cause: error },
    );
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // Not JSON is not a Problem; the caller says so.
  }
}
