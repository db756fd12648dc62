import type { KeyResult } from '@tandem/domain/goal/goal';
import { isSameTerms } from '@tandem/domain/goal/goal-terms';
import type { ConfigurationPart } from '@tandem/domain/organisation/configuration-part';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { Standings } from './govern-goals.js';
import type { Clock, ConfigurationStore, ObservationReader } from './ports.js';
import { trackGoals, type TrackedGoal } from './track-goals.js';

export interface StandingDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly clock: Clock;
}

/** How the key results of these goals stand at this moment; what is asked before their aims are moved. */
export function readStandings({ configuration, observations, clock }: StandingDependencies) {
  return async (ids: readonly string[]): Promise<Standings> => {
    if (ids.length === 0) return new Map();
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const goals = known.goals.filter(({ id }) => ids.includes(id));
    const reading = { configuration: known, observations, alerts: new Map(), now, asKnownAt: null };
    const tracked = await trackGoals(goals, reading);
    return new Map(
      tracked.map((goal) => [
        goal.id,
        goal.keyResults.map((keyResult) => ({
          keyResult: keyResult.id,
          ...reckonedStatus(keyResult),
          value: keyResult.current.value,
          target: aimOf(goals.find(({ id }) => id === goal.id)?.keyResults.find(({ id }) => id === keyResult.id)),
        })),
      ]),
    );
  };
}

/** Whether something was missed is a question of the data, whatever was said in the place of it. */
function reckonedStatus({ status, statusReason, override }: TrackedGoal['keyResults'][number]) {
  return override === null
    ? { status, reason: statusReason }
    : { status: override.reckoned.status, reason: override.reckoned.reason };
}

function aimOf(keyResult: KeyResult | undefined): string | null {
  if (keyResult === undefined) return null;
  if (keyResult.kind === 'reach') return keyResult.target;
  return keyResult.atLeast ?? keyResult.atMost ?? null;
}

/** The goals of a file whose terms differ from those that are stored. */
export function goalsWithOtherTerms({ goals }: Pick<Configuration, 'goals'>, part: ConfigurationPart): string[] {
  return (part.goals ?? []).flatMap((goal) => {
    const present = goals.find(({ id }) => id === goal.id);
    return present && !isSameTerms(present, goal) ? [goal.id] : [];
  });
}
