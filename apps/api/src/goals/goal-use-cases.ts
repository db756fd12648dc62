import { ConfigurationRejected } from '@tandem/application/apply-configuration';
import { decideOnGoalProposal, type DecideOnGoalProposalRequest } from '@tandem/application/decide-on-goal-proposal';
import { InvalidInput } from '@tandem/application/input-errors';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import type { AlertReader } from '@tandem/application/ports';
import { previewGoal } from '@tandem/application/preview-goal';
import { proposeGoalTerms, type ProposeGoalTermsRequest } from '@tandem/application/propose-goal-terms';
import { readGoal } from '@tandem/application/read-goal';
import { readGoalChoices } from '@tandem/application/read-goal-choices';
import { readGoalHistory } from '@tandem/application/read-goal-history';
import { checkIn, overrideStatus } from '@tandem/application/speak-about-goal';
import { writeGoal, type WriteGoalRequest } from '@tandem/application/write-goal';
import type { Goal } from '@tandem/domain/goal/goal';
import type { GoalTerms } from '@tandem/domain/goal/goal-terms';
import { createGoalJournal } from '@tandem/kpi-store/repositories/goal-journal';
import { createGoalReader } from '@tandem/kpi-store/repositories/goal-reader';
import { reasonSentence } from '../configuration/reason-sentence.js';
import type { ApiDependencies } from '../dependencies.js';

/** What can be done about goals over the real store. */
export function goalUseCases(
  reading: ReadingDependencies & { readonly alerts: AlertReader },
  { database }: Pick<ApiDependencies, 'database'>,
) {
  const goals = createGoalReader(database);
  const dependencies = { ...reading, goals, journal: createGoalJournal(database) };
  const read = readGoal(dependencies);
  const history = readGoalHistory(dependencies);
  const preview = previewGoal(dependencies);
  const write = writeGoal(dependencies);
  const propose = proposeGoalTerms(dependencies);
  const decide = decideOnGoalProposal(dependencies);
  const say = checkIn(dependencies);
  const override = overrideStatus(dependencies);
  return {
    readGoal: read,
    readGoalHistory: history,
    readGoalChoices: readGoalChoices(dependencies),
    previewGoal: {
      ofGoal: (goal: Goal) => told('', () => preview.ofGoal(goal)),
      ofTerms: (request: { readonly id: string; readonly terms: GoalTerms }) =>
        told('terms', () => preview.ofTerms(request)),
    },
    writeGoal: async (request: WriteGoalRequest) => {
      await told('', () => write(request));
      return read.one({ id: request.goal.id });
    },
    proposeGoalTerms: async (request: ProposeGoalTermsRequest) =>
      history.one(await told('terms', () => propose(request))),
    decideOnGoalProposal: async (request: DecideOnGoalProposalRequest) =>
      history.one(await told('proposal', () => decide(request))),
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

/** What is wrong with a goal is told field by field. */
async function told<Answer>(under: string, ask: () => Promise<Answer>): Promise<Answer> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ConfigurationRejected)) throw error;
    throw new InvalidInput(
      error.issues.map(({ path, reason }) => ({
        field: fieldName(under === '' ? path : [under, ...path]),
        reason: reasonSentence(reason),
      })),
    );
  }
}

/** `keyResults.0.target`, as the schema of a body tells its fields. */
function fieldName(path: readonly (string | number)[]): string {
  return path.length ? path.join('.') : 'goal';
}
