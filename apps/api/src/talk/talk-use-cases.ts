import { changeAction, closeAction, openAction, readActions } from '@tandem/application/decisions/actions';
import { readDecisions } from '@tandem/application/decisions/read-decisions';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { readChangeBudgets } from '@tandem/application/review/change-budgets';
import { countOpening } from '@tandem/application/review/count-opening';
import { announceChange, readAgreements } from '@tandem/application/review/notices';
import { proposeAgreement } from '@tandem/application/review/propose-agreement';
import { answerPulse, readPulse } from '@tandem/application/review/pulse';
import { readCommunicationGaps } from '@tandem/application/review/read-communication-gaps';
import { readSources } from '@tandem/application/read-sources';
import { createActionStore } from '@tandem/kpi-store/repositories/action-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createGoalReader } from '@tandem/kpi-store/repositories/goal-reader';
import { createProposalReader } from '@tandem/kpi-store/repositories/proposal-reader';
import { createTalkStore } from '@tandem/kpi-store/repositories/talk-store';
import type { ApiDependencies } from '../dependencies.js';

/** What people do by a day, and how the two sides talk, over the real store. */
export function talkUseCases(
  reading: ReadingDependencies &
    Parameters<typeof readSources>[0] &
    Pick<Parameters<typeof readChangeBudgets>[0], 'evidence'>,
  { database }: Pick<ApiDependencies, 'database'>,
) {
  const dependencies = {
    ...reading,
    decisions: createDecisionStore(database),
    actions: createActionStore(database),
    talk: createTalkStore(database),
    goals: createGoalReader(database),
    proposals: createProposalReader(database),
    readSources: readSources(reading),
  };
  const decisions = readDecisions(dependencies);
  const actions = readActions(dependencies);
  const open = openAction(dependencies);
  const change = changeAction(dependencies);
  const close = closeAction(dependencies);
  const agree = proposeAgreement(dependencies);
  return {
    readActions: actions,
    openAction: async (request: Parameters<typeof open>[0]) => actions.one(await open(request)),
    changeAction: async (request: Parameters<typeof change>[0]) => actions.one(await change(request)),
    closeAction: async (request: Parameters<typeof close>[0]) => actions.one(await close(request)),
    readCommunicationGaps: readCommunicationGaps(dependencies),
    readAgreements: readAgreements(dependencies),
    proposeAgreement: async (request: Parameters<typeof agree>[0]) => decisions.one(await agree(request)),
    announceChange: announceChange(dependencies),
    readPulse: readPulse(dependencies),
    answerPulse: answerPulse(dependencies),
    readChangeBudgets: readChangeBudgets(dependencies),
    countOpening: countOpening(dependencies),
  };
}
