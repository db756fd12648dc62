import { readDecisions } from '@tandem/application/decisions/read-decisions';
import { actOnDecision, draftDecision, reviseDecision } from '@tandem/application/decisions/write-decision';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import type { ApiDependencies } from '../dependencies.js';

/** What can be done about decisions over the real store. */
export function decisionUseCases(reading: ReadingDependencies, { database }: Pick<ApiDependencies, 'database'>) {
  const dependencies = { ...reading, decisions: createDecisionStore(database) };
  const read = readDecisions(dependencies);
  const draft = draftDecision(dependencies);
  const revise = reviseDecision(dependencies);
  const act = actOnDecision(dependencies);
  return {
    readDecisions: read,
    draftDecision: async (request: Parameters<typeof draft>[0]) => read.one(await draft(request)),
    reviseDecision: async (request: Parameters<typeof revise>[0]) => read.one(await revise(request)),
    actOnDecision: async (request: Parameters<typeof act>[0]) => read.one(await act(request)),
  };
}
