import {
  isNotice,
  type NoticeContent,
  type NotificationContent,
  type ToldBecause,
} from '@tandem/application/delivery-ports';
import type { NotificationKind } from '@tandem/domain/alert/alert';
import { alertSentence } from './alert-sentence.js';
import { noticeMessage } from './notice-message.js';
import type { Side } from '@tandem/domain/metric/definition';
import { becauseText, type MessageOf } from './notification-message.js';

const types: Readonly<Record<NotificationKind, string>> = {
  fired: 'alert.fired',
  resolved: 'alert.resolved',
  noData: 'alert.no_data',
  error: 'alert.error',
  acknowledged: 'alert.acknowledged',
  dataReturned: 'alert.data_returned',
  detectedLate: 'alert.detected_late',
};
/** What is told again is no second firing. */
const typesBecause: Readonly<Partial<Record<ToldBecause['code'], string>>> = {
  repeat: 'alert.reminded',
  acknowledgementEnded: 'alert.reminded',
  escalation: 'alert.escalated',
};
const noticeTypes: Readonly<Record<NoticeContent['kind'], string>> = {
  test: 'tandem.test',
  undelivered: 'notification.failed',
  standstill: 'tandem.standstill',
  sourceFailing: 'source.failing',
  explanationAsked: 'review.explanation_asked',
  actionReminder: 'action.reminder',
  budgetSpent: 'budget.spent',
  initiativeReturned: 'initiative.returned',
  digest: 'tandem.digest',
};

/**
 * The body of a webhook in the shape of Standard Webhooks: what happened, when, and its data with the numbers and a sentence. Alerts that were
 * grouped come as `alerts.grouped`, a list of what each alone would have been.
 */
export function webhookMessage({ content, grouped = [], route }: Omit<MessageOf, 'possibleRepeat'>): string {
  const side = route.side ?? 'it';
  if (isNotice(content)) return JSON.stringify(noticeBody(content));
  if (grouped.length === 0) return JSON.stringify(alertBody(content, side));
  const events = [content, ...grouped].map((one) => alertBody(one, side));
  return JSON.stringify({ type: 'alerts.grouped', timestamp: content.at, data: { alerts: events } });
}

function alertBody(content: NotificationContent, side: Side) {
  const { verdict, because } = content;
  return {
    type: (because && typesBecause[because.code]) ?? types[content.kind],
    timestamp: content.at,
    data: {
      alert: {
        id: content.alertId,
        url: content.url,
        since: content.since,
        ...(content.until === undefined ? {} : { until: content.until }),
      },
      sentence: alertSentence(content, side),
      sentences: { marketing: alertSentence(content, 'marketing'), it: alertSentence(content, 'it') },
      severity: content.severity,
      guardrail: content.guardrail,
      dimensions: content.dimensions,
      metric: { key: content.metric.key, title: content.metric.title, unit: content.metric.unit },
      value: verdict?.value ?? null,
      state: verdict?.state ?? null,
      definitionVersion: verdict?.version ?? null,
      events: verdict?.n ?? 0,
      period: verdict === null ? null : { start: verdict.start, end: verdict.end },
      reason: verdict?.reason ?? null,
      measured: verdict?.measured ?? null,
      detectedLate: verdict?.late ?? false,
      owners: content.owners,
      ...(because ? { because: becauseText(because, content.timeZone) } : {}),
    },
  };
}

function noticeBody(content: NoticeContent) {
  const { kind, at, timeZone, ...data } = content;
  const { subject, parts } = noticeMessage(content);
  return {
    type: noticeTypes[kind],
    timestamp: at,
    data: { subject, sentence: parts[0]?.sentences.join(' ') ?? subject, timeZone, ...data },
  };
}
