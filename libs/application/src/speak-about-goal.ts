import { isFinal, type OverridingStatus } from '@tandem/domain/goal/status-override';
import type { GoalJournal } from './goal-ports.js';
import { InvalidInput, NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration, ObservationReader } from './ports.js';
import { requirePerson } from './proposing.js';
import { trackGoals } from './track-goals.js';

export interface SpeakAboutGoalDependencies {
  readonly configuration: ConfigurationStore;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly journal: GoalJournal;
  readonly clock: Clock;
}

/** A side says how sure it is that the goal will be met, and why; nothing that was said is ever changed. */
export function checkIn({ configuration, journal, clock }: SpeakAboutGoalDependencies) {
  return async (request: {
    readonly goal: string;
    readonly confidence: number;
    readonly note: string;
    readonly by: string;
  }): Promise<void> => {
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const { side } = requirePerson(known, request.by);
    requireGoal(known, request.goal);
    const { confidence, note, by } = request;
    await journal.checkIn(request.goal, { confidence, note, by, side, at: now });
  };
}

/** A person puts a status in the place of the reckoned one, with the reason; it ends with the next settled value. */
export function overrideStatus({ configuration, observations, journal, clock }: SpeakAboutGoalDependencies) {
  return async (request: {
    readonly goal: string;
    readonly keyResult: string;
    readonly status: OverridingStatus;
    readonly reason: string;
    readonly by: string;
  }): Promise<void> => {
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const { side } = requirePerson(known, request.by);
    const goal = requireGoal(known, request.goal);
    const reading = { configuration: known, observations, alerts: new Map(), now, asKnownAt: null };
    const [tracked] = await trackGoals([goal], reading);
    const keyResult = tracked?.keyResults.find(({ id }) => id === request.keyResult);
    if (!tracked || !keyResult) throw new NotFound('key result', request.keyResult);
    if (!tracked.published) {
      const reason = 'A draft has no status to speak about: publish it first.';
      throw new InvalidInput([{ field: 'status', reason }]);
    }
    if (isFinal(keyResult.status)) {
      const reason = 'Whether it was achieved or missed is settled: nothing is put in the place of that.';
      throw new InvalidInput([{ field: 'status', reason }]);
    }
    const { status, reason, by } = request;
    const settledTo = keyResult.settledTo === null ? null : new Date(keyResult.settledTo);
    await journal.override(goal.id, { keyResult: keyResult.id, status, reason, by, side, at: now, settledTo });
  };
}

function requireGoal({ goals }: KnownConfiguration, id: string) {
  const goal = goals.find((one) => one.id === id);
  if (!goal) throw new NotFound('goal', id);
  return goal;
}
