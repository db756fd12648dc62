import { initiativeDocument } from '@tandem/contracts/initiative-document';
import type { Initiative } from '@tandem/domain/initiative/initiative';
import { listCell, monthCells, numberCell, teamsCell, UnreadableCell } from './csv-cells.js';

/** Columns of a list, each with the field of an initiative that it brings. */
const fieldOfColumn = {
  id: 'id',
  title: 'title',
  description: 'description',
  agenda: 'agenda',
  capability: 'capability',
  goals: 'goals',
  owner_marketing: 'owners.marketing',
  owner_it: 'owners.it',
  metric: 'effect.metric',
  direction: 'effect.direction',
  amount: 'effect.amount',
  by: 'effect.by',
  teams: 'scope.teams',
  duration_months: 'scope.durationMonths',
  start: 'start',
  one_off: 'months',
  running: 'months',
  benefit: 'months',
  depends_on: 'dependsOn',
  business_value: 'wsjf.businessValue',
  time_criticality: 'wsjf.timeCriticality',
  risk_reduction: 'wsjf.riskReduction',
  job_size: 'wsjf.jobSize',
  reach: 'rice.reach',
  impact: 'rice.impact',
  confidence: 'rice.confidence',
  effort: 'rice.effort',
  stage: 'stage',
  launched_on: 'launchedOn',
  issue: 'issue',
} as const;
export type Column = keyof typeof fieldOfColumn;
export const columns = Object.keys(fieldOfColumn) as Column[];

export type ReadCells =
  | { readonly initiative: Initiative }
  | { readonly faults: readonly { readonly column: string; readonly reason: string }[] };

/** Cells as an initiative, or all that is wrong with them. What is known of it before stays where the cells have no say. */
export function readCells(cell: (column: Column) => string, before?: Kept): ReadCells {
  try {
    const written = writtenFrom(cell);
    const read = initiativeDocument.safeParse(before === undefined ? written : overlaid(before, written));
    if (read.success) return { initiative: read.data };
    return { faults: read.error.issues.map(({ path, message }) => ({ column: columnOf(path), reason: message })) };
  } catch (error) {
    if (!(error instanceof UnreadableCell)) throw error;
    return { faults: [{ column: error.column, reason: error.message }] };
  }
}

/** What an initiative says already, and which columns are another's to say. */
export interface Kept {
  readonly document: Readonly<Record<string, unknown>>;
  readonly owned: readonly Column[];
}

/** Money is one table: who owns a column of it owns all of it. */
function overlaid({ document, owned }: Kept, written: Readonly<Record<string, unknown>>): object {
  const next: Record<string, unknown> = { ...document };
  for (const path of new Set(owned.map((column) => fieldOfColumn[column]))) {
    const [field = '', part] = path.split('.');
    if (part === undefined) {
      next[field] = written[field];
      continue;
    }
    const group = { ...membersOf(next[field]), [part]: membersOf(written[field])[part] };
    const isEmpty = Object.values(group).every((value) => value === undefined);
    next[field] = isEmpty ? undefined : group;
  }
  return next;
}

function membersOf(group: unknown): Readonly<Record<string, unknown>> {
  return typeof group === 'object' && group !== null ? (group as Record<string, unknown>) : {};
}

/** The cells as a configuration file would write them; an empty cell says nothing. */
function writtenFrom(cell: (column: Column) => string): Readonly<Record<string, unknown>> {
  const group = (parts: Readonly<Record<string, unknown>>) =>
    Object.values(parts).every((part) => part === undefined) ? undefined : parts;
  const said = (column: Column) => (cell(column) === '' ? undefined : cell(column));
  const counted = (column: Column) => (cell(column) === '' ? undefined : numberCell(cell(column)));
  const listed = (column: Column) => (cell(column) === '' ? undefined : listCell(cell(column)));
  return {
    ...Object.fromEntries(
      (['id', 'title', 'description', 'agenda', 'capability', 'start', 'stage'] as const).map((one) => [
        one,
        said(one),
      ]),
    ),
    goals: listed('goals'),
    dependsOn: listed('depends_on'),
    owners: group({ marketing: said('owner_marketing'), it: said('owner_it') }),
    effect: group({ metric: said('metric'), direction: said('direction'), amount: said('amount'), by: said('by') }),
    scope: group({
      teams: cell('teams') === '' ? undefined : teamsCell(cell('teams')),
      durationMonths: counted('duration_months'),
    }),
    months: monthCells({ one_off: cell('one_off'), running: cell('running'), benefit: cell('benefit') }),
    wsjf: group({
      businessValue: counted('business_value'),
      timeCriticality: counted('time_criticality'),
      riskReduction: counted('risk_reduction'),
      jobSize: counted('job_size'),
    }),
    rice: group({
      reach: counted('reach'),
      impact: counted('impact'),
      confidence: counted('confidence'),
      effort: counted('effort'),
    }),
    launchedOn: said('launched_on'),
    issue: said('issue'),
  };
}

/** The column that brought a field, by the path of a fault. */
export function columnOf(path: readonly PropertyKey[]): string {
  const field = path.map(String).join('.');
  const [, , money] = path.map(String);
  if (path[0] === 'months') return money === 'running' || money === 'benefit' ? money : 'one_off';
  return (
    columns.find((column) => field === fieldOfColumn[column] || field.startsWith(`${fieldOfColumn[column]}.`)) ?? field
  );
}
