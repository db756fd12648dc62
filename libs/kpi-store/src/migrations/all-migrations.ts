import { Configuration1763779000000 } from './1763779000000-configuration.js';
import { AuditLog1763780000000 } from './1763780000000-audit-log.js';
import { Records1763790000000 } from './1763790000000-records.js';
import { Alerts1763800000000 } from './1763800000000-alerts.js';
import { WorkerHeartbeat1763805000000 } from './1763805000000-worker-heartbeat.js';
import { ObservationReadings1763810000000 } from './1763810000000-observation-readings.js';
import { FiscalYear1763810100000 } from './1763810100000-fiscal-year.js';
import { MetricVersions1763820000000 } from './1763820000000-metric-versions.js';
import { DefinitionProposals1763820100000 } from './1763820100000-definition-proposals.js';
import { ConfigurationRevisions1763820200000 } from './1763820200000-configuration-revisions.js';
import { Restatements1763820300000 } from './1763820300000-restatements.js';
import { RecordLinks1763830000000 } from './1763830000000-record-links.js';
import { Measurements1763840000000 } from './1763840000000-measurements.js';
import { PackedMeasurements1763840010000 } from './1763840010000-packed-measurements.js';
import { CurrentVersions1763850000000 } from './1763850000000-current-versions.js';
import { ObservationsWithoutReferences1763850100000 } from './1763850100000-observations-without-references.js';
import { MetricCounting1763850200000 } from './1763850200000-metric-counting.js';
import { Identity1763870000000 } from './1763870000000-identity.js';
import { AuditChain1763880000000 } from './1763880000000-audit-chain.js';
import { Workspaces1763885000000 } from './1763885000000-workspaces.js';
import { WorkspaceKeys1763885100000 } from './1763885100000-workspace-keys.js';
import { RecordLinkColumns1763885200000 } from './1763885200000-record-link-columns.js';
import { BusinessCalendars1763890000000 } from './1763890000000-business-calendars.js';
import { Retention1763891000000 } from './1763891000000-retention.js';
import { DataChanges1763893000000 } from './1763893000000-data-changes.js';
import { Teams1763894000000 } from './1763894000000-teams.js';
import { RecordStatistics1763895000000 } from './1763895000000-record-statistics.js';
import { ConnectorStates1763900000000 } from './1763900000000-connector-states.js';
import { Pushes1763910000000 } from './1763910000000-pushes.js';
import { SourceUpkeep1763920000000 } from './1763920000000-source-upkeep.js';
import { ConnectionSecrets1763920100000 } from './1763920100000-connection-secrets.js';
import { GoalAgreements1763930000000 } from './1763930000000-goal-agreements.js';
import { GuardrailKinds1763940000000 } from './1763940000000-guardrail-kinds.js';
import { GuardrailWatch1763940100000 } from './1763940100000-guardrail-watch.js';
import { Channels1763950000000 } from './1763950000000-channels.js';
import { AlertHandling1763950100000 } from './1763950100000-alert-handling.js';
import { Watching1763950200000 } from './1763950200000-watching.js';
import { HandlingUntold1763950300000 } from './1763950300000-handling-untold.js';
import { SecondFactorRule1763960000000 } from './1763960000000-second-factor-rule.js';
import { FailingSources1763965000000 } from './1763965000000-failing-sources.js';
import { LateData1764010000000 } from './1764010000000-late-data.js';
import { SliceSilences1764010100000 } from './1764010100000-slice-silences.js';
import { LaneStreams1764020000000 } from './1764020000000-lane-streams.js';
import { Notes1764020100000 } from './1764020100000-notes.js';
import { PreferencesAndViews1764030000000 } from './1764030000000-preferences-and-views.js';
import { RemovedThings1764040000000 } from './1764040000000-removed-things.js';
import { Reviews1764050000000 } from './1764050000000-reviews.js';
import { ReviewLinks1764050100000 } from './1764050100000-review-links.js';
import { Initiatives1764060000000 } from './1764060000000-initiatives.js';
import { InitiativesReturned1764060100000 } from './1764060100000-initiatives-returned.js';
import { Decisions1764070000000 } from './1764070000000-decisions.js';
import { WorkingTogether1764071000000 } from './1764071000000-working-together.js';
import { LostSecondFactor1764100000000 } from './1764100000000-lost-second-factor.js';
import { Tombstones1764200000000 } from './1764200000000-tombstones.js';
import { RefusedInitiatives1764400000000 } from './1764400000000-refused-initiatives.js';
import { RememberedInitiatives1764400100000 } from './1764400100000-remembered-initiatives.js';
import { ConfigurationChanges1764501000000 } from './1764501000000-configuration-changes.js';

/** In order of their time stamps; a migration never imports living code. */
export const migrations = [
  Configuration1763779000000,
  AuditLog1763780000000,
  Records1763790000000,
  Alerts1763800000000,
  WorkerHeartbeat1763805000000,
  ObservationReadings1763810000000,
  FiscalYear1763810100000,
  MetricVersions1763820000000,
  DefinitionProposals1763820100000,
  ConfigurationRevisions1763820200000,
  Restatements1763820300000,
  RecordLinks1763830000000,
  Measurements1763840000000,
  PackedMeasurements1763840010000,
  CurrentVersions1763850000000,
  ObservationsWithoutReferences1763850100000,
  MetricCounting1763850200000,
  Identity1763870000000,
  AuditChain1763880000000,
  Workspaces1763885000000,
  WorkspaceKeys1763885100000,
  RecordLinkColumns1763885200000,
  BusinessCalendars1763890000000,
  Retention1763891000000,
  DataChanges1763893000000,
  Teams1763894000000,
  RecordStatistics1763895000000,
  ConnectorStates1763900000000,
  Pushes1763910000000,
  SourceUpkeep1763920000000,
  ConnectionSecrets1763920100000,
  GoalAgreements1763930000000,
  GuardrailKinds1763940000000,
  GuardrailWatch1763940100000,
  Channels1763950000000,
  AlertHandling1763950100000,
  Watching1763950200000,
  HandlingUntold1763950300000,
  SecondFactorRule1763960000000,
  FailingSources1763965000000,
  LateData1764010000000,
  SliceSilences1764010100000,
  LaneStreams1764020000000,
  Notes1764020100000,
  PreferencesAndViews1764030000000,
  RemovedThings1764040000000,
  Reviews1764050000000,
  ReviewLinks1764050100000,
  Initiatives1764060000000,
  InitiativesReturned1764060100000,
  Decisions1764070000000,
  WorkingTogether1764071000000,
  LostSecondFactor1764100000000,
  Tombstones1764200000000,
  RefusedInitiatives1764400000000,
  RememberedInitiatives1764400100000,
  ConfigurationChanges1764501000000,
];
