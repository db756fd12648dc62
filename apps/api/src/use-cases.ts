import type { FactoryProvider } from '@nestjs/common';
import { controlBackfill } from '@tandem/application/control-backfill';
import { pushRecords } from '@tandem/application/push-records';
import { receiveMeasurements } from '@tandem/application/receive-measurements';
import { receiveEvents } from '@tandem/application/receive-events';
import { readBehaviour } from '@tandem/application/read-behaviour';
import { readBreakdown } from '@tandem/application/read-breakdown';
import { readBoard } from '@tandem/application/read-board';
import { readCatalogue } from '@tandem/application/read-catalogue';
import { readGuardrailForm, readGuardrails } from '@tandem/application/read-guardrails';
import { rehearseGuardrails } from '@tandem/application/rehearse-guardrail';
import type { ReadingDependencies } from '@tandem/application/metric-reading';
import { previewNewMetric } from '@tandem/application/preview-new-metric';
import { readMetricChoices } from '@tandem/application/read-metric-choices';
import { readMetricEvents } from '@tandem/application/read-metric-events';
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
import { decisionUseCases } from './decisions/decision-use-cases.js';
import { goalUseCases } from './goals/goal-use-cases.js';
import { rehearseDocument } from './guardrails/rehearse-document.js';
import { previewMetricDocument } from './metrics/preview-metric-document.js';
import { noteUseCases } from './notes/note-use-cases.js';
import { initiativeUseCases } from './initiatives/initiative-use-cases.js';
import { proposalUseCases } from './proposals/proposal-use-cases.js';
import { receiveCdEvents } from './push/receive-cd-events.js';
import { receiveOtlp } from './push/receive-otlp.js';
import { keepWebhookSecret, readArrivals, receiveWebhook } from './push/receive-webhook.js';
import { reviewUseCases } from './reviews/review-use-cases.js';
import { sourceUseCases } from './sources/source-use-cases.js';
import { talkUseCases } from './talk/talk-use-cases.js';
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
  const sources = sourceUseCases(dependencies, documents.applyDocument);
  const demo = demoSetup({ ...reading, demoDocument, apply: documents.applyDocument });
  return {
    readBoard: readBoard(reading),
    ...metricUseCases(reading, dependencies),
    controlBackfill: controlBackfill(working),
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
    ...sources,
    ...guardrailUseCases(reading, dependencies),
    ...proposalUseCases(reading, dependencies),
    ...goalUseCases(reading, dependencies),
    ...initiativeUseCases(reading, dependencies, sources.findItems),
    ...decisionUseCases(reading, dependencies),
    ...reviewUseCases(reading, dependencies),
    ...talkUseCases(reading, dependencies),
    ...noteUseCases(reading, dependencies),
    readRestatements: readRestatements({ ...reading, restatements: createRestatementReader(database) }),
  };
}

/** A metric on its page, in the catalogue, and before there is one. */
function metricUseCases(
  reading: Parameters<typeof readMetricPage>[0] &
    Parameters<typeof readCatalogue>[0] &
    Parameters<typeof readMetricEvents>[0],
  { connectors, secrets }: ApiDependencies,
) {
  return {
    readMetrics: readMetrics(reading),
    readMetricChoices: readMetricChoices(reading),
    previewNewMetric: previewMetricDocument({
      preview: previewNewMetric(reading),
      connectors,
      secrets,
    }),
    readMetricPage: readMetricPage(reading),
    readCatalogue: readCatalogue(reading),
    readBehaviour: readBehaviour(reading),
    readMetricEvents: readMetricEvents(reading),
    readObservations: readObservations(reading),
    readBreakdown: readBreakdown(reading),
    readMetricRecords: readMetricRecords(reading),
    streamMetricRecords: streamMetricRecords(reading),
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
