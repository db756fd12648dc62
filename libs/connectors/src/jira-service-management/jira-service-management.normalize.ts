import type { NormalizedRow, RecordDraft } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { JiraSettings } from './jira-service-management.connector.js';

/** `jira` has milliseconds, `iso8601` has none; both have the zone of the account, as in +0700. */
const date = z.object({ iso8601: z.string(), jira: z.string().nullish() });

const completedCycle = z.object({
  startTime: date,
  stopTime: date.nullish(),
  breachTime: date.nullish(),
  breached: z.boolean(),
});
const ongoingCycle = z.object({
  startTime: date,
  breachTime: date.nullish(),
  breached: z.boolean(),
  paused: z.boolean().nullish(),
});

const serviceLevel = z.object({
  id: z.union([z.string(), z.number()]).nullish(),
  name: z.string(),
  _links: z.object({ self: z.string().nullish() }).nullish(),
  completedCycles: z.array(completedCycle).nullish(),
  ongoingCycle: ongoingCycle.nullish(),
});
type ServiceLevel = z.output<typeof serviceLevel>;

export const issueRow = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.object({
    updated: z.string(),
    priority: z.object({ name: z.string() }).nullish(),
    issuetype: z.object({ name: z.string() }).nullish(),
  }),
  slas: z.array(serviceLevel),
});
type IssueRow = z.output<typeof issueRow>;

interface About {
  readonly settings: JiraSettings;
  readonly partition: string;
}

/** Every cycle of every service level of a request, numbered from its first; opening a request again adds one. */
export function normalizeIssue(row: IssueRow, about: About): NormalizedRow {
  return {
    records: row.slas.flatMap((sla) =>
      cyclesOf(sla).map((cycle, index) => recordOf(row, sla, cycle, index + 1, about)),
    ),
  };
}

interface Cycle {
  readonly startedAt: string;
  readonly stoppedAt: string | null;
  readonly dueAt: string | null;
  readonly state: string;
}

function cyclesOf({ completedCycles, ongoingCycle: ongoing }: ServiceLevel): readonly Cycle[] {
  const cycles: Cycle[] = (completedCycles ?? []).map(({ startTime, stopTime, breachTime, breached }) => {
    const stoppedAt = stopTime ? instant(stopTime) : null;
    return {
      startedAt: instant(startTime),
      stoppedAt,
      dueAt: breachTime ? dueOf(instant(breachTime), stoppedAt, breached) : null,
      state: breached ? 'breached' : 'met',
    };
  });
  if (ongoing) {
    const { startTime, breachTime, breached, paused } = ongoing;
    const state = breached ? 'breached' : paused === true ? 'paused' : 'running';
    cycles.push({
      startedAt: instant(startTime),
      stoppedAt: null,
      // A pause moves the due time.
      dueAt: breachTime && state !== 'paused' ? instant(breachTime) : null,
      state,
    });
  }
  return cycles.sort((a, b) => Date.parse(a.startedAt) - Date.parse(b.startedAt));
}

/** null for a due time that contradicts the verdict: what Jira says about the breach is what counts. */
function dueOf(dueAt: string, stoppedAt: string | null, breached: boolean): string | null {
  const isLate = stoppedAt !== null && Date.parse(stoppedAt) > Date.parse(dueAt);
  return isLate && !breached ? null : dueAt;
}

function instant({ jira, iso8601 }: z.output<typeof date>): string {
  return jira ?? iso8601;
}

function recordOf(row: IssueRow, sla: ServiceLevel, cycle: Cycle, instance: number, about: About): RecordDraft {
  const { settings, partition } = about;
  const { updated, priority, issuetype } = row.fields;
  return {
    stream: 'slaCycle',
    key: `${row.id}/${idOf(sla)}/${instance}`,
    version: new Date(updated).toISOString(),
    url: `${settings.url.replace(/\/+$/, '')}/browse/${row.key}`,
    fields: {
      ticket: row.key,
      measure: measureOf(sla.name, settings),
      instance,
      priority: priority?.name,
      startedAt: cycle.startedAt,
      dueAt: cycle.dueAt,
      stoppedAt: cycle.stoppedAt,
      state: cycle.state,
    },
    dimensions: { agreement: sla.name, project: partition, issueType: issuetype?.name },
  };
}

/** The id stands in the address where the answer has no field for it. */
function idOf({ id, name, _links: links }: ServiceLevel): string {
  return String(id ?? /\/sla\/([^/?]+)/.exec(links?.self ?? '')?.[1] ?? name);
}

function measureOf(name: string, { firstReply, resolution }: JiraSettings): string {
  const isIn = (names: readonly string[]) =>
    names.some((one) => one.trim().toLowerCase() === name.trim().toLowerCase());
  return isIn(firstReply) ? 'first-reply' : isIn(resolution) ? 'resolution' : 'custom';
}
