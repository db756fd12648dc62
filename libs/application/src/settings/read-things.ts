import { dependentsOf } from '@tandem/domain/organisation/dependents';
import type { ConfigurationKind, ConfigurationStore } from '../ports.js';
import type { ConfigurationHistory } from './settings-ports.js';
import { writtenThings } from './thing-edition.js';

/** The things of one kind for whoever changes them: as a file has them, what names them, and who changed them last. */
export function readThings({
  configuration,
  history,
}: {
  readonly configuration: ConfigurationStore;
  readonly history: ConfigurationHistory;
}) {
  return async ({ kind }: { readonly kind: ConfigurationKind }) => {
    const [current, latest] = await Promise.all([configuration.load(), history.latest(kind)]);
    return {
      kind,
      things: writtenThings(current, kind).map(({ id, thing, edition }) => {
        const changed = latest.get(id);
        return {
          id,
          thing: { ...thing },
          edition,
          usedBy: [...dependentsOf(kind, id, current)],
          changed: changed ? { at: changed.at.toISOString(), by: changed.by } : null,
        };
      }),
    };
  };
}
