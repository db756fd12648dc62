import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { NotFound } from './input-errors.js';
import type { ConfigurationStore } from './ports.js';
import type { ReceiveEventsDependencies } from './receive-events.js';
import { pushedCoverage } from './pushed-coverage.js';

export interface ReceiveMeasurementsDependencies extends ReceiveEventsDependencies {
  readonly configuration: ConfigurationStore;
}

export interface ReceivedMeasurements {
  readonly source: string;
  readonly actor: string;
  /** The kind of sender, as the audit trail names it. */
  readonly what: string;
  readonly records: readonly CanonicalRecord[];
  /** How many points were not taken, by why. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Takes measurements whose sender does not send again what was refused: that is counted for the owner of the source. */
export function receiveMeasurements({ pushes, configuration, clock }: ReceiveMeasurementsDependencies) {
  return async ({ source, actor, what, records, refused }: ReceivedMeasurements): Promise<void> => {
    if (records.length === 0) {
      const { connections } = await configuration.load();
      if (!connections.some(({ id }) => id === source)) throw new NotFound('source', source);
    } else {
      const request = { source, actor, what, records: records.length, key: null };
      const outcome = await pushes.commit(request, {
        pageOf: () => ({ records, facts: [], rejected: [], notUsed: 0 }),
        coverageOf: pushedCoverage,
        answerOf: () => ({}),
      });
      if (outcome === null) throw new NotFound('source', source);
    }
    const tallies = [...refused].map(([reason, count]) => ({ kind: 'refused' as const, reason, count }));
    await pushes.count(source, tallies, clock());
  };
}
