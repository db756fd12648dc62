import type { NormalizedRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import type { ServiceNowSettings } from './servicenow.connector.js';

/** Every value is a text, and the empty text stands for none. */
const given = z
  .string()
  .nullish()
  .transform((value) => (value === undefined || value === '' ? null : value));

export const taskSlaRow = z.object({
  sys_id: z.string().min(1),
  sys_updated_on: z.string(),
  stage: z.string(),
  has_breached: z.string(),
  start_time: z.string(),
  end_time: given,
  planned_end_time: given,
  pause_duration: given,
  task: given,
  'task.number': given,
  'task.sys_class_name': given,
  'task.priority': given,
  'task.contact_type': given,
  'task.assignment_group.name': given,
  'sla.name': given,
  'sla.target': given,
  'sla.type': given,
});

export const deletedRow = z.object({ sys_id: z.string(), sys_created_on: z.string(), documentkey: z.string().min(1) });

/** A row of the audit of deletions names the row of task_sla that is gone. */
export function normalizeDeleted({ documentkey: key, sys_created_on: at }: z.output<typeof deletedRow>): NormalizedRow {
  return { records: [], gone: [{ stream: 'slaCycle', key, covers: 'record', version: utc(at) }] };
}

/** One row of task_sla is one cycle: a service level that starts anew on a task gets a row of its own. */
export function normalizeTaskSla(
  row: z.output<typeof taskSlaRow>,
  { settings }: { readonly settings: ServiceNowSettings },
): NormalizedRow {
  const state = stateOf(row.stage, row.has_breached);
  if (state === null) {
    const reason = `The service level ${row.sys_id} is in the stage "${row.stage}", whose meaning is not known here.`;
    return { records: [], rejected: [{ stream: 'slaCycle', field: 'stage', reason }] };
  }
  const ticket = row['task.number'] ?? row.task;
  return {
    records: [
      {
        stream: 'slaCycle',
        key: row.sys_id,
        version: utc(row.sys_updated_on),
        url: row.task === null ? null : `${settings.url.replace(/\/+$/, '')}/task.do?sys_id=${row.task}`,
        fields: {
          ticket,
          measure: measureOf(row['sla.target']),
          priority: row['task.priority'],
          channel: row['task.contact_type'],
          team: row['task.assignment_group.name'],
          startedAt: utc(row.start_time),
          dueAt: row.planned_end_time === null ? null : utc(row.planned_end_time),
          stoppedAt: row.end_time === null ? null : utc(row.end_time),
          pausedMs: durationMs(row.pause_duration),
          state,
        },
        dimensions: { agreement: row['sla.name'], type: row['sla.type'], table: row['task.sys_class_name'] },
      },
    ],
  };
}

/** `2026-03-01 10:00:00`, which is UTC without saying so. Anything else stays as it is, to be refused as no instant. */
export function utc(value: string): string {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(value) ? `${value.replace(' ', 'T')}Z` : value;
}

/** null for a stage that is not known. A breach stays one, whatever became of the task. */
function stateOf(stage: string, hasBreached: string): string | null {
  const breached = hasBreached === 'true' || hasBreached === '1';
  switch (stage) {
    case 'cancelled':
    case 'canceled':
      return 'cancelled';
    case 'starting':
    case 'in_progress':
      return breached ? 'breached' : 'running';
    case 'paused':
      return breached ? 'breached' : 'paused';
    case 'achieved':
    case 'completed':
      return breached ? 'breached' : 'met';
    case 'breached':
      return 'breached';
    default:
      return null;
  }
}

/** What a definition targets, where it says so. */
function measureOf(target: string | null): string {
  return target === 'response' ? 'first-reply' : target === 'resolution' ? 'resolution' : 'custom';
}

/** A duration is written as the time that it ends at when it begins with 1970, or as seconds; null where there is none. */
function durationMs(value: string | null): number | null {
  if (value === null) return null;
  const ms = /^\d+$/.test(value) ? Number(value) * 1000 : Date.parse(utc(value));
  return Number.isNaN(ms) ? null : ms;
}
