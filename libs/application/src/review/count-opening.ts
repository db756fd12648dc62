import type { Side } from '@tandem/domain/metric/definition';
import { localDateOf } from '@tandem/domain/metric/periods';
import { NotFound } from '../input-errors.js';
import type { Clock, ConfigurationStore } from '../ports.js';
import type { TalkWriter } from './talk-ports.js';

/** Counts that a side has opened the page of a metric today; whoever is of no side is not counted. */
export function countOpening({
  configuration,
  talk,
  clock,
}: {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly talk: Pick<TalkWriter, 'countOpening'>;
  readonly clock: Clock;
}) {
  return async ({ metric, side }: { readonly metric: string; readonly side: Side | null }): Promise<void> => {
    const now = clock();
    const { organisation, versions } = await configuration.known({ now, asKnownAt: null, withGuardrails: false });
    if (!versions.has(metric)) throw new NotFound('metric', metric);
    if (side !== null) await talk.countOpening(metric, side, localDateOf(now, organisation.timeZone));
  };
}
