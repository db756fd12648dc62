import type { FactoryProvider } from '@nestjs/common';
import { controlBackfill } from '@tandem/application/control-backfill';
import { pushRecords } from '@tandem/application/push-records';
import { receiveMeasurements } from '@tandem/application/receive-measurements';
import { receiveEvents } from '@tandem/application/receive-events';
import { readBreakdown } from '@tandem/application/read-breakdown';
import { readBoard } from '@tandem/application/read-board';
import { readCatalogue } from '@tandem/application/read-catalogue';
import { readGuardrailForm, readGuardrails } from '@tandem/application/read-guardrails';
import { rehearseGuardrails } from '@tandem/application/rehearse-guardrail';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { readMetricPage } from '@tandem/application/read-metric-page';
import { readMetricRecords, streamMetricRecords } from '@tandem/application/read-metric-records';
import { readMetrics } from '@tandem/application/read-metrics';
import { readObservations } from '@tandem/application/read-observations';
import { readRestatements } from '@tandem/application/read-restatements';
import { readFindings, readQuarantine, readRuns, readSource, readSources } from '@tandem/application/read-sources';
import { backfillSource, replaySource } from '@tandem/application/sources/read-again';
import { requireUploads, startSync } from '@tandem/application/start-sync';
import { createAlertReader } from '@tandem/kpi-store/repositories/alert-reader';
import { createArrivalReader } from '@tandem/kpi-store/repositories/arrival-reader';
import { createCollectedHistory } from '@tandem/kpi-store/repositories/collected-history';
import { createConfigurationStore } from '@tandem/kpi-store/repositories/configuration-store';
import { createEvidenceReader } from '@tandem/kpi-store/repositories/evidence-reader';
import { createMetricBackfill } from '@tandem/kpi-store/repositories/metric-backfill';
import { createObservationReader } from '@tandem/kpi-store/repositories/observation-reader';
import { createRestatementReader } from '@tandem/kpi-store/repositories/restatement-reader';
import { createWebhookSecretStore } from '@tandem/kpi-store/repositories/webhook-secret-store';
import { createPushStore } from '@tandem/kpi-store/repositories/push-store';
import { createRunStore } from '@tandem/kpi-store/repositories/run-store';
import { createSourceReader } from '@tandem/kpi-store/repositories/source-reader';
import { configurationUseCases } from './configuration/configuration-use-cases.js';
import { API_DEPENDENCIES, type ApiDependencies } from './dependencies.js';
import { goalUseCases } from './goals/goal-use-cases.js';
import { rehearseDocument } from './guardrails/rehearse-document.js';
import { proposalUseCases } from './proposals/proposal-use-cases.js';
import { receiveCdEvents } from './push/receive-cd-events.js';
import { receiveOtlp } from './push/receive-otlp.js';
import { keepWebhookSecret, readArrivals, receiveWebhook } from './push/receive-webhook.js';
import { sourceUseCases } from './sources/source-use-cases.js';
import { demoSetup } from './system/demo-setup.js';

/** The reading use cases over the real store: what controllers delegate to. */
export type UseCases = ReturnType<typeof createUseCases>;

export function createUseCases(dependencies: ApiDependencies) {
  const { database, clock, connectors, jobs, demoDocument } = dependencies;
  const reading = {
    configuration: createConfigurationStore(database),
    observations: createObservationReader(database),
    alerts: createAlertReader(database),
    evidence: createEvidenceReader(database),
    sources: createSourceReader(database),
    arrivals: createArrivalReader(database),
    backfill: createMetricBackfill(database),
    connectors,
    clock,
  };
  const working = {
    ...reading,
    runs: createRunStore(database),
    jobs,
  };
  const documents = configurationUseCases(dependencies);
  const demo = demoSetup({ ...reading, demoDocument, apply: documents.applyDocument });
  return {
    readBoard: readBoard(reading),
    readMetrics: readMetrics(reading),
    readMetricPage: readMetricPage(reading),
    readCatalogue: readCatalogue(reading),
    controlBackfill: controlBackfill(working),
    readObservations: readObservations(reading),
    readBreakdown: readBreakdown(reading),
    readMetricRecords: readMetricRecords(reading),
    streamMetricRecords: streamMetricRecords(reading),
    readSources: readSources(reading),
    readSource: readSource(reading),
    readRuns: readRuns(reading),
    readQuarantine: readQuarantine(reading),
    backfillSource: backfillSource(working),
    replaySource: replaySource(working),
    readFindings: readFindings(reading),
    startSync: startSync(working),
    requireUploads: requireUploads(working),
    ...pushUseCases(working, dependencies),
    readSetup: demo.read,
    loadDemo: demo.load,
    ...documents,
    ...sourceUseCases(dependencies, documents.applyDocument),
    ...guardrailUseCases(reading, dependencies),
    ...proposalUseCases(reading, dependencies),
    ...goalUseCases(reading, dependencies),
    readRestatements: readRestatements({ ...reading, restatements: createRestatementReader(database) }),
  };
}

/** What is judged, and what would have been. */
function guardrailUseCases(
  reading: ReadingDependencies & Parameters<typeof readGuardrails>[0],
  { database, connectors }: ApiDependencies,
) {
  const rehearse = rehearseGuardrails({ ...reading, collected: createCollectedHistory(database) });
  return {
    readGuardrails: readGuardrails(reading),
    readGuardrailForm: readGuardrailForm(reading),
    rehearse,
    rehearseDocument: rehearseDocument({ configuration: reading.configuration, rehearse, connectors }),
  };
}

/** What other systems send. */
function pushUseCases(
  working: Omit<Parameters<typeof receiveMeasurements>[0], 'pushes'>,
  { database, clock, secrets }: ApiDependencies,
) {
  const pushes = createPushStore(database, clock);
  const receive = receiveEvents({ ...working, pushes });
  const receiving = { pushes, webhooks: createWebhookSecretStore(database), clock, secrets, receive };
  return {
    pushRecords: pushRecords({ ...working, pushes }),
    receiveWebhook: receiveWebhook(receiving),
    receiveCdEvents: receiveCdEvents(receiving),
    receiveOtlp: receiveOtlp(receiveMeasurements({ ...working, pushes })),
    keepWebhookSecret: keepWebhookSecret(receiving),
    readArrivals: readArrivals(receiving),
  };
}

export const USE_CASES = Symbol('UseCases');

export const useCasesProvider: FactoryProvider<UseCases> = {
  provide: USE_CASES,
  inject: [API_DEPENDENCIES],
  useFactory: createUseCases,
};
