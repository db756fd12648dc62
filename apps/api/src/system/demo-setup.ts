import type { ConfigurationStore } from '@tandem/application/ports';
import type { SourceReader } from '@tandem/application/sources/source-ports';
import type { Setup } from '@tandem/contracts/system';
import type { ApiDependencies } from '../dependencies.js';

export interface DemoSetupDependencies extends Pick<ApiDependencies, 'demoDocument' | 'clock'> {
  readonly configuration: ConfigurationStore;
  readonly sources: SourceReader;
  /** The same door that every configuration file goes through. */
  readonly apply: (request: { file: string; text: string; dryRun: boolean }, actor: string) => Promise<unknown>;
}

/** Whether the workspace is empty and how far the demo is; and the loading of it, which is nothing but an apply. */
export function demoSetup(dependencies: DemoSetupDependencies) {
  const { demoDocument, clock, configuration, sources, apply } = dependencies;
  const read = async (): Promise<Setup> => {
    const [{ connections, metrics }, all, demo] = await Promise.all([
      configuration.load(),
      sources.list(),
      demoDocument?.(clock()) ?? null,
    ]);
    const own = all.filter(({ id }) => demo?.connectionIds.includes(id));
    const loaded = demo !== null && own.length === demo.connectionIds.length;
    const open = own.filter(({ lastRun, lastSyncAt }) => lastSyncAt === null && lastRun?.state !== 'failed');
    const done = own.reduce((sum, { lastSyncAt, lastRun }) => sum + (lastSyncAt ? 1 : (lastRun?.progress ?? 0)), 0);
    return {
      empty: connections.length === 0 && metrics.length === 0,
      demo: {
        available: demo !== null,
        state: !loaded ? 'notLoaded' : open.length > 0 ? 'loading' : 'loaded',
        progress: loaded ? done / own.length : null,
      },
    };
  };
  return {
    read,
    load: async (actor: string): Promise<void> => {
      const demo = await demoDocument?.(clock());
      if (demo) await apply({ file: demo.file, text: demo.text, dryRun: false }, actor);
    },
  };
}
