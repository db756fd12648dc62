import { decideOnGoalProposal, type DecideOnGoalProposalRequest } from '@tandem/application/decide-on-goal-proposal';
import { Contradiction } from '@tandem/application/access/access-ports';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import type { AlertReader } from '@tandem/application/ports';
import { previewGoal } from '@tandem/application/preview-goal';
import { proposeGoalTerms, type ProposeGoalTermsRequest } from '@tandem/application/propose-goal-terms';
import type { SourceReader } from '@tandem/application/sources/source-ports';
import { rewordGoal, type RewordGoalRequest } from '@tandem/application/reword-goal';
import { readGoal } from '@tandem/application/read-goal';
import { readGoalChoices } from '@tandem/application/read-goal-choices';
import { readGoalHistory } from '@tandem/application/read-goal-history';
import { checkIn, overrideStatus } from '@tandem/application/speak-about-goal';
import { ChangedMeanwhile } from '@tandem/application/settings/thing-edition';
import { writeGoal, type WriteGoalRequest } from '@tandem/application/write-goal';
import type { Goal } from '@tandem/domain/goal/goal';
import type { GoalTerms } from '@tandem/domain/goal/goal-terms';
import { createGoalJournal } from '@tandem/kpi-store/repositories/goal-journal';
import { createGoalReader } from '@tandem/kpi-store/repositories/goal-reader';
import { toldByField } from '../configuration/told-by-field.js';
import type { ApiDependencies } from '../dependencies.js';

/** What can be done about goals over the real store. */
export function goalUseCases(
  reading: ReadingDependencies & { readonly alerts: AlertReader; readonly sources: SourceReader },
  { database }: Pick<ApiDependencies, 'database'>,
) {
  const goals = createGoalReader(database);
  const dependencies = { ...reading, goals, journal: createGoalJournal(database) };
  const read = readGoal(dependencies);
  const history = readGoalHistory(dependencies);
  const preview = previewGoal(dependencies);
  const write = writeGoal(dependencies);
  const reword = rewordGoal(dependencies);
  const propose = proposeGoalTerms(dependencies);
  const decide = decideOnGoalProposal(dependencies);
  const say = checkIn(dependencies);
  const override = overrideStatus(dependencies);
  return {
    readGoal: read,
    readGoalHistory: history,
    readGoalChoices: readGoalChoices(dependencies),
    previewGoal: {
      ofGoal: (goal: Goal) => toldByField('', () => preview.ofGoal(goal)),
      ofTerms: (request: { readonly id: string; readonly terms: GoalTerms }) =>
        toldByField('terms', () => preview.ofTerms(request)),
    },
    writeGoal: async (request: WriteGoalRequest) => {
      await toldByField('', () => write(request));
      return read.one({ id: request.goal.id });
    },
    rewordGoal: async (request: RewordGoalRequest) => {
      await toldByField('', () => reword(request)).catch(refuseStale);
      return read.one({ id: request.id });
    },
    proposeGoalTerms: async (request: ProposeGoalTermsRequest) =>
      history.one(await toldByField('terms', () => propose(request))),
    decideOnGoalProposal: async (request: DecideOnGoalProposalRequest) =>
      history.one(await toldByField('proposal', () => decide(request))),
    checkInOnGoal: async (request: Parameters<typeof say>[0]) => {
      await say(request);
      return read.one({ id: request.goal });
    },
    overrideStatus: async (request: Parameters<typeof override>[0]) => {
      await override(request);
      return read.one({ id: request.goal });
    },
  };
}

/** Nobody overwrites what they have not seen. */
function refuseStale(error: unknown): never {
  if (!(error instanceof ChangedMeanwhile)) throw error;
  throw new Contradiction('The goal was changed meanwhile: its history says by whom. Nothing was saved.');
}
