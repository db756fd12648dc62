import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access-guard.js';
import { accessProvider } from './access/access-use-cases.js';
import { AccountController } from './access/account.controller.js';
import { DigestsController } from './access/digests.controller.js';
import { PreferencesController } from './access/preferences.controller.js';
import { FollowedMetricsController } from './access/followed-metrics.controller.js';
import { InvitationController } from './access/invitation.controller.js';
import { OidcController } from './access/oidc.controller.js';
import { PasswordLinkController } from './access/password-link.controller.js';
import { PeopleController } from './access/people.controller.js';
import { SessionController } from './access/session.controller.js';
import { SignInLinkController } from './access/sign-in-link.controller.js';
import { SignInRulesController } from './access/sign-in-rules.controller.js';
import { TokensController } from './access/tokens.controller.js';
import { AlertsController } from './alerts/alerts.controller.js';
import { RoutesController } from './alerts/routes.controller.js';
import { SilencesController } from './alerts/silences.controller.js';
import { GuardrailsController } from './guardrails/guardrails.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { BoardController } from './board/board.controller.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { ConfigurationController } from './configuration/configuration.controller.js';
import { ThingsController } from './configuration/things.controller.js';
import { ActionsController } from './decisions/actions.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { API_DEPENDENCIES, type ApiDependencies } from './dependencies.js';
import { GoalProposalsController } from './goals/goal-proposals.controller.js';
import { GoalsController } from './goals/goals.controller.js';
import { RateLimits } from './http/rate-limits.js';
import { IntakeController } from './initiatives/intake.controller.js';
import { InitiativesController } from './initiatives/initiatives.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { NotesController } from './notes/notes.controller.js';
import { NewMetricController } from './metrics/new-metric.controller.js';
import { ProposalsController } from './proposals/proposals.controller.js';
import { RestatementsController } from './restatements/restatements.controller.js';
import { MeetingsController } from './reviews/meetings.controller.js';
import { ReviewLinksController } from './reviews/review-links.controller.js';
import { ReviewsController } from './reviews/reviews.controller.js';
import { EventPushController } from './push/event-push.controller.js';
import { PushController } from './push/push.controller.js';
import { WebhookController, WebhookSecretController } from './push/webhook.controller.js';
import { ConnectorsController } from './sources/connectors.controller.js';
import { QuarantineController } from './sources/quarantine.controller.js';
import { SourceSettingsController } from './sources/source-settings.controller.js';
import { ReadAgainController } from './sources/read-again.controller.js';
import { SourceControlController } from './sources/source-control.controller.js';
import { SourcesController } from './sources/sources.controller.js';
import { UploadStore } from './sources/upload-store.js';
import { ApiDescription, DescriptionController } from './system/description.controller.js';
import { EventsController } from './system/events.controller.js';
import { HealthController } from './system/health.controller.js';
import { MonitoringController } from './system/monitoring.controller.js';
import { SecretsController } from './system/secrets.controller.js';
import { SetupController } from './system/setup.controller.js';
import { TalkController } from './talk/talk.controller.js';
import { useCasesProvider } from './use-cases.js';
import { SavedViewsController } from './views/saved-views.controller.js';

const CONTROLLERS = [
  BoardController,
  GoalsController,
  GoalProposalsController,
  DecisionsController,
  NewMetricController,
  ActionsController,
  TalkController,
  IntakeController,
  InitiativesController,
  MetricsController,
  NotesController,
  CatalogueController,
  ProposalsController,
  RestatementsController,
  ReviewsController,
  ReviewLinksController,
  MeetingsController,
  AlertsController,
  SilencesController,
  RoutesController,
  GuardrailsController,
  SourcesController,
  ReadAgainController,
  SourceControlController,
  SourceSettingsController,
  ConnectorsController,
  QuarantineController,
  EventPushController,
  PushController,
  WebhookController,
  WebhookSecretController,
  ConfigurationController,
  ThingsController,
  SetupController,
  EventsController,
  HealthController,
  AuditController,
  SecretsController,
  DescriptionController,
  MonitoringController,
  DigestsController,
  PreferencesController,
  SavedViewsController,
  FollowedMetricsController,
  SessionController,
  AccountController,
  InvitationController,
  PeopleController,
  PasswordLinkController,
  SignInRulesController,
  TokensController,
  SignInLinkController,
  OidcController,
];

@Module({})
class ApiModule {}

/** One flat module: the rooms are folders, and what they need comes by token. */
export function apiModule(dependencies: ApiDependencies): DynamicModule {
  return {
    module: ApiModule,
    controllers: CONTROLLERS,
    providers: [
      { provide: API_DEPENDENCIES, useValue: dependencies },
      useCasesProvider,
      accessProvider,
      UploadStore,
      ApiDescription,
      RateLimits,
      { provide: APP_GUARD, useClass: AccessGuard },
    ],
  };
}
