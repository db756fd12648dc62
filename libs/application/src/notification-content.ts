import type { NotificationKind } from '@tandem/domain/alert/alert';
import type { Guardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import { ruleOf } from '@tandem/domain/guardrail/guardrail-rule';
import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { NotificationContent } from './delivery-ports.js';
import { ownersOf } from './metric-summary.js';
import type { StoredAlert } from './ports.js';

/**
 * What a channel needs to tell people of a transition: names as they stand at this moment, so that a message that is delivered late
 * still says what was true. `alert` is the alert before the transition.
 */
export function notificationContent(told: {
  readonly kind: NotificationKind;
  readonly guardrail: Guardrail;
  /** null when the guardrail names a metric that does not exist. */
  readonly metric: MetricDefinition | null;
  readonly configuration: Pick<Configuration, 'people' | 'teams' | 'organisation'>;
  readonly alert: StoredAlert;
  readonly verdict: Verdict;
  readonly at: string;
  readonly publicUrl: string | null;
}): NotificationContent {
  const { kind, guardrail, metric, configuration, alert, at } = told;
  const { marketing, it } = ownersOf(guardrail.owners, configuration);
  const ofEpisode = kind === 'fired' || kind === 'resolved';
  const began = kind === 'fired' || kind === 'detectedLate' ? told.verdict.began : undefined;
  return {
    alertId: alert.id,
    kind,
    severity: guardrail.severity,
    guardrail: { id: guardrail.id, title: guardrail.title, ...ruleOf(guardrail) },
    dimensions: alert.dimensions,
    metric: {
      key: guardrail.metric,
      title: metric?.title ?? guardrail.metric,
      unit: metric?.unit ?? '',
      precision: metric?.precision ?? 0,
      stream: metric && metric.formula.kind !== 'derived' ? metric.formula.stream : null,
    },
    verdict: told.verdict,
    since: began ?? (ofEpisode ? alert.state.breachedSince : null) ?? at,
    at,
    timeZone: configuration.organisation.timeZone,
    owners: { marketing: marketing?.name ?? null, it: it?.name ?? null },
    url: told.publicUrl === null ? null : `${told.publicUrl}/alerts/${encodeURIComponent(alert.id)}`,
  };
}
