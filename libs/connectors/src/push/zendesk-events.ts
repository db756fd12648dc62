import type { RecordFact } from '@tandem/domain/record/fold-facts';
import { z } from 'zod';
import { notUsed, readPart, sentId, sentInstant, told, unreadable, type EventReading } from './event-reading.js';
import type { PushSettings } from './push-settings.js';

const ticketEvent = z.object({
  id: z.string().min(1).max(200),
  time: sentInstant,
  detail: z.object({
    id: sentId,
    created_at: sentInstant,
    priority: z.string().nullish(),
    group_id: sentId.nullish(),
    via: z.object({ channel: z.string().nullish() }).nullish(),
  }),
  event: z
    .object({
      current: z.unknown().optional(),
      comment: z.object({ is_public: z.boolean(), author: z.object({ is_staff: z.boolean() }) }).nullish(),
    })
    .nullish(),
});
type Ticket = z.output<typeof ticketEvent>;
const deletedEvent = ticketEvent.pick({ id: true, time: true }).extend({ detail: z.object({ id: sentId }) });
const kindOf = z.object({ type: z.string() });
type Measure = keyof NonNullable<PushSettings['targets']>;

/**
 * Ticket events of Zendesk. They say nothing about due times, so a ticket is held against the targets of the settings, around the clock: the
 * first public answer of staff ends `first-reply`, solved or closed ends `resolution`, and a ticket that is opened again runs on.
 */
export function readZendeskEvent(sent: unknown, settings: PushSettings): EventReading {
  const kind = (kindOf.safeParse(sent).data?.type ?? 'unnamed').replace(/^zen:event-type:/, '');
  if (kind === 'ticket.soft_deleted' || kind === 'ticket.permanently_deleted')
    return readPart(deletedEvent, sent, 'slaCycle', deletedFacts);
  const use = kinds[kind];
  if (use === undefined) return notUsed(kind);
  const measures = (Object.keys(settings.targets ?? {}) as Measure[]).filter((measure) =>
    use.measures.includes(measure),
  );
  if (measures.length === 0) return notUsed(`${kind}: the settings name no targets for it`);
  return readPart(ticketEvent, sent, 'slaCycle', (ticket) => {
    const values = use.values(ticket);
    if (values === null) return notUsed(`${kind}: nothing of it ends or begins a measure`);
    const facts: RecordFact[] = [];
    for (const measure of measures) {
      const fact = factOf(ticket, measure, values, settings);
      if (fact === null)
        return unreadable(
          'slaCycle',
          'priority',
          `There is no target for "${measure}" of priority "${ticket.detail.priority ?? 'none'}". Name one in the settings of the source.`,
        );
      facts.push(fact);
    }
    return told(...facts);
  });
}

/** A ticket takes every cycle with it, also of measures that the settings name no more. */
function deletedFacts({ id, time, detail }: z.output<typeof deletedEvent>): EventReading {
  return told(
    ...Object.entries(metricNames).map(([measure, metric]): RecordFact => ({
      eventId: `${id} ${measure}`,
      stream: 'slaCycle',
      naturalKey: `${detail.id}/${metric}/1`,
      at: time,
      values: {},
      gone: true,
      origin: `zendesk ticket ${detail.id}`,
    })),
  );
}

const metricNames: Readonly<Record<Measure, string>> = { resolution: 'resolution_time', 'first-reply': 'reply_time' };

/** What an event does to a measure; null for nothing. */
type Effect = 'begins' | 'ends' | 'runsOn' | 'same';

interface Use {
  readonly measures: readonly Measure[];
  readonly values: (ticket: Ticket) => Effect | null;
}

const kinds: Readonly<Record<string, Use>> = {
  'ticket.created': { measures: ['resolution', 'first-reply'], values: () => 'begins' },
  // It is there again as it was.
  'ticket.undeleted': { measures: ['resolution', 'first-reply'], values: () => 'same' },
  'ticket.priority_changed': { measures: ['resolution', 'first-reply'], values: () => 'same' },
  'ticket.status_changed': {
    measures: ['resolution'],
    values: ({ event }) =>
      typeof event?.current === 'string' && /^(solved|closed)$/i.test(event.current) ? 'ends' : 'runsOn',
  },
  'ticket.comment_added': {
    measures: ['first-reply'],
    values: ({ event }) => (event?.comment?.is_public && event.comment.author.is_staff ? 'ends' : null),
  },
};

/** null where the settings have no target for the priority. */
function factOf(
  { id, time, detail }: Ticket,
  measure: Measure,
  effect: Effect,
  { targets }: PushSettings,
): RecordFact | null {
  const targetMs = targetOf(targets?.[measure] ?? {}, detail.priority);
  if (targetMs === null) return null;
  const dueAt = new Date(new Date(detail.created_at).getTime() + targetMs).toISOString();
  const ended = { stoppedAt: time, state: time <= dueAt ? 'met' : 'breached' };
  // The first instance of the measure that Zendesk itself counts: the key by which it is read as well.
  const naturalKey = `${detail.id}/${metricNames[measure]}/1`;
  return {
    eventId: `${id} ${measure}`,
    stream: 'slaCycle',
    naturalKey,
    at: time,
    values: {
      dueAt,
      ...(detail.priority ? { priority: detail.priority.toLowerCase() } : {}),
      ...(detail.group_id ? { team: detail.group_id } : {}),
      ...(effect === 'begins' ? { state: 'running' } : {}),
      ...(effect === 'runsOn' ? { state: 'running', stoppedAt: null } : {}),
      ...(effect === 'ends' && measure === 'resolution' ? ended : {}),
    },
    lasting: {
      ticket: detail.id,
      measure,
      startedAt: detail.created_at,
      ...(detail.via?.channel ? { channel: detail.via.channel } : {}),
      // The first answer stays the first.
      ...(effect === 'ends' && measure === 'first-reply' ? ended : {}),
    },
    origin: `zendesk ticket ${detail.id}`,
  };
}

function targetOf(targets: Readonly<Record<string, number | undefined>>, priority: string | null | undefined) {
  return targets[(priority ?? 'normal').toLowerCase()] ?? null;
}
