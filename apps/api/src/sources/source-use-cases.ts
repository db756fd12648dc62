import { pauseSource, resumeSource, stopRun } from '@tandem/application/sources/control-source';
import { findItems } from '@tandem/application/sources/find-items';
import { dismissQuarantine, mendQuarantine } from '@tandem/application/sources/mend-quarantine';
import { readConnectors } from '@tandem/application/sources/read-connectors';
import {
  checkConnector,
  discoverChoices,
  type TryConnectorDependencies,
} from '@tandem/application/sources/try-connector';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createQuarantineStore } from '@tandem/kpi-store/repositories/quarantine-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { createSourceControl } from '@tandem/kpi-store/repositories/source-control';
import { createStoredSecrets } from '@tandem/kpi-store/secrets/stored-connection-secrets';
import { faultsOf } from '../configuration/document-faults.js';
import { refusedContacts } from '../configuration/refused-addresses.js';
import type { ApiDependencies } from '../dependencies.js';
import {
  changeSource,
  connectSource,
  readSourceSettings,
  rotateCredentials,
  type SaveSourceDependencies,
} from './save-source.js';
import { trialContext } from './trial-context.js';

/** What people do with sources, beside reading about them. */
export function sourceUseCases(dependencies: ApiDependencies, apply: SaveSourceDependencies['apply']) {
  const { database, connectors, jobs, clock, allowPrivateAddresses = false } = dependencies;
  const configuration = createConfigurationStore(database);
  const saving = { configuration, connectors, apply };
  const working = {
    configuration,
    control: createSourceControl(database),
    quarantineStore: createQuarantineStore(database),
    runs: createRunStore(database),
    connectors,
    jobs,
    clock,
  };
  const trying: TryConnectorDependencies = {
    connectors,
    storedSecrets: createStoredSecrets(database),
    faultsOf: (connector, settings) =>
      faultsOf(connector.settings, settings, ['settings']).map(({ path, reason }) => ({
        field: path.join('.'),
        reason,
      })),
    refusedContacts: (connector, settings) =>
      refusedContacts(connector, settings as Record<string, unknown>, allowPrivateAddresses),
    withContext: trialContext(dependencies),
  };
  return {
    pauseSource: pauseSource(working),
    resumeSource: resumeSource(working),
    stopRun: stopRun(working),
    mendQuarantine: mendQuarantine(working),
    dismissQuarantine: dismissQuarantine(working),
    readConnectors: readConnectors({ connectors }),
    checkConnector: checkConnector(trying),
    discoverChoices: discoverChoices(trying),
    findItems: findItems(trying),
    connectSource: connectSource(saving),
    changeSource: changeSource(saving),
    rotateCredentials: rotateCredentials(saving),
    readSourceSettings: readSourceSettings(saving),
  };
}
