import { dependentsOf } from '@tandem/domain/organisation/dependents';
import { listOfKind } from '@tandem/domain/organisation/configuration-part';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { Clock, ConfigurationStore } from '../ports.js';
import { StillUsed } from './settings-ports.js';
import { requireEdition } from './thing-edition.js';

/** What can be taken away again: things that no number and no record hangs on. */
export const removableKinds = ['team', 'person', 'calendar', 'route', 'alertPolicy'] as const;
export type RemovableKind = (typeof removableKinds)[number];

/**
 * Takes a thing out of the configuration. What was known of it stays readable as it was known then. Throws `StillUsed` with all that names it,
 * and `ChangedMeanwhile` when it is another one than whoever removes it has seen.
 */
export function removeThing({
  configuration,
  clock,
}: {
  readonly configuration: ConfigurationStore;
  readonly clock: Clock;
}) {
  return async (request: {
    readonly kind: RemovableKind;
    readonly id: string;
    readonly edition: string;
    readonly actor: string;
  }): Promise<void> => {
    const { kind, id, edition, actor } = request;
    await configuration.change(
      (current) => {
        requireEdition(current, { kind, id, edition });
        const by = dependentsOf(kind, id, current);
        if (by.length) throw new StillUsed(id, by);
        return { next: without(current, kind, id), changes: [], removals: [{ kind, id }] };
      },
      { now: clock(), dryRun: false, actor },
    );
  };
}

function without(current: Configuration, kind: RemovableKind, id: string): Configuration {
  const list = listOfKind[kind];
  return { ...current, [list]: current[list].filter((thing) => thing.id !== id) };
}
