import { planCapacity } from '@tandem/application/initiatives/plan-capacity';
import { readInitiatives } from '@tandem/application/initiatives/read-initiatives';
import { writeInitiative, type WriteInitiativeRequest } from '@tandem/application/initiatives/write-initiative';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import type { Initiative } from '@tandem/domain/initiative/initiative';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createInitiativeJournal } from '@tandem/kpi-store/repositories/initiative-journal';
import { createRefusedLines } from '@tandem/kpi-store/repositories/refused-lines';
import { toldByField } from '../configuration/told-by-field.js';
import type { ApiDependencies } from '../dependencies.js';
import { intakeUseCases, type IntakeDependencies } from './intake-use-cases.js';

/** What can be done about initiatives over the real store. */
export function initiativeUseCases(
  reading: ReadingDependencies,
  { database, access }: Pick<ApiDependencies, 'database' | 'access'>,
  findItems: IntakeDependencies['findItems'],
) {
  const dependencies = {
    ...reading,
    journal: createInitiativeJournal(database, access.publicUrl),
    decisions: createDecisionStore(database),
  };
  const read = readInitiatives(dependencies);
  const write = writeInitiative(dependencies);
  return {
    readInitiatives: {
      ...read,
      preview: (initiative: Initiative) => toldByField('', () => read.preview(initiative)),
    },
    writeInitiative: async (request: WriteInitiativeRequest) => {
      await toldByField('', () => write(request));
      return read.one(request.initiative.id);
    },
    ...intakeUseCases({ ...dependencies, refusals: createRefusedLines(database), findItems }),
    planCapacity: planCapacity(dependencies),
  };
}
