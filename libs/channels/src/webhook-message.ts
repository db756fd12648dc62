import type { ClaimedNotification, NotificationContent } from '@tandem/application/delivery-ports';
import type { NotificationKind } from '@tandem/domain/alert/alert';
import { alertSentence } from './alert-sentence.js';

const types: Readonly<Record<NotificationKind, string>> = {
  fired: 'alert.fired',
  resolved: 'alert.resolved',
  noData: 'alert.no_data',
  error: 'alert.error',
};

/** The body of a webhook in the shape of Standard Webhooks: what happened, when, and its data with the numbers and a sentence. */
export function webhookMessage(notification: Pick<ClaimedNotification, 'content'>): string {
  const content: NotificationContent = notification.content;
  const { verdict } = content;
  return JSON.stringify({
    type: types[content.kind],
    timestamp: content.at,
    data: {
      alert: { id: content.alertId, url: content.url, since: content.since },
      sentence: alertSentence(content),
      severity: content.severity,
      guardrail: content.guardrail,
      metric: { key: content.metric.key, title: content.metric.title, unit: content.metric.unit },
      value: verdict?.value ?? null,
      state: verdict?.state ?? null,
      definitionVersion: verdict?.version ?? null,
      events: verdict?.n ?? 0,
      period: verdict === null ? null : { start: verdict.start, end: verdict.end },
      reason: verdict?.reason ?? null,
      owners: content.owners,
    },
  });
}
