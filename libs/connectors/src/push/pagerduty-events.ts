import { z } from 'zod';
import { notUsed, readPart, sentInstant, told, type EventReading } from './event-reading.js';

const incidentEvent = z.object({
  event: z.object({
    id: z.string().min(1).max(200),
    event_type: z.string(),
    occurred_at: sentInstant,
    data: z.object({
      id: z.string(),
      html_url: z.string(),
      created_at: sentInstant.nullish(),
      service: z.object({ summary: z.string() }),
      urgency: z.string().nullish(),
      priority: z.object({ summary: z.string().nullish() }).nullish(),
      resolve_reason: z.object({ type: z.string().nullish() }).nullish(),
    }),
  }),
});
const kindOf = z.object({ event: z.object({ event_type: z.string() }) });

/** Kinds of events after which a field is another one; each carries the incident as it is then. */
const changing = ['incident.priority_updated', 'incident.service_updated', 'incident.escalated', 'incident.reassigned'];

/** Events of PagerDuty's webhooks (version 3). Only the events say when an incident was acknowledged and resolved. */
export function readPagerDutyEvent(sent: unknown): EventReading {
  const kind = kindOf.safeParse(sent).data?.event.event_type ?? 'unnamed';
  const isOfCourse = [
    'incident.triggered',
    'incident.acknowledged',
    'incident.resolved',
    'incident.reopened',
    ...changing,
  ].includes(kind);
  if (!isOfCourse) return notUsed(kind);
  return readPart(incidentEvent, sent, 'incident', ({ event }) => {
    const { id, occurred_at: at, data } = event;
    const severity = data.priority?.summary ?? data.urgency ?? null;
    const openedAt = data.created_at ?? (kind === 'incident.triggered' ? at : null);
    return told({
      eventId: id,
      stream: 'incident',
      naturalKey: data.id,
      at,
      values: {
        service: data.service.summary,
        ...(severity === null ? {} : { severity }),
        ...(kind === 'incident.resolved' ? { resolvedAt: at } : {}),
        ...(kind === 'incident.reopened' ? { resolvedAt: null } : {}),
      },
      lasting: {
        ...(openedAt === null ? {} : { openedAt }),
        ...(kind === 'incident.acknowledged' ? { acknowledgedAt: at } : {}),
      },
      // The incident that it was merged into is the one that counts.
      ...(kind === 'incident.resolved' && data.resolve_reason?.type === 'merge_resolve_reason'
        ? { gone: true as const }
        : {}),
      origin: data.html_url,
    });
  });
}
