import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Json, ReadContext } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { ProgramTrouble, programText, runProgram, type ProgramRun } from '@tandem/connector-kit/programs/run-program';
import { catalogue, chosenIn, type Catalogue } from './catalogue.js';
import type { SingerSettings } from './singer.connector.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const mostBytes = 64 * 2 ** 30;
const mostCatalogueBytes = 64 << 20;
const heardCharacters = 20_000;
const shortestSecret = 4;
const prefix = 'tandem-singer-';

/** Taps that the operator has named. */
export function tapNames({ local }: ReadContext): readonly string[] {
  return Object.keys(local?.taps ?? {}).sort();
}

/** A tap with its files in a private folder. Whoever opens it closes it, which removes them. */
export async function openTap(settings: SingerSettings, context: ReadContext): Promise<Tap> {
  const { local } = context;
  const file = local && Object.hasOwn(local.taps, settings.tap) ? local.taps[settings.tap] : undefined;
  if (file === undefined) throw unknownTap(settings.tap, tapNames(context));
  await removeLeftovers();
  const folder = await mkdtemp(path.join(tmpdir(), `${prefix}${process.pid}-`));
  await writeFile(path.join(folder, 'config.json'), settings.config ?? '{}', { mode: 0o600 });
  return new Tap(file, folder, settings, context.signal);
}

export class Tap {
  private heard = '';

  constructor(
    private readonly file: string,
    private readonly folder: string,
    private readonly settings: SingerSettings,
    private readonly signal: AbortSignal,
  ) {}

  /** What there is, as the tap says. */
  async discover(): Promise<Catalogue> {
    const args = ['--config', this.pathOf('config.json'), '--discover'];
    const text = await programText({ ...this.run(args), mostBytes: mostCatalogueBytes }).catch((error: unknown) => {
      throw this.failureOf(error);
    });
    const read = catalogue.safeParse(parsed(text));
    if (read.success) return read.data;
    throw new ConnectorFailure(
      'sourceChanged',
      'catalogueUnreadable',
      `The tap ${this.settings.tap} does not print a catalogue when it is asked for one.`,
      'Switch "The tap has a catalogue" off in the settings of the connection, if it has none.',
    );
  }

  /** Its messages from a state on, as bytes. @param state null to begin at the start */
  async *output(state: Json | null): AsyncGenerator<Buffer> {
    const args = ['--config', this.pathOf('config.json')];
    if (this.settings.catalogue) {
      const chosen = chosenIn(await this.discover(), this.settings.streams);
      await writeFile(this.pathOf('catalog.json'), JSON.stringify(chosen), { mode: 0o600 });
      args.push('--catalog', this.pathOf('catalog.json'));
    }
    if (state !== null) {
      await writeFile(this.pathOf('state.json'), JSON.stringify(state), { mode: 0o600 });
      args.push('--state', this.pathOf('state.json'));
    }
    try {
      yield* runProgram(this.run(args));
    } catch (error) {
      throw this.failureOf(error);
    }
  }

  /** The last lines that it has printed on its standard error, without what its configuration says; empty for none. */
  log(): string {
    return withoutLeaves(this.heard, this.settings.config ?? '{}').trim();
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  private pathOf(name: string): string {
    return path.join(this.folder, name);
  }

  private run(args: readonly string[]): ProgramRun {
    return {
      file: this.file,
      args,
      directory: this.folder,
      environment: {
        PATH: process.env['PATH'] ?? '/usr/bin:/bin',
        HOME: this.folder,
        TMPDIR: this.folder,
        LANG: 'C.UTF-8',
        PYTHONUNBUFFERED: '1',
      },
      signal: this.signal,
      silenceMs: this.settings.silenceMinutes * minuteMs,
      longestMs: 12 * hourMs,
      mostBytes,
      heard: (text) => (this.heard = (this.heard + text).slice(-heardCharacters)),
    };
  }

  private failureOf(error: unknown): unknown {
    if (!(error instanceof ProgramTrouble)) return error;
    const { tap, silenceMinutes } = this.settings;
    const failure = (code: string, message: string, hint: string, action: 'retry' | 'configuration' = 'retry') =>
      new ConnectorFailure(action, code, `The tap ${tap} ${message}`, hint);
    switch (error.fault) {
      case 'missing':
        return failure(
          'tapMissing',
          'cannot be started.',
          'Have the operator of this installation correct its path in TANDEM_SINGER_TAPS; the file must be there and executable.',
          'configuration',
        );
      case 'silent':
        return failure(
          'timeout',
          `said nothing for ${silenceMinutes} minutes and was stopped.`,
          'The sync goes on at its last state; raise the longest silence if the tap needs it.',
        );
      case 'tooLong':
      case 'tooMuch':
        return failure(
          'tooLarge',
          'did not come to an end and was stopped.',
          'The sync goes on at its last state; choose fewer streams if this stays.',
        );
      case 'failed': {
        const said = this.log().split('\n').at(-1)?.slice(0, 300) ?? '';
        return failure(
          'tapFailed',
          `ended with ${error.end ?? 'an error'}${said === '' ? '.' : `: ${said}`}`,
          'The sync goes on at its last state. The log of the tap is among the findings of this run.',
        );
      }
    }
  }
}

function unknownTap(name: string, names: readonly string[]): ConnectorFailure {
  return new ConnectorFailure(
    'configuration',
    'tapUnknown',
    `There is no tap "${name}" on this installation.`,
    names.length
      ? `Use one of: ${names.join(', ')}.`
      : 'Have the operator of this installation name it in TANDEM_SINGER_TAPS.',
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Whatever a configuration holds could be a secret. */
function withoutLeaves(text: string, config: string): string {
  const leaves = new Set<string>();
  const collect = (value: unknown): void => {
    if (typeof value === 'string' || typeof value === 'number') leaves.add(String(value));
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect);
  };
  collect(parsed(config));
  return [...leaves]
    .filter((leaf) => leaf.length >= shortestSecret)
    .sort((a, b) => b.length - a.length)
    .flatMap((leaf) => [leaf, encodeURIComponent(leaf), JSON.stringify(leaf).slice(1, -1)])
    .reduce((cleaned, leaf) => cleaned.replaceAll(leaf, '•••'), text);
}

/** A process that was killed left its folder behind, with a configuration in it. */
async function removeLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    const pid = /^tandem-singer-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !isRunning(Number(pid)))
      await rm(path.join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
