import { agreementFiles } from '@tandem/application/review/bring-agreements';
import { createConfigurationHistory } from '@tandem/kpi-store/repositories/configuration-history';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createDecisionStore } from '@tandem/kpi-store/repositories/decision-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import type { ApiDependencies } from '../dependencies.js';
import { applyDocument } from './apply-document.js';
import { exportDocument } from './export-document.js';
import { thingUseCases } from './thing-use-cases.js';

/** What can be done with configuration files over the real store. */
export function configurationUseCases({
  database,
  jobs,
  clock,
  connectors,
  secrets,
  allowPrivateAddresses = false,
}: Pick<ApiDependencies, 'database' | 'jobs' | 'clock' | 'connectors' | 'secrets' | 'allowPrivateAddresses'>) {
  const configuration = createConfigurationStore(database);
  const runs = createRunStore(database);
  const agreements = agreementFiles({ configuration, decisions: createDecisionStore(database), clock });
  const apply = applyDocument({
    configuration,
    agreements,
    observations: createObservationReader(database),
    runs,
    jobs,
    clock,
    connectors,
    secrets,
    allowPrivateAddresses,
  });
  return {
    applyDocument: apply,
    exportDocument: exportDocument({ configuration, agreements: agreements.written }),
    ...thingUseCases({ configuration, history: createConfigurationHistory(database), clock, apply }),
  };
}
