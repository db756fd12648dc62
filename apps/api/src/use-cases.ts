import type { FactoryProvider } from '@nestjs/common';
import { readBreakdown } from '@tandem/application/read-breakdown';
import { readBoard } from '@tandem/application/read-board';
import { readGoal } from '@tandem/application/read-goal';
import { readMetricPage } from '@tandem/application/read-metric-page';
import { readMetricRecords } from '@tandem/application/read-metric-records';
import { readMetrics } from '@tandem/application/read-metrics';
import { readObservations } from '@tandem/application/read-observations';
import { readSource, readSources } from '@tandem/application/read-sources';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createSourceReader } from '@tandem/kpi-store/repositories/source-reader';
import { API_DEPENDENCIES, type ApiDependencies } from './dependencies.js';

/** The reading use cases over the real store: what controllers delegate to. */
export type UseCases = ReturnType<typeof createUseCases>;

export function createUseCases({ database, clock, connectors }: ApiDependencies) {
  const reading = {
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    alerts: createAlertReader(database),
    evidence: createEvidenceReader(database),
    sources: createSourceReader(database),
    connectors,
    clock,
  };
  return {
    readBoard: readBoard(reading),
    readGoal: readGoal(reading),
    readMetrics: readMetrics(reading),
    readMetricPage: readMetricPage(reading),
    readObservations: readObservations(reading),
    readBreakdown: readBreakdown(reading),
    readMetricRecords: readMetricRecords(reading),
    readSources: readSources(reading),
    readSource: readSource(reading),
  };
}

export const USE_CASES = Symbol('UseCases');

export const useCasesProvider: FactoryProvider<UseCases> = {
  provide: USE_CASES,
  inject: [API_DEPENDENCIES],
  useFactory: createUseCases,
};
