import { gradeDecisions } from '@tandem/application/decisions/grade-decisions';
import { remindOfActions } from '@tandem/application/decisions/remind-of-actions';
import { tellSpentBudgets } from '@tandem/application/review/tell-spent-budgets';
import { createActionStore } from '@tandem/kpi-store/repositories/action-store';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createSpentBudgets } from '@tandem/kpi-store/repositories/spent-budgets';
import { createTalkStore } from '@tandem/kpi-store/repositories/talk-store';
import type { ClockTask } from './clock.js';
import type { JobHandlerOptions } from './job-handlers.js';

/** What was decided comes due by time alone: effects to grade, days of actions, budgets that are spent. */
export function decisionTasks(
  options: Pick<JobHandlerOptions, 'database' | 'jobs' | 'log' | 'environment'>,
): readonly ClockTask[] {
  const { database, jobs, log, environment } = options;
  const { publicUrl } = environment;
  const stores = {
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    decisions: createDecisionStore(database),
  };
  const actions = createActionStore(database);
  const evidence = createEvidenceReader(database);
  const told = { talk: createTalkStore(database), budgets: createSpentBudgets(database), evidence };
  return [
    { name: 'decisions to grade', everyMs: 30_000, run: gradeDecisions({ ...stores, log }) },
    { name: 'actions to remind of', everyMs: 30_000, run: remindOfActions({ ...stores, actions, jobs, publicUrl }) },
    { name: 'change budgets', everyMs: 60_000, run: tellSpentBudgets({ ...stores, ...told, jobs, publicUrl }) },
  ];
}
