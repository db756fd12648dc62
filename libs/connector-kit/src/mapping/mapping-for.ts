import { fieldsOf, type FieldDeclaration, type StreamName } from '@tandem/domain/record/streams';

/** Other names under which systems export a field, in small letters and without separators. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  ticket: ['number', 'ticketid', 'ticketnumber', 'issue', 'issuekey', 'case', 'caseid', 'id', 'key'],
  service: ['application', 'app', 'component', 'repository', 'repo', 'project', 'product'],
  startedAt: ['opened', 'openedat', 'created', 'createdat', 'start', 'started', 'begin'],
  openedAt: ['opened', 'created', 'createdat', 'start', 'started', 'startedat'],
  stoppedAt: ['closed', 'closedat', 'resolved', 'resolvedat', 'solved', 'solvedat', 'end', 'ended', 'finished'],
  resolvedAt: ['resolved', 'closed', 'closedat', 'end', 'ended', 'finished'],
  finishedAt: [
    'finished',
    'deployed',
    'deployedat',
    'released',
    'releasedat',
    'published',
    'publishedat',
    'date',
    'time',
  ],
  committedAt: ['committed', 'commitdate', 'date', 'time'],
  dueAt: ['due', 'deadline', 'target', 'slatarget'],
  periodStart: ['date', 'day', 'period', 'start', 'week', 'month'],
  periodEnd: ['end', 'to'],
  priority: ['prio', 'severity'],
  severity: ['priority', 'prio', 'level'],
  state: ['status', 'result', 'sla', 'outcome'],
  outcome: ['status', 'state', 'result', 'conclusion'],
  tier: ['environment', 'env'],
  count: ['number', 'total', 'value', 'users', 'sessions', 'events'],
  value: ['amount', 'total', 'count'],
  metric: ['name', 'measure', 'kpi'],
  step: ['stage', 'event', 'funnelstep'],
  ref: ['version', 'tag', 'release', 'sha', 'commit'],
};

const idNames = ['id', 'key', 'number', 'uuid', 'ticket', 'issue', 'sha', 'ref'];

/**
 * Guesses a mapping by the names of columns: something to correct, never to trust.
 *
 * @returns a mapping as settings have it, and the required fields for which no column was found
 */
export function mappingFor(
  stream: StreamName,
  columns: readonly string[],
): { readonly mapping: object; readonly missing: readonly string[] } {
  const fields: Record<string, unknown> = {};
  const missing: string[] = [];
  for (const [name, declared] of Object.entries(fieldsOf(stream))) {
    const column = columnFor(name, columns);
    if (column !== null) fields[name] = sourceOf(column, declared);
    else if (declared.required) {
      missing.push(name);
      fields[name] = standInFor(name, declared);
    }
  }
  const id = idNames
    .map((name) => columns.find((column) => plain(column) === name))
    .find((column) => column !== undefined);
  return {
    mapping: { stream, fields, naturalKey: id === undefined ? { contentAndOccurrence: true } : { columns: [id] } },
    missing,
  };
}

function columnFor(field: string, columns: readonly string[]): string | null {
  for (const name of [plain(field), ...(otherNames[field] ?? [])]) {
    const found = columns.find((column) => plain(column) === name);
    if (found !== undefined) return found;
  }
  return null;
}

/** A column of one of several words is translated, so that a word that nobody foresaw is refused and not counted wrong. */
function sourceOf(column: string, { type }: FieldDeclaration): unknown {
  if (typeof type !== 'object') return column;
  return { column, values: Object.fromEntries(type.oneOf.map((word) => [word, word])) };
}

function standInFor(name: string, { type }: FieldDeclaration): unknown {
  if (typeof type === 'object') return { constant: type.oneOf[0] };
  return type === 'text' ? { constant: `the ${name}` } : `column with ${name}`;
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
