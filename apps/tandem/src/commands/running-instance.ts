import { problem, type Problem } from '@tandem/contracts/common';
import { parseEnvironment } from '@tandem/config/environment';
import { CommandFailure, type CommandIo } from '../command.js';
import { projectDirectory } from '../project.js';
import { readInstance } from '../start/instance-file.js';
import { readMachineToken } from '../start/machine-token.js';

const patienceMs = 120_000;

/** The API of the Tandem that the commands talk to: the one that `TANDEM_URL` names, else the one that runs on the data directory. */
export interface RunningInstance {
  /** Answers the text of the answer, or the problem that the API tells; throws a `CommandFailure` when nobody answers. */
  request(path: string, body?: unknown): Promise<{ readonly text: string } | { readonly problem: Problem }>;
}

export function runningInstance(io: Pick<CommandIo, 'env'>): RunningInstance {
  const { url, from, token } = addressOf(io);
  const headers: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token}` };
  return {
    request: async (path, body) => {
      const answer = await answerOf({ address: `${url}/api/v1${path}`, url, from }, headers, body);
      if (answer.ok) return { text: answer.text };
      if (answer.status === 401) throw new CommandFailure(notLetIn(from));
      const told = problem.safeParse(parseJson(answer.text));
      if (told.success) return { problem: told.data };
      throw new CommandFailure(`${url} answers, but not as Tandem does (status ${answer.status}). Is ${from} right?`);
    },
  };
}

function notLetIn(from: string): string {
  if (from === 'TANDEM_URL')
    return 'The Tandem at TANDEM_URL does not let this in. Set TANDEM_TOKEN to a token of it that may do this (Settings → Tokens).';
  return 'This user may not read the token in the data directory. Run the command as the user that Tandem runs as, or set TANDEM_TOKEN.';
}

interface Address {
  readonly url: string;
  readonly from: string;
  readonly token: string | null;
}

/** A token that is named goes before the one of this machine, which is never sent to an address that is named. */
function addressOf({ env }: Pick<CommandIo, 'env'>): Address {
  const token = env['TANDEM_TOKEN']?.trim() || null;
  const named = env['TANDEM_URL']?.trim();
  if (named) {
    const url = URL.canParse(named) ? new URL(named) : null;
    if (url === null || !['http:', 'https:'].includes(url.protocol)) {
      throw new CommandFailure('TANDEM_URL must be an address such as http://127.0.0.1:3000.');
    }
    return { url: url.href.replace(/\/+$/, ''), from: 'TANDEM_URL', token };
  }
  const { dataDirectory } = parseEnvironment(env, projectDirectory);
  const instance = readInstance(dataDirectory);
  if (instance) {
    const from = `the address in ${dataDirectory}/tandem.json`;
    return { url: instance.url, from, token: token ?? readMachineToken(dataDirectory) };
  }
  throw new CommandFailure(
    `No Tandem runs on ${dataDirectory}. Start it with "npm start", or set TANDEM_URL to the address of one that runs elsewhere.`,
  );
}

async function answerOf(
  { address, url, from }: { readonly address: string; readonly url: string; readonly from: string },
  headers: Readonly<Record<string, string>>,
  body: unknown,
) {
  try {
    const answer = await fetch(address, {
      signal: AbortSignal.timeout(patienceMs),
      redirect: 'error',
      ...(body === undefined
        ? { headers }
        : {
            method: 'POST',
            body: JSON.stringify(body),
            headers: { ...headers, 'content-type': 'application/json' },
          }),
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
