import { canonicalJson } from '@tandem/domain/organisation/canonical-json';
import type { GateJudgement } from '@tandem/domain/initiative/judge-gate';
import type { DecisionStore } from '../decisions/decision-ports.js';
import type { Clock, ConfigurationStore, ObservationReader } from '../ports.js';
import type { InitiativeJournal, NewVerdict, StoredVerdict, VerdictOccasion } from './initiative-ports.js';
import { readContext, standingOf, type InitiativeStanding } from './judge-initiative.js';

export interface InitiativeDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: ObservationReader;
  readonly journal: InitiativeJournal;
  readonly decisions: Pick<DecisionStore, 'list'>;
  readonly clock: Clock;
}

/**
 * Judges every initiative anew and writes what differs from the verdict before: after a change, when a waiver came or went, and when the live
 * metric says something else of what was launched. What stays the same leaves no trace.
 */
export function recordVerdicts(dependencies: InitiativeDependencies) {
  return async (now: Date = dependencies.clock()): Promise<readonly NewVerdict[]> => {
    const configuration = await dependencies.configuration.known({ now, asKnownAt: null, withGuardrails: false });
    if (configuration.initiatives.length === 0) return [];
    const context = await readContext(dependencies, configuration, now);
    const standings = configuration.initiatives.map((initiative) => standingOf(initiative, context));
    // Most looks find nothing new: only what differs takes the lock.
    if (differing(standings, await dependencies.journal.latestVerdicts()).length === 0) return [];
    return dependencies.journal.record((latest) => differing(standings, latest), now);
  };
}

function differing(
  standings: readonly InitiativeStanding[],
  latest: ReadonlyMap<string, StoredVerdict>,
): readonly NewVerdict[] {
  return standings.flatMap(({ initiative, judgement, benefits }) => {
    const before = latest.get(initiative.id);
    const isSame =
      before !== undefined &&
      canonicalJson(before.judgement) === canonicalJson(judgement) &&
      before.benefits?.verdict === benefits?.verdict;
    return isSame
      ? []
      : [{ initiative: initiative.id, occasion: occasionOf(before, judgement, benefits), judgement, benefits }];
  });
}

function occasionOf(
  before: StoredVerdict | undefined,
  judgement: GateJudgement,
  benefits: InitiativeStanding['benefits'],
): VerdictOccasion {
  if (before === undefined) return 'change';
  if (before.benefits?.verdict !== benefits?.verdict) return 'benefits';
  const told = ({ faults }: GateJudgement) => faults.map(({ code }) => code).join();
  const isSameFault = told(before.judgement) === told(judgement);
  return isSameFault && before.judgement.waiver !== judgement.waiver ? 'waiver' : 'change';
}
