import type { Connector } from '@tandem/connector-kit/connector';
import { ConnectorFailure } from '@tandem/connector-kit/connector-failure';
import { argoCdConnector } from './argo-cd/argo-cd.connector.js';
import { azureDevOpsConnector } from './azure-devops/azure-devops.connector.js';
import { fileConnector } from './file/file.connector.js';
import { gitConnector } from './git/git.connector.js';
import { githubConnector } from './github/github.connector.js';
import { gitlabConnector } from './gitlab/gitlab.connector.js';
import { googleAnalyticsConnector } from './google-analytics/google-analytics.connector.js';
import { httpJsonConnector } from './http-json/http-json.connector.js';
import { jenkinsConnector } from './jenkins/jenkins.connector.js';
import { jiraServiceManagementConnector } from './jira-service-management/jira-service-management.connector.js';
import { matomoConnector } from './matomo/matomo.connector.js';
import { pagerDutyConnector } from './pagerduty/pagerduty.connector.js';
import { plausibleConnector } from './plausible/plausible.connector.js';
import { posthogConnector } from './posthog/posthog.connector.js';
import { prometheusConnector } from './prometheus/prometheus.connector.js';
import { pushConnector } from './push/push.connector.js';
import { serviceNowConnector } from './servicenow/servicenow.connector.js';
import { shopifyConnector } from './shopify/shopify.connector.js';
import { singerConnector } from './singer/singer.connector.js';
import { sqlConnector } from './sql/sql.connector.js';
import { stripeConnector } from './stripe/stripe.connector.js';
import { zendeskConnector } from './zendesk/zendesk.connector.js';

/** Every connector that this version knows; a new one is one line here. */
export const connectors: readonly Connector[] = [
  argoCdConnector,
  azureDevOpsConnector,
  fileConnector,
  gitConnector,
  githubConnector,
  gitlabConnector,
  googleAnalyticsConnector,
  httpJsonConnector,
  jenkinsConnector,
  jiraServiceManagementConnector,
  matomoConnector,
  pagerDutyConnector,
  plausibleConnector,
  posthogConnector,
  prometheusConnector,
  pushConnector,
  serviceNowConnector,
  shopifyConnector,
  singerConnector,
  sqlConnector,
  stripeConnector,
  zendeskConnector,
];

/** @throws {ConnectorFailure} naming the connectors that exist */
export function connectorOf(id: string): Connector {
  const found = connectors.find((connector) => connector.id === id);
  if (found) return found;
  throw new ConnectorFailure(
    'configuration',
    'connectorUnknown',
    `There is no connector "${id}".`,
    `Use one of: ${connectors.map((connector) => connector.id).join(', ')}.`,
  );
}
