import {
  DeliveryFailure,
  isNotice,
  type Channel,
  type ClaimedNotification,
  type NotificationContent,
} from '@tandem/application/delivery-ports';
import type { NotificationKind } from '@tandem/domain/alert/alert';
import { guardedPost, sinkAddress, type HttpSinkSettings } from './guarded-post.js';
import { judgeAnswer } from './judge-webhook-answer.js';
import { alertSentence } from './alert-sentence.js';
import { notificationMessage, type MessageOf } from './notification-message.js';
import { oneLine, shortened } from './one-line.js';

export interface PagerDutyChannelSettings extends HttpSinkSettings {
  /** Where events are sent; PagerDuty's own address of the route's region when left out. */
  readonly eventsAddress?: string;
}

const addresses = { us: 'https://events.pagerduty.com/v2/enqueue', eu: 'https://events.eu.pagerduty.com/v2/enqueue' };
const summaryAtMost = 1_024;

/**
 * Sends events to PagerDuty by its Events API v2. The alert gives the `dedup_key`, so that a repeat changes nothing there, and that the
 * acknowledgement and the resolution find the incident of the firing.
 */
export function pagerDutyChannel(settings: PagerDutyChannelSettings): Channel {
  return {
    send: async (notification, signal) => {
      const { route } = notification;
      if (route.channel !== 'pagerduty') throw new DeliveryFailure(`Route "${route.id}" is no PagerDuty route.`, false);
      if (!/^[A-Za-z0-9]{20,64}$/.test(route.secret)) {
        throw new DeliveryFailure(
          `The secret of route "${route.id}" cannot be used: give it again, the integration key of a service with Events API v2.`,
          false,
        );
      }
      const address = settings.eventsAddress ?? addresses[route.region ?? 'us'];
      const url = sinkAddress(route.id, address, settings.allowPrivateAddresses);
      const body = JSON.stringify({ routing_key: route.secret, ...pagerDutyEvent(notification) });
      judgeAnswer(await guardedPost(url, { headers: {}, body }, settings, signal), settings.clock());
    },
  };
}

const actions: Readonly<Record<NotificationKind, 'trigger' | 'acknowledge' | 'resolve'>> = {
  fired: 'trigger',
  noData: 'trigger',
  error: 'trigger',
  acknowledged: 'acknowledge',
  resolved: 'resolve',
  dataReturned: 'resolve',
  // The outbox leaves PagerDuty out: what is over is no incident.
  detectedLate: 'resolve',
};

/** One event; a notice is an incident of its own, which somebody closes there. */
export function pagerDutyEvent({
  id,
  content,
  possibleRepeat,
  route,
}: Pick<ClaimedNotification, 'id'> & Omit<MessageOf, 'grouped'>): Readonly<Record<string, unknown>> {
  const { subject, parts } = notificationMessage({
    content,
    possibleRepeat: false,
    // A summary is one line: of both sides it is that of whoever is called.
    route: { side: route.side ?? 'it' },
  });
  const [part] = parts;
  const links = part?.link ? [{ href: part.link.url, text: part.link.label }] : [];
  const isAlert = !isNotice(content);
  return {
    event_action: isAlert ? actions[content.kind] : 'trigger',
    dedup_key: isAlert ? dedupKey(content) : `tandem-notice-${id}`,
    client: 'Tandem',
    payload: {
      summary: shortened(part ? `${subject}. ${part.sentences.join(' ')}` : subject, summaryAtMost),
      source: isAlert ? content.metric.key : 'tandem',
      severity: isAlert
        ? content.severity === 'critical'
          ? 'critical'
          : 'warning'
        : content.kind === 'test'
          ? 'info'
          : 'error',
      timestamp: content.at,
      ...(isAlert ? { component: content.guardrail.id, class: content.kind } : {}),
      custom_details: {
        ...Object.fromEntries(part?.facts ?? []),
        ...(isAlert
          ? { marketing: oneLine(alertSentence(content, 'marketing')), it: oneLine(alertSentence(content, 'it')) }
          : {}),
        possible_repeat: possibleRepeat,
      },
    },
    links,
  };
}

/** Missing data is another incident than a breach of the same guardrail: the end of one does not end the other. */
function dedupKey({ alertId, kind }: NotificationContent): string {
  const isMissing = kind === 'noData' || kind === 'error' || kind === 'dataReturned';
  return isMissing ? `tandem-alert-${alertId}-data` : `tandem-alert-${alertId}`;
}
