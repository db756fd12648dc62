import type { Log } from '@tandem/application/ports';
import { startPostgres, type EmbeddedPostgres } from '@tandem/embedded-services/start-postgres';

export interface SupervisedPostgres {
  readonly url: string;
  readonly notices: readonly string[];
  stop(): Promise<void>;
}

const restartsAtMost = 5;
const restartWindowMs = 10 * 60_000;

/**
 * The embedded PostgreSQL, started again at the same port when it ends without being asked to (killed, out of memory). When that happens
 * too often it is given up, and `onGivenUp` is told why.
 */
export async function startSupervisedPostgres(options: {
  readonly dataDirectory: string;
  readonly log: Log;
  readonly onGivenUp: (reason: string) => void;
}): Promise<SupervisedPostgres> {
  const { dataDirectory, log } = options;
  const restarts: number[] = [];
  let stopped = false;
  let restarting: Promise<void> = Promise.resolve();
  let current = await startPostgres({ dataDirectory });
  const { url, port, notices } = current;

  const watch = (server: EmbeddedPostgres) => {
    server.onUnexpectedExit((reason) => {
      restarting = restart(reason);
    });
  };
  const restart = async (reason: string) => {
    const now = performance.now();
    while (restarts[0] !== undefined && now - restarts[0] > restartWindowMs) restarts.shift();
    await current.stop();
    if (stopped) return;
    if (restarts.length >= restartsAtMost) {
      options.onGivenUp(
        `${reason} It was started again ${restartsAtMost} times already; see postgres.log in ${dataDirectory}.`,
      );
      return;
    }
    restarts.push(now);
    log.error(`${reason} It is started again.`);
    try {
      current = await startPostgres({ dataDirectory, port });
      watch(current);
    } catch (error) {
      options.onGivenUp(
        `PostgreSQL could not be started again: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  watch(current);
  return {
    url,
    notices,
    stop: async () => {
      stopped = true;
      await restarting;
      await current.stop();
    },
  };
}
