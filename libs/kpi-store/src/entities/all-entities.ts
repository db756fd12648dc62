import { AlertPolicyEntity } from './alert-policy.entity.js';
import { AuditLogEntity } from './audit-log.entity.js';
import { BusinessCalendarEntity } from './business-calendar.entity.js';
import { ConnectionEntity } from './connection.entity.js';
import { GoalEntity } from './goal.entity.js';
import { GuardrailEntity } from './guardrail.entity.js';
import { InitiativeEntity } from './initiative.entity.js';
import { MetricEntity } from './metric.entity.js';
import { MetricVersionEntity } from './metric-version.entity.js';
import { OrganisationEntity } from './organisation.entity.js';
import { PersonEntity } from './person.entity.js';
import { RouteEntity } from './route.entity.js';
import { TeamEntity } from './team.entity.js';

/** Every entity of the store; a test compares them with what the migrations build. */
export const entities = [
  OrganisationEntity,
  TeamEntity,
  PersonEntity,
  ConnectionEntity,
  BusinessCalendarEntity,
  MetricEntity,
  MetricVersionEntity,
  GoalEntity,
  GuardrailEntity,
  RouteEntity,
  AlertPolicyEntity,
  InitiativeEntity,
  AuditLogEntity,
];
