/**
 * What a tracker may own of an initiative, by the columns of a list. Its id follows from the issue, and its stage, launch, gate and plan belong
 * to both sides: no tracker writes them.
 */
export const trackedColumns = [
  'title',
  'description',
  'agenda',
  'capability',
  'goals',
  'owner_marketing',
  'owner_it',
  'metric',
  'direction',
  'amount',
  'by',
  'teams',
  'duration_months',
  'start',
  'one_off',
  'running',
  'benefit',
  'depends_on',
  'business_value',
  'time_criticality',
  'risk_reduction',
  'job_size',
  'reach',
  'impact',
  'confidence',
  'effort',
] as const;
export type TrackedColumn = (typeof trackedColumns)[number];

/** What an issue says of one column. */
export interface TrackedField {
  /** Name or id of the field in the tracker; left out for what is the same of all. */
  readonly field?: string;
  /** What a value there means here; others are taken as they stand. */
  readonly values?: Readonly<Record<string, string>>;
  /** The cell, with `{}` in the place of the value: `web: {}`. */
  readonly as?: string;
  /** Where nothing stands in the field. */
  readonly otherwise?: string;
}

/** Where ideas come from, and which field is what. Set once. */
export interface TrackerMapping {
  /** Id of the connection whose address and credentials are used. */
  readonly connection: string;
  /** In the tracker's own language. */
  readonly query: string;
  readonly fields: Readonly<Partial<Record<TrackedColumn, TrackedField>>>;
}

/** The fields of the tracker that a mapping reads, each once. */
export function fieldsOf({ fields }: Pick<TrackerMapping, 'fields'>): readonly string[] {
  return [...new Set(Object.values(fields).flatMap(({ field }) => (field === undefined ? [] : [field])))];
}

/** The cell of a list that a field says; empty where nothing is known. Several values are translated one by one. */
export function trackedCell(
  { field, values, as, otherwise = '' }: TrackedField,
  found: Readonly<Record<string, string>>,
): string {
  const text = field === undefined ? '' : (found[field] ?? '');
  if (text === '') return otherwise;
  const said = values === undefined ? text : translated(text, values);
  return as === undefined ? said : as.replaceAll('{}', said);
}

function translated(text: string, values: Readonly<Record<string, string>>): string {
  if (Object.hasOwn(values, text)) return values[text] ?? '';
  const parts = text.split(';').map((part) => part.trim());
  return parts.map((part) => (Object.hasOwn(values, part) ? values[part] : part)).join('; ');
}

/** The id of the initiative that an issue becomes: an issue keeps its key. */
export function idOfIssue(key: string): string {
  return key.toLowerCase().replaceAll('_', '-');
}
