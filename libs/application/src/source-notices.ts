import { shiftWeeksOf } from './read-sources.js';
import type { SourceView } from './sources/source-ports.js';

/** What a reader must know about the data before reading it. */
export interface Notice {
  readonly code: 'datesShifted' | 'importRunning' | 'sourceFailing';
  readonly connection: { readonly id: string; readonly name: string };
  readonly weeks?: number;
  readonly message?: string;
  /** Of a source that fails: since when, and when it is asked again; left out where nobody knows. */
  readonly since?: string;
  readonly nextTryAt?: string;
  readonly progress?: number;
}

/** Nothing of a source that works as it should. */
export function noticesOf({ id, name, settings, lastRun, failingSince, nextSyncAt, paused }: SourceView): Notice[] {
  const connection = { id, name };
  const weeks = shiftWeeksOf(settings);
  const shifted: Notice[] = weeks === 0 ? [] : [{ code: 'datesShifted', connection, weeks }];
  if (lastRun?.state === 'queued' || lastRun?.state === 'running') {
    return [...shifted, { code: 'importRunning', connection, progress: lastRun.progress ?? 0 }];
  }
  if (lastRun?.state === 'failed') {
    return [
      ...shifted,
      {
        code: 'sourceFailing',
        connection,
        message: lastRun.error?.message ?? 'The last sync failed.',
        ...(failingSince === null ? {} : { since: failingSince.toISOString() }),
        ...(nextSyncAt === null || paused !== null ? {} : { nextTryAt: nextSyncAt.toISOString() }),
      },
    ];
  }
  return shifted;
}

/** What readers of some numbers must know of the sources that feed them. That dates were moved is told on the board. */
export function noticesAbout(connections: readonly string[], sources: readonly SourceView[]): Notice[] {
  return sources
    .filter(({ id }) => connections.includes(id))
    .flatMap(noticesOf)
    .filter(({ code }) => code !== 'datesShifted');
}
