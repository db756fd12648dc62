import { recordVerdicts } from '@tandem/application/initiatives/record-verdicts';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createInitiativeJournal } from '@tandem/kpi-store/repositories/initiative-journal';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import type { ClockTask } from './clock.js';
import type { JobHandlerOptions } from './job-handlers.js';

/** Waivers expire and benefits come or stay away without anybody's doing: the gate looks again, and what turned red returns to it. */
export function initiativeTasks({
  database,
  clock,
  environment,
}: Pick<JobHandlerOptions, 'database' | 'clock' | 'environment'>): readonly ClockTask[] {
  const judge = recordVerdicts({
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    decisions: createDecisionStore(database),
    journal: createInitiativeJournal(database, environment.publicUrl),
    clock,
  });
  return [
    {
      name: 'initiatives at the gate',
      everyMs: 30_000,
      run: async (now) => {
        await judge(now);
      },
    },
  ];
}
