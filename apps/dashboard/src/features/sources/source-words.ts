import type { Source, SyncRun } from '@tandem/contracts/sources';
import { catalogue, plural } from '../../text/catalogue.js';
import { countText } from '../../text/number-text.js';

const STATES: Record<Source['state'], string> = catalogue('sourceStates', {
  neverSynced: 'Never synced',
  running: 'Running',
  healthy: 'Healthy',
  stale: 'Stale',
  failing: 'Failing',
  paused: 'Paused',
});

export function sourceState(state: Source['state']): string {
  return STATES[state];
}

const TRIGGERS: Record<SyncRun['trigger'], string> = catalogue('runTriggers', {
  request: 'on request',
  schedule: 'on schedule',
  upload: 'upload',
  push: 'push',
  configuration: 'after a change of configuration',
  mend: 'rows mended',
  backfill: 'a time read again',
  replay: 'made anew from kept rows',
});

export function triggerText(trigger: SyncRun['trigger']): string {
  return TRIGGERS[trigger];
}

const RUN_STATES: Record<SyncRun['state'], string> = catalogue('runStates', {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  stopped: 'Stopped',
});

export function runState(state: SyncRun['state']): string {
  return RUN_STATES[state];
}

const words = catalogue('sourceSentences', {
  takenBack: (count: number) =>
    `${countText(count)} ${plural(count, { one: 'record is', other: 'records are' })} taken back: the source says that they were deleted. What was known before stays answerable.`,
});

export function takenBackText(count: number): string {
  return words.takenBack(count);
}

export function isRunning(run: SyncRun | null): boolean {
  return run?.state === 'running' || run?.state === 'queued';
}
