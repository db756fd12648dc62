import { parseArgs } from 'node:util';
import { parseEnvironment } from '@tandem/config/environment';
import { oidcProviders } from '@tandem/config/oidc-providers';
import { secretVariables } from '@tandem/config/secret-variables';
import type { CommandIo } from '../command.js';
import { demoOfTheDay } from '../demo/demo-document.js';
import { projectDirectory, tandemVersion } from '../project.js';
import { consoleLog } from '../start/console-log.js';
import { offerDemo, type DemoWish } from '../start/demo-offer.js';
import { signInHint } from '../start/open-access.js';
import { redactor, redactOutput } from '../start/redact.js';
import { openTandem, type RunningTandem } from '../start/open-tandem.js';

export const name = 'start';
export const summary = 'runs everything in one process: npm start [-- --demo | --no-demo]';

const usage = `tandem start [--demo | --no-demo]

  --demo     loads the demo into an empty workspace without asking
  --no-demo  does not offer it

Variables: PORT (3000), HOST (127.0.0.1), TANDEM_DATA_DIR (.tandem), DATABASE_URL, REDIS_URL, TANDEM_PUBLIC_URL, SMTP_URL,
TANDEM_MAIL_FROM, TANDEM_LOG_LEVEL, TANDEM_QUEUE_CONCURRENCY, TANDEM_ALLOW_PRIVATE_ADDRESSES, TANDEM_FILE_PATHS, TANDEM_GIT_PATHS, TANDEM_SINGER_TAPS, TANDEM_TRUSTED_PROXIES, TANDEM_REQUESTS_PER_MINUTE, TANDEM_SECRET_KEY. "tandem doctor" shows them.
`;

export async function run(args: readonly string[], io: CommandIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { demo: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    allowNegative: true,
  });
  if (values.help) {
    io.stdout.write(usage);
    return 0;
  }
  // Whoever read the output may be gone: that is no reason to stop, and the complaint about it could not be written either.
  for (const output of [io.stdout, io.stderr]) output.on('error', () => undefined);
  redactOutput([process.stdout, process.stderr], redactor(io.env));
  const environment = parseEnvironment(io.env, projectDirectory);
  const log = consoleLog(
    environment.logLevel,
    (line) => io.stderr.write(line),
    () => new Date(),
  );
  const ending = listenForTheEnd(log);
  io.stdout.write(`Tandem ${tandemVersion()} is starting.\n`);
  let tandem: RunningTandem;
  try {
    tandem = await openTandem({
      environment,
      log,
      secrets: secretVariables(io.env),
      providers: oidcProviders(io.env),
      demoDocument: demoOfTheDay(projectDirectory),
      onFatal: ending.fail,
    });
  } finally {
    if (ending.signal.aborted) ending.stopListening();
  }
  for (const notice of tandem.notices) io.stdout.write(`Note: ${notice}\n`);
  io.stdout.write(`Tandem is ready at ${tandem.url} (started in ${process.uptime().toFixed(1)} s). Ctrl-C stops it.\n`);
  const hint = await signInHint(tandem);
  if (hint !== null) io.stdout.write(`${hint}\n`);
  if (!ending.signal.aborted) {
    await offerDemo(tandem, demoWish(values.demo), io, ending.signal).catch((error: unknown) => {
      log.error('The demo could not be offered.', { error });
    });
  }
  const reason = await ending.ended;
  io.stdout.write(`\nTandem is stopping${reason.failed ? '' : ' …'}\n`);
  if (reason.failed) io.stderr.write(`${reason.text}\n`);
  await tandem.close();
  ending.stopListening();
  io.stdout.write('Tandem has stopped.\n');
  return reason.failed ? 1 : 0;
}

function demoWish(demo: boolean | undefined): DemoWish {
  if (demo === undefined) return 'ask';
  return demo ? 'load' : 'leave';
}

interface EndReason {
  readonly failed: boolean;
  readonly text: string;
}

interface Ending {
  readonly ended: Promise<EndReason>;
  readonly signal: AbortSignal;
  readonly fail: (reason: string) => void;
  readonly stopListening: () => void;
}

/**
 * One signal asks for the end; npm and the terminal often send it twice, so further ones change nothing: every step of the stop is bounded.
 * What nobody caught ends Tandem in good order too, for its state is no longer known.
 */
function listenForTheEnd(log: { error(message: string, details?: Readonly<Record<string, unknown>>): void }): Ending {
  const controller = new AbortController();
  let settle: (reason: EndReason) => void = () => undefined;
  const ended = new Promise<EndReason>((resolve) => (settle = resolve));
  const end = (reason: EndReason) => {
    settle(reason);
    controller.abort();
  };
  const onSignal = (signal: NodeJS.Signals) => end({ failed: false, text: signal });
  const onError = (error: unknown) => {
    log.error('Something failed that nobody was prepared for.', { error });
    end({
      failed: true,
      text: `Tandem stops because of an error: ${error instanceof Error ? error.message : String(error)}`,
    });
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, onSignal);
  process.on('uncaughtException', onError);
  process.on('unhandledRejection', onError);
  return {
    ended,
    signal: controller.signal,
    fail: (text) => end({ failed: true, text }),
    stopListening: () => {
      for (const signal of signals) process.off(signal, onSignal);
      process.off('uncaughtException', onError);
      process.off('unhandledRejection', onError);
    },
  };
}
