import type { NormalizedRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';

const named = z.object({ summary: z.string().nullish() });

export const incidentRow = z.object({
  id: z.string(),
  status: z.string(),
  created_at: z.string(),
  updated_at: z.string().nullish(),
  resolved_at: z.string().nullish(),
  last_status_change_at: z.string().nullish(),
  html_url: z.string().nullish(),
  service: z.object({ id: z.string(), summary: z.string().nullish() }),
  urgency: z.string().nullish(),
  priority: named.nullish(),
  teams: z.array(named).nullish(),
  resolve_reason: z.object({ type: z.string().nullish() }).nullish(),
  acknowledgements: z.array(z.object({ at: z.string() })),
  log: z.array(z.object({ type: z.string(), created_at: z.string() })),
});
type IncidentRow = z.output<typeof incidentRow>;

/** An incident from its beginning to its last resolution: one that was opened again has not ended yet. */
export function normalizeIncident(row: IncidentRow): NormalizedRow {
  const version = latest([row.created_at, row.updated_at, row.last_status_change_at, ...row.log.map(timeOf)]);
  // The incident that it was merged into is the one that counts.
  if (row.resolve_reason?.type === 'merge_resolve_reason')
    return {
      records: [],
      gone: [{ stream: 'incident', key: row.id, covers: 'record', version, url: row.html_url ?? null }],
    };
  return {
    records: [
      {
        stream: 'incident',
        key: row.id,
        version,
        url: row.html_url,
        fields: {
          service: row.service.summary ?? row.service.id,
          severity: row.priority?.summary ?? row.urgency,
          openedAt: row.created_at,
          acknowledgedAt: acknowledgedAt(row),
          resolvedAt: row.status === 'resolved' ? resolvedAt(row) : null,
        },
        dimensions: { urgency: row.urgency, team: row.teams?.[0]?.summary },
      },
    ],
  };
}

/** The first acknowledgement; what still holds is all that there is where the log keeps none. */
function acknowledgedAt({ log, acknowledgements }: IncidentRow): string | null {
  const told = log.filter(({ type }) => type === 'acknowledge_log_entry').map(timeOf);
  return sorted([...told, ...acknowledgements.map(({ at }) => at)])[0] ?? null;
}

/** `resolved_at` is younger than the interface, and missing from some answers. */
function resolvedAt({ log, resolved_at: stated, last_status_change_at: changed }: IncidentRow): string | null {
  const told = log.filter(({ type }) => type === 'resolve_log_entry').map(timeOf);
  return stated ?? sorted(told).at(-1) ?? changed ?? null;
}

function timeOf({ created_at: at }: { readonly created_at: string }): string {
  return at;
}

function latest(instants: readonly (string | null | undefined)[]): string {
  const times = instants.map((instant) => Date.parse(instant ?? '')).filter((time) => !Number.isNaN(time));
  return new Date(Math.max(0, ...times)).toISOString();
}

function sorted(instants: readonly string[]): readonly string[] {
  return [...instants].sort((a, b) => Date.parse(a) - Date.parse(b));
}
