import { spawn, type ChildProcess } from 'node:child_process';

export interface ProgramRun {
  /** The program itself, never a line for a shell. */
  readonly file: string;
  readonly args: readonly string[];
  readonly directory: string;
  /** All that it hears of our surroundings: what is not named here, such as the password of our database, is not passed on. */
  readonly environment: Readonly<Record<string, string>>;
  /** What it reads on its standard input. */
  readonly input?: string;
  readonly signal: AbortSignal;
  /** Longest time without output, while output is waited for. */
  readonly silenceMs: number;
  /** Longest time altogether. */
  readonly longestMs: number;
  readonly mostBytes: number;
  /** Hears what it prints on its standard error, piece by piece. */
  readonly heard: (text: string) => void;
}

export type ProgramFault = 'missing' | 'failed' | 'silent' | 'tooLong' | 'tooMuch';

/** Why a program did not come to a good end. */
export class ProgramTrouble extends Error {
  constructor(
    readonly fault: ProgramFault,
    /** Its exit code or signal; null where it was stopped by us or never started. */
    readonly end: string | null = null,
  ) {
    super(`program ${fault}${end === null ? '' : ` (${end})`}`);
    this.name = 'ProgramTrouble';
  }
}

const graceMs = 2_000;

/**
 * Runs a program without a shell and gives its standard output as it comes. Whoever stops reading, or raises the signal, ends the program and all that it
 * has started.
 *
 * @throws {ProgramTrouble} for a program that is not there, fails, falls silent, or gives more than is wanted
 */
export async function* runProgram(run: ProgramRun): AsyncGenerator<Buffer> {
  const { signal, silenceMs, longestMs, mostBytes } = run;
  signal.throwIfAborted();
  const child = started(run);
  const ended = endOf(child);
  let fault: Error | null = null as Error | null;
  const stop = (why: Error) => {
    fault ??= why;
    kill(child);
  };
  const onAbort = () => stop(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  const whole = setTimeout(() => stop(new ProgramTrouble('tooLong')), longestMs);
  const watched = () => setTimeout(() => stop(new ProgramTrouble('silent')), silenceMs);
  let silence = watched();
  let bytes = 0;
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      clearTimeout(silence);
      bytes += chunk.length;
      if (bytes > mostBytes) stop(new ProgramTrouble('tooMuch'));
      if (fault !== null) break;
      yield chunk;
      silence = watched();
    }
    const trouble = (await ended) ?? fault;
    if (trouble) throw trouble;
  } catch (error) {
    // A stream that breaks off says less than the reason for which it did.
    const trouble = fault ?? (await ended);
    if (trouble) throw trouble;
    throw error;
  } finally {
    clearTimeout(silence);
    clearTimeout(whole);
    signal.removeEventListener('abort', onAbort);
    kill(child);
    await ended;
  }
}

/** The whole output of a program, as text. @throws {ProgramTrouble} */
export async function programText(run: ProgramRun): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of runProgram(run)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function started({ file, args, directory, environment, input, heard }: ProgramRun): ChildProcess & {
  readonly stdout: NonNullable<ChildProcess['stdout']>;
} {
  // In a group of its own, so that what it starts ends with it.
  const child = spawn(file, args, { cwd: directory, env: { ...environment }, stdio: 'pipe', detached: true });
  child.stderr.setEncoding('utf8').on('data', heard);
  // A program that ends without reading its input is no trouble by itself.
  child.stdin.on('error', () => undefined).end(input ?? '');
  return child;
}

/** Answers what was wrong with its end; null for a good one. */
function endOf(child: ChildProcess): Promise<ProgramTrouble | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(new ProgramTrouble('missing')));
    child.once('close', (code, killedBy) =>
      resolve(code === 0 ? null : new ProgramTrouble('failed', killedBy ?? `exit code ${code}`)),
    );
  });
}

function kill(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  signalGroup(child.pid, 'SIGTERM');
  const pid = child.pid;
  const harder = setTimeout(() => signalGroup(pid, 'SIGKILL'), graceMs);
  child.once('close', () => clearTimeout(harder));
}

function signalGroup(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(-pid, name);
  } catch {
    // It has ended by itself meanwhile.
  }
}
