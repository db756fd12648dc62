import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import type { ApiDependencies } from '../dependencies.js';
import { applyDocument } from './apply-document.js';
import { exportDocument } from './export-document.js';

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
  return {
    applyDocument: applyDocument({
      configuration,
      observations: createObservationReader(database),
      runs,
      jobs,
      clock,
      connectors,
      secrets,
      allowPrivateAddresses,
    }),
    exportDocument: exportDocument({ configuration }),
  };
}
