import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import path from 'node:path';
import { ProgramTrouble, programText } from '@tandem/connector-kit/programs/run-program';
import { gitFailure, tooLarge } from './git-failure.js';

const minuteMs = 60_000;
const mostOutputBytes = 256 << 20;
const mostStoredBytes = 2 * 2 ** 30;
const heardCharacters = 8_000;
const sizeEveryMs = 1_000;

/** How a repository is reached. */
export type Reach =
  | {
      readonly kind: 'local';
      readonly path: string;
      /** Its objects, which are read where they are; null where they must be copied. */
      readonly objects: string | null;
    }
  | {
      readonly kind: 'remote';
      readonly url: string;
      /** Judged already: connections go to it, not to what the name leads to later. */
      readonly address: string;
      readonly authorization: string | null;
    };

/** Nothing that a repository or a remote says runs a program, asks anybody, or leads to another place. */
const hardened = [
  '[safe]\n\tdirectory = *',
  '[core]\n\thooksPath = /dev/null\n\tfsmonitor = false\n\taskPass =',
  '[credential]\n\thelper =',
  '[protocol]\n\tallow = never',
  '[http]\n\tfollowRedirects = false\n\tproxy =\n\tlowSpeedLimit = 1\n\tlowSpeedTime = 60',
  '[gc]\n\tauto = 0',
  '[maintenance]\n\tauto = false',
  '[log]\n\tshowSignature = false',
  '[advice]\n\tdetachedHead = false',
].join('\n');

/** The installed git, on a copy of its own in a private directory. */
export class GitProgram {
  private constructor(
    private readonly directory: string,
    private readonly reach: Reach,
    private readonly subject: string,
    private readonly signal: AbortSignal,
  ) {}

  /** Makes an empty copy. @param directory private, and removed by whoever made it */
  static async open(directory: string, reach: Reach, subject: string, signal: AbortSignal): Promise<GitProgram> {
    await mkdir(path.join(directory, 'home'), { mode: 0o700 });
    await writeFile(path.join(directory, 'home', 'config'), `${hardened}\n`, { mode: 0o600 });
    const git = new GitProgram(directory, reach, subject, signal);
    await git.run(['init', '--quiet', '--bare', '--template=', '--', 'copy.git']);
    await git.read(['config', 'remote.origin.url', reach.kind === 'local' ? reach.path : reach.url]);
    return git;
  }

  /** Asks the copy: nothing leaves this machine. */
  read(args: readonly string[], input?: string): Promise<string> {
    return this.run(['--git-dir=copy.git', ...args], { input: input ?? '' });
  }

  /** Asks the repository itself. */
  async ask(args: readonly string[]): Promise<string> {
    const tooMuch = new AbortController();
    const watch = setInterval(() => {
      void storedBytes(path.join(this.directory, 'copy.git', 'objects', 'pack')).then(
        (bytes) => bytes > mostStoredBytes && tooMuch.abort(tooLarge(this.subject, mostStoredBytes)),
      );
    }, sizeEveryMs);
    try {
      return await this.run(['--git-dir=copy.git', ...args], { isAsking: true, also: tooMuch.signal });
    } finally {
      clearInterval(watch);
    }
  }

  private async run(
    args: readonly string[],
    { input = '', isAsking = false, also }: { input?: string; isAsking?: boolean; also?: AbortSignal } = {},
  ): Promise<string> {
    let heard = '';
    try {
      return await programText({
        file: 'git',
        args: ['--no-pager', ...args],
        directory: this.directory,
        environment: this.environment(isAsking),
        input,
        signal: also ? AbortSignal.any([this.signal, also]) : this.signal,
        silenceMs: 15 * minuteMs,
        longestMs: 15 * minuteMs,
        mostBytes: mostOutputBytes,
        heard: (text) => (heard = (heard + text).slice(-heardCharacters)),
      });
    } catch (error) {
      this.signal.throwIfAborted();
      throw error instanceof ProgramTrouble ? gitFailure(error, heard, this.subject) : error;
    }
  }

  private environment(isAsking: boolean): Record<string, string> {
    const { reach } = this;
    const home = path.join(this.directory, 'home');
    const protocols = reach.kind === 'local' ? 'file' : 'https:http';
    return {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: home,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: path.join(home, 'config'),
      GIT_TERMINAL_PROMPT: '0',
      GIT_NO_REPLACE_OBJECTS: '1',
      GIT_ALLOW_PROTOCOL: isAsking ? protocols : '',
      ...(reach.kind === 'local' && reach.objects !== null ? { GIT_ALTERNATE_OBJECT_DIRECTORIES: reach.objects } : {}),
      ...(isAsking && reach.kind === 'remote' ? configuration(onWire(reach)) : {}),
    };
  }
}

/** Told by the environment, for the arguments of a program can be seen by everybody on its machine. */
function configuration(pairs: readonly (readonly [string, string])[]): Record<string, string> {
  const entries = pairs.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return { GIT_CONFIG_COUNT: String(pairs.length), ...(Object.fromEntries(entries) as Record<string, string>) };
}

function onWire({ url, address, authorization }: Extract<Reach, { kind: 'remote' }>): [string, string][] {
  const { hostname, port, protocol } = new URL(url);
  const to = address.includes(':') ? `[${address}]` : address;
  const at = `${hostname}:${port === '' ? (protocol === 'https:' ? '443' : '80') : port}:${to}`;
  return [
    // An address that is written as such is never looked up.
    ...(isIP(hostname.replace(/^\[|\]$/g, '')) ? [] : ([['http.curloptResolve', at]] as [string, string][])),
    ...(authorization === null
      ? []
      : ([['http.extraHeader', `Authorization: ${authorization}`]] as [string, string][])),
  ];
}

async function storedBytes(directory: string): Promise<number> {
  const names = await readdir(directory).catch(() => []);
  const sizes = await Promise.all(
    names.map((name) =>
      stat(path.join(directory, name)).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
