import type { Log } from '@tandem/application/ports';
import type { Database } from '@tandem/kpi-store/database';
import { standstills, tellStandstill } from '@tandem/kpi-store/queries/work-progress';

export interface WatchWorkOptions {
  readonly database: Pick<Database, 'pool'>;
  readonly log: Log;
  readonly publicUrl: string | null;
  /** Delivers what is due in this process, past a queue that does not wake anybody. */
  readonly deliver: () => Promise<void>;
  /** Tells an outside address that all is well; null where none is named. */
  readonly heartbeat: (() => Promise<void>) | null;
}

const heartbeatEveryMs = 60_000;

/**
 * Looks whether evaluation and delivery go on. A standstill is logged and told once, and what waits is delivered from here; while anything stands
 * still the heartbeat rests, so that whoever listens outside raises the alarm. A heartbeat that cannot be sent is logged once until it can again.
 */
export function watchWork({ database: { pool }, log, publicUrl, deliver, heartbeat }: WatchWorkOptions) {
  const told = new Set<string>();
  let lastBeatAt = Number.NEGATIVE_INFINITY;
  let delivering = false;
  let beatFailed = false;

  const deliverBeside = (): void => {
    if (delivering) return;
    delivering = true;
    void deliver()
      .catch((error: unknown) => log.error('What stood still could not be delivered.', { error }))
      .finally(() => (delivering = false));
  };
  // Not waited for: a listener that hangs must not hold up the clock.
  const beat = (): void => {
    if (heartbeat === null || performance.now() - lastBeatAt < heartbeatEveryMs) return;
    lastBeatAt = performance.now();
    void heartbeat().then(
      () => {
        if (beatFailed) log.warn('The heartbeat is heard again.');
        beatFailed = false;
      },
      (error: unknown) => {
        if (!beatFailed) log.error('The heartbeat could not be sent; it goes on trying.', { error });
        beatFailed = true;
      },
    );
  };
  return async (now: Date): Promise<void> => {
    const still = await standstills(pool, now);
    for (const { work, since } of still) {
      const key = `${work} ${since.toISOString()}`;
      if (told.has(key)) continue;
      log.error(`The ${work} stands still.`, { since });
      await tellStandstill(pool, { work, since }, { publicUrl, now });
      told.add(key);
    }
    if (still.length === 0) {
      told.clear();
      beat();
    } else deliverBeside();
  };
}
