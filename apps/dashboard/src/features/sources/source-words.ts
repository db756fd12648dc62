import type { Source, SyncRun } from '@tandem/contracts/sources';

const STATES: Record<Source['state'], string> = {
  neverSynced: 'Never synced',
  running: 'Running',
  healthy: 'Healthy',
  stale: 'Stale',
  failing: 'Failing',
  paused: 'Paused',
};

export function sourceState(state: Source['state']): string {
  return STATES[state];
}

const TRIGGERS: Record<SyncRun['trigger'], string> = {
  request: 'on request',
  schedule: 'on schedule',
  upload: 'upload',
  push: 'push',
  configuration: 'after a change of configuration',
  mend: 'rows mended',
  backfill: 'a time read again',
  replay: 'made anew from kept rows',
};

export function triggerText(trigger: SyncRun['trigger']): string {
  return TRIGGERS[trigger];
}

const RUN_STATES: Record<SyncRun['state'], string> = {
  queued: 'Waiting',
  running: 'Running',
  succeeded: 'Succeeded',
  failed: 'Failed',
  stopped: 'Stopped',
};

export function runState(state: SyncRun['state']): string {
  return RUN_STATES[state];
}

export function isRunning(run: SyncRun | null): boolean {
  return run?.state === 'running' || run?.state === 'queued';
}
