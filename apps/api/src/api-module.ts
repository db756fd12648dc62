import { Module, type DynamicModule } from '@nestjs/common';
import { AlertsController } from './alerts/alerts.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { BoardController } from './board/board.controller.js';
import { ConfigurationController } from './configuration/configuration.controller.js';
import { API_DEPENDENCIES, type ApiDependencies } from './dependencies.js';
import { GoalsController } from './goals/goals.controller.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { PushController } from './push/push.controller.js';
import { SourcesController } from './sources/sources.controller.js';
import { UploadStore } from './sources/upload-store.js';
import { EventsController } from './system/events.controller.js';
import { HealthController } from './system/health.controller.js';
import { SecretsController } from './system/secrets.controller.js';
import { SetupController } from './system/setup.controller.js';
import { useCasesProvider } from './use-cases.js';

@Module({})
class ApiModule {}

/** One flat module: the rooms are folders, and what they need comes by token. */
export function apiModule(dependencies: ApiDependencies): DynamicModule {
  return {
    module: ApiModule,
    controllers: [
      BoardController,
      GoalsController,
      MetricsController,
      AlertsController,
      SourcesController,
      PushController,
      ConfigurationController,
      SetupController,
      EventsController,
      HealthController,
      AuditController,
      SecretsController,
    ],
    providers: [{ provide: API_DEPENDENCIES, useValue: dependencies }, useCasesProvider, UploadStore],
  };
}
