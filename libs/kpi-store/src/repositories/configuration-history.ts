import type { ConfigurationHistory } from '@tandem/application/settings/settings-ports';
import type { Database } from '../database.js';
import { configurationChangeAt, configurationChanges, latestChanges } from '../queries/configuration-changes.js';

export function createConfigurationHistory({ pool }: Pick<Database, 'pool'>): ConfigurationHistory {
  return {
    entries: (asked) => configurationChanges(pool, asked),
    entry: (sequence) => configurationChangeAt(pool, sequence),
    latest: (kind) => latestChanges(pool, kind),
  };
}
