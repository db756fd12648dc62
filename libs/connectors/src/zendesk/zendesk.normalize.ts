import type { GoneDraft, NormalizedRow, RecordDraft } from '@tandem/connector-kit/http/declaration';
import { dueByOpeningTimes, type Stretch } from '@tandem/connector-kit/working-time';
import { z } from 'zod';
import type { ZendeskSettings } from './zendesk.connector.js';
import { openingTimesOf, schedule } from './zendesk.schedule.js';

const id = z.union([z.number(), z.string()]);
const policy = z
  .object({
    target: z.number().nullish(),
    target_in_seconds: z.number().nullish(),
    business_hours: z.boolean().nullish(),
    policy: z.object({ title: z.string().nullish() }).nullish(),
  })
  .nullish();

export const metricEvent = z.object({
  id,
  metric: z.string(),
  instance_id: z.number().int(),
  type: z.string(),
  time: z.string(),
  deleted: z.boolean().nullish(),
  sla: policy,
  group_sla: policy,
});
type MetricEvent = z.output<typeof metricEvent>;

export const cycleRow = z.object({
  id: z.number(),
  /** The latest event of the page that the ticket was found by. */
  lastEventAt: z.string(),
  /** Events of that page. */
  seen: z.array(metricEvent),
  /** All events of the ticket, as far as Zendesk shows them with the ticket. */
  events: z.array(metricEvent),
  status: z.string(),
  /** The hours that targets in business hours are counted by. */
  schedule: schedule.nullish(),
  /** When it was asked for and not there any more. */
  missedAt: z.string().nullish(),
  priority: z.string().nullish(),
  via: z.object({ channel: z.union([z.string(), z.number()]).nullish() }).nullish(),
  group_id: id.nullish(),
  groups: z.array(z.object({ id, name: z.string() })).nullish(),
  slas: z
    .object({
      policy_metrics: z
        .array(z.object({ metric: z.string(), stage: z.string().nullish(), breach_at: z.string().nullish() }))
        .nullish(),
    })
    .nullish(),
});
type CycleRow = z.output<typeof cycleRow>;

export const deletedTicketRow = z.object({ id: z.number(), deleted_at: z.string() });

/** A deleted ticket takes all its cycles with it. */
export function normalizeDeleted({ id: ticket, deleted_at: at }: z.output<typeof deletedTicketRow>): NormalizedRow {
  return { records: [], gone: [deletedTicket(ticket, [at])] };
}

function deletedTicket(ticket: number, times: readonly string[]): GoneDraft {
  const version = new Date(Math.max(...times.map((time) => Date.parse(time)))).toISOString();
  return { stream: 'slaCycle', key: `${ticket}/`, covers: 'parts', version };
}

/**
 * A cycle is one instance of one measure of a ticket under a policy; without a policy there is no promise, hence no cycle. Clock and pauses
 * follow from the events, and the due time from what Zendesk states: a breach, the next breach of a running target, or the target itself
 * where it counts calendar hours.
 */
export function normalizeCycles(row: CycleRow, { settings }: { readonly settings: ZendeskSettings }): NormalizedRow {
  const records: RecordDraft[] = [];
  const rejected: NonNullable<NormalizedRow['rejected']>[number][] = [];
  const events = eventsOf(row);
  if (row.status === 'deleted') {
    const times = [...events.map(({ time }) => time), row.lastEventAt, ...(row.missedAt ? [row.missedAt] : [])];
    return { records, gone: [deletedTicket(row.id, times)] };
  }
  for (const instance of instancesOf(events)) {
    const promise = promiseOf(instance, events);
    if (promise === null) continue;
    const startedAt = instance.events.find(({ type }) => type === 'activate')?.time ?? null;
    if (startedAt !== null) {
      records.push(recordOf(row, settings, instance, cycleOf(row, instance, promise, { startedAt, settings })));
    } else {
      const reason = `${nameOf(row, instance)} has no beginning: Zendesk did not show the ticket's earlier events. Use the token of an administrator.`;
      rejected.push({ stream: 'slaCycle', field: 'startedAt', reason });
    }
  }
  return { records, rejected };
}

/** Each event once, oldest first. */
function eventsOf({ seen, events }: CycleRow): readonly MetricEvent[] {
  const byId = new Map([...seen, ...events].map((event) => [String(event.id), event]));
  return [...byId.values()].sort((a, b) => Date.parse(a.time) - Date.parse(b.time) || Number(a.id) - Number(b.id));
}

interface Instance {
  readonly metric: string;
  readonly number: number;
  readonly events: readonly MetricEvent[];
}

function instancesOf(events: readonly MetricEvent[]): readonly Instance[] {
  const instances = new Map<string, MetricEvent[]>();
  for (const event of events) {
    // Instance 0 belongs to the measure as a whole.
    if (event.instance_id < 1) continue;
    const key = `${event.metric}/${event.instance_id}`;
    instances.set(key, [...(instances.get(key) ?? []), event]);
  }
  return [...instances.values()].flatMap((own) =>
    own[0] ? [{ metric: own[0].metric, number: own[0].instance_id, events: own }] : [],
  );
}

interface Promised {
  /** null where the policy was taken away again. */
  readonly targetMs: number | null;
  readonly isCalendar: boolean;
  readonly isBusiness: boolean;
  readonly policy: string | null;
}

/** The policy that was applied last; null for an instance that never had one. */
function promiseOf({ metric, number, events }: Instance, all: readonly MetricEvent[]): Promised | null {
  const applies = ({ type }: MetricEvent) => type === 'apply_sla' || type === 'apply_group_sla';
  const own = events.filter(applies);
  const shared = number === 1 ? all.filter((event) => event.metric === metric && event.instance_id === 0) : [];
  const last = own.at(-1) ?? shared.filter(applies).at(-1);
  if (!last) return events.some(({ type }) => type === 'breach') ? unknownPromise : null;
  const given = last.sla ?? last.group_sla ?? null;
  const seconds = given?.target_in_seconds ?? (given?.target == null ? null : given.target * 60);
  return {
    targetMs: seconds === null ? null : seconds * 1000,
    isCalendar: given?.business_hours === false,
    isBusiness: given?.business_hours === true,
    policy: given?.policy?.title ?? null,
  };
}

const unknownPromise: Promised = { targetMs: Number.NaN, isCalendar: false, isBusiness: false, policy: null };

interface Cycle {
  readonly startedAt: string;
  readonly stoppedAt: string | null;
  readonly dueAt: string | null;
  readonly pausedMs: number;
  readonly state: string;
  readonly policy: string | null;
}

function cycleOf(
  row: CycleRow,
  instance: Instance,
  promised: Promised,
  { startedAt, settings }: { readonly startedAt: string; readonly settings: ZendeskSettings },
): Cycle {
  const { policy: title } = promised;
  const { clock, stoppedAt, pausedMs } = clockOf(instance.events);
  // Zendesk marks a breach as deleted when a longer target took its place, and repeats one when a policy is applied again.
  const breach = instance.events.find(
    ({ type, deleted, time }) =>
      type === 'breach' && deleted !== true && (stoppedAt === null || Date.parse(time) <= Date.parse(stoppedAt)),
  );
  const isOver = promised.targetMs === null;
  const open = clock === 'paused' ? 'paused' : 'running';
  const state = isOver ? 'cancelled' : breach ? 'breached' : stoppedAt === null ? open : 'met';
  const dueAt =
    breach?.time ??
    statedDue(row, instance, stoppedAt) ??
    countedDue(promised, startedAt, pausedMs, clock) ??
    (stoppedAt === null ? null : businessDue(row, instance, promised, { stoppedAt, settings }));
  return { startedAt, stoppedAt, dueAt: isOver ? null : dueAt, pausedMs, state, policy: title };
}

/** Runs over activate, pause and fulfill; what lies between a fulfilment and a new activation (a ticket opened again) was a pause. */
function clockOf(events: readonly MetricEvent[]) {
  let clock: 'running' | 'paused' | 'stopped' = 'paused';
  let restsSince: number | null = null;
  let stoppedAt: string | null = null;
  let pausedMs = 0;
  for (const { type, time } of events) {
    if (type === 'activate') {
      if (restsSince !== null) pausedMs += Date.parse(time) - restsSince;
      [clock, restsSince, stoppedAt] = ['running', null, null];
    } else if (type === 'pause' && clock === 'running') {
      [clock, restsSince] = ['paused', Date.parse(time)];
    } else if (type === 'fulfill' && clock !== 'stopped') {
      if (clock === 'paused' && restsSince !== null) pausedMs += Date.parse(time) - restsSince;
      [clock, restsSince, stoppedAt] = ['stopped', Date.parse(time), time];
    }
  }
  return { clock, stoppedAt, pausedMs };
}

/** What Zendesk says about the target that runs at present; of several instances the last one runs. */
function statedDue(row: CycleRow, { metric, number }: Instance, stoppedAt: string | null): string | null {
  const isLast = eventsOf(row).every((event) => event.metric !== metric || event.instance_id <= number);
  if (stoppedAt !== null || !isLast) return null;
  const names = metric === 'reply_time' ? ['first_reply_time', 'next_reply_time', 'reply_time'] : [metric];
  return row.slas?.policy_metrics?.find((stated) => names.includes(stated.metric))?.breach_at ?? null;
}

/** null for business hours, and while a pause moves the due time. */
function countedDue({ targetMs, isCalendar }: Promised, startedAt: string, pausedMs: number, clock: string) {
  if (!isCalendar || targetMs === null || clock === 'paused') return null;
  return new Date(Date.parse(startedAt) + targetMs + pausedMs).toISOString();
}

const promises = z.array(z.object({ sla: policy, group_sla: policy }));

export function hasBusinessTarget(events: unknown): boolean {
  const targets = promises.safeParse(events).data ?? [];
  return targets.some(({ sla, group_sla: group }) => (sla ?? group)?.business_hours === true);
}

/**
 * When a target in business hours that was met would have been missed, by the schedule. A time before the end contradicts Zendesk, which says that it was
 * met: then the ticket went by another schedule, and the time is not known.
 */
function businessDue(
  { schedule: given }: CycleRow,
  { events }: Instance,
  { isBusiness, targetMs }: Promised,
  { stoppedAt, settings }: { readonly stoppedAt: string; readonly settings: ZendeskSettings },
): string | null {
  const opening = isBusiness && given ? openingTimesOf(given, settings) : null;
  if (opening === null || targetMs === null) return null;
  const due = dueByOpeningTimes(opening, stretchesOf(events), targetMs);
  return due === null || Date.parse(due) < Date.parse(stoppedAt) ? null : due;
}

/** When the clock ran; the last time as if it had not been stopped. */
function stretchesOf(events: readonly MetricEvent[]): readonly Stretch[] {
  const stretches: { from: string; to: string | null }[] = [];
  for (const { type, time } of events) {
    const last = stretches.at(-1);
    const isRunning = last?.to === null;
    if (type === 'activate' && !isRunning) stretches.push({ from: time, to: null });
    else if ((type === 'pause' || type === 'fulfill') && last && isRunning) last.to = time;
  }
  return stretches.map((stretch, index) => (index === stretches.length - 1 ? { ...stretch, to: null } : stretch));
}

function recordOf(row: CycleRow, { url }: ZendeskSettings, instance: Instance, cycle: Cycle): RecordDraft {
  const { metric, number } = instance;
  const measure = measureOf(metric, number);
  const group = row.group_id ?? null;
  return {
    stream: 'slaCycle',
    key: `${row.id}/${metric}/${number}`,
    version: new Date(Math.max(...eventsOf(row).map(({ time }) => Date.parse(time)))).toISOString(),
    url: `${url.replace(/\/+$/, '')}/agent/tickets/${row.id}`,
    fields: {
      ticket: String(row.id),
      measure,
      instance: number,
      priority: row.priority,
      channel: row.via?.channel == null ? null : String(row.via.channel),
      team: group === null ? null : (row.groups?.find((known) => known.id === group)?.name ?? String(group)),
      startedAt: cycle.startedAt,
      dueAt: cycle.dueAt,
      stoppedAt: cycle.stoppedAt,
      pausedMs: cycle.pausedMs,
      state: cycle.state,
    },
    dimensions: { policy: cycle.policy, ...(measure === 'custom' ? { metric } : {}) },
  };
}

function nameOf({ id: ticket }: CycleRow, { metric, number }: Instance): string {
  return `Instance ${number} of ${metric} of ticket ${ticket}`;
}

function measureOf(metric: string, number: number): string {
  switch (metric) {
    case 'reply_time':
      return number === 1 ? 'first-reply' : 'next-reply';
    case 'requester_wait_time':
      return 'requester-wait';
    case 'agent_work_time':
      return 'agent-work';
    case 'resolution_time':
    case 'total_resolution_time':
      return 'resolution';
    default:
      return 'custom';
  }
}
