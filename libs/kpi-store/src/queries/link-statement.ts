/**
 * Links between incidents and deployments as SQL (semantics §5; the rule stands at `linked-fields.ts`). Incremental linking, linking anew and
 * the answer as known at T are made of these same fragments, so they cannot disagree.
 *
 * Relations have the columns (record_id, connection_id, natural_key, data) and those that links are found by, as `linkable` names them.
 * These are compared alone, never through a function: behind row-level security an index serves nothing else.
 */
export interface LinkedRelations {
  readonly incidents: string;
  readonly deployments: string;
  readonly withinHours: number;
  /** Few rows look for their partners: each reads its range from the index on service and time, instead of all being matched at once. */
  readonly byIndex?: true;
}

/** Where a record stands in time and what it calls the other end, by the names of the columns of `record`. Instants are texts of one form, so they sort as texts. */
export const linkedBy = { incident: ['openedAt', 'causedBy'], deployment: ['finishedAt', 'ref'] } as const;

/** A relation of records with the columns that links are found by: service, time, and reference to (or of) a deployment. */
export function linkable(stream: keyof typeof linkedBy, records: string): string {
  const [at, ref] = linkedBy[stream];
  return `(select whole.*, data ->> 'service' as service, ${sortable('data', at)} as at, data ->> '${ref}' as ref from ${records} whole)`;
}

/** An instant field as text that sorts by time. */
export function sortable(row: string, field: string): string {
  return `(${row} ->> '${field}') collate "C"`;
}

/** The text of an instant moved by hours. */
export function moved(instant: string, hours: number): string {
  return `to_char(((${instant})::timestamptz + interval '${whole(hours)} hours') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') collate "C"`;
}

/**
 * Whether a deployment can be the unstated cause of an incident: it reached production, well or badly. Written so that the planner does not
 * take it for rare: it would try every pair then.
 */
export function reachedProduction(row: string): string {
  return `coalesce(${row} ->> 'tier' = 'production' and ${row} ->> 'outcome' in ('succeeded', 'failed'), false)`;
}

/** One row for each incident that has a deployment: (incident_id, deployment_id, data), the latter being the fields that the link adds. */
export function linksOfIncidents(relations: LinkedRelations): string {
  const { incidents, deployments } = relations;
  const statedBasis = `coalesce(i.data ->> 'causedByBasis', 'stated')`;
  const candidate = (rank: number, basis: string) =>
    `i.record_id as incident_id, ${rank} as rank, ${basis} as basis, d.record_id as deployment_id, d.connection_id, d.natural_key, d.data, d.at`;
  return `
    select incident_id, deployment_id, jsonb_build_object('linkBasis', basis) || (
             select jsonb_object_agg('deployment.' || field.key, field.value) from jsonb_each(data) field where field.key <> 'dimensions') as data
      from (select distinct on (incident_id) *
              from (select ${candidate(0, statedBasis)}
                      from ${incidents} i join ${deployments} d on d.natural_key = i.ref
                    union all
                    select ${candidate(1, statedBasis)}
                      from ${incidents} i
                      join ${deployments} d on d.service = i.service and d.ref = i.ref
                    union all
                    select ${candidate(2, `'inferred'`)}
                      from ${latestBefore(relations)}
                     where coalesce(i.ref is null or i.data ->> 'causedByBasis' = 'inferred', false)) candidate
             order by incident_id, rank, data ->> 'tier' = 'production' desc, ${latestFirst}) cause`;
}

/**
 * One row for each deployment with incidents: (record_id, data), the latter being the fields that its links add. What is found on either side
 * is grouped instead of joined: a planner that takes either for a single row would find one anew for each row of the other.
 */
export function linksOfDeployments(relations: LinkedRelations & { readonly links: string }): string {
  const { incidents, links } = relations;
  return `
    select record_id, jsonb_strip_nulls(jsonb_build_object('linkedIncidents', max(n), 'firstIncidentAt', max(first_at),
             'recoveredAt', max(recovered_at), 'afterIncident', bool_or(is_after))) as data
      from (
        select l.deployment_id as record_id, count(*) as n, min(i.at) as first_at,
               case when bool_and(i.data ? 'resolvedAt') then max(${sortable('i.data', 'resolvedAt')}) end as recovered_at, false as is_after
          from ${links} l join ${incidents} i on i.record_id = l.incident_id
         group by l.deployment_id
        union all
        select after.record_id, null, null, null, true from (${deploymentsAfterIncidents(relations)}) after) found
     group by record_id`;
}

/** All links of two whole streams: (stream, record_id, deployment_id, data). */
export function allLinks(relations: LinkedRelations): string {
  const named = { ...relations, incidents: 'incident', deployments: 'deployment' };
  return `
    with incident as materialized (select * from ${relations.incidents} whole),
         deployment as materialized (select * from ${relations.deployments} whole),
         link as materialized (${linksOfIncidents(named)})
    select 'incident' as stream, incident_id as record_id, deployment_id, data from link
    union all
    select 'deployment', record_id, null, data from (${linksOfDeployments({ ...named, links: 'link' })}) linked`;
}

/** The data of a record with the fields of its link, which is null where it has none. */
export function withLinkedFields(stream: string, data: string, link: string): string {
  if (stream !== 'deployment') return `${data} || coalesce(${link}, '{}')`;
  return `${data} || jsonb_build_object('linkedIncidents', 0, 'afterIncident', false) || coalesce(${link}, '{}')
    || jsonb_build_object('changeFailed', ${data} ->> 'outcome' = 'failed' or coalesce(${link} ? 'linkedIncidents', false))`;
}

const latestFirst = `at desc nulls last, connection_id collate "C", natural_key collate "C"`;

/** Incidents `i`, each with the deployments `d` that may have caused it; the latest is among them. */
function latestBefore(relations: LinkedRelations): string {
  if (!relations.byIndex) return `${pairsOf(relations, 'i')} and ${reachedProduction('d.data')}`;
  return `${withReach(relations.incidents, relations)} i cross join lateral (
    select * from ${relations.deployments} d where ${isShortlyBefore('i')} and ${reachedProduction('d.data')}
     order by ${latestFirst} limit 1) d`;
}

function deploymentsAfterIncidents(relations: LinkedRelations): string {
  if (!relations.byIndex) return `select distinct d.record_id from ${pairsOf(relations, 'd')}`;
  return `select d.record_id from ${withReach(relations.deployments, relations)} d cross join lateral (
    select from ${relations.incidents} i where ${isShortlyBefore('d')} limit 1) i`;
}

/** With the earliest time that is in reach, worked out before it is searched for. */
function withReach(records: string, { withinHours }: LinkedRelations): string {
  return `(select *, ${moved('at', -withinHours)} as reach from ${records} reaching offset 0)`;
}

/** Whether `i` and `d` are of one service, and the other lies at most the reach of links before `late`. */
function isShortlyBefore(late: 'i' | 'd'): string {
  const early = late === 'i' ? 'd' : 'i';
  return `d.service = i.service and ${early}.at <= ${late}.at and ${early}.at >= ${late}.reach`;
}

/** All such pairs of two whole streams. The time is cut into windows of the reach, so that they are found by equality, not by trying all. */
function pairsOf(relations: LinkedRelations, late: 'i' | 'd'): string {
  const { incidents, deployments, withinHours } = relations;
  const [later, earlier, early] = late === 'i' ? [incidents, deployments, 'd'] : [deployments, incidents, 'i'];
  const window = `floor(date_part('epoch', at::timestamptz) / ${whole(withinHours) * 3600})`;
  // The fence keeps both equalities in one join; without it the planner joins by service alone.
  return `(select late.*, ${window} - earlier.windows as window_number
             from ${withReach(later, relations)} late cross join (values (0), (1)) earlier (windows) offset 0) ${late}
    join (select *, ${window} as window_number from ${earlier} early) ${early} on ${early}.window_number = ${late}.window_number and ${isShortlyBefore(late)}`;
}

function whole(hours: number): number {
  if (!Number.isInteger(hours)) throw new RangeError(`The reach of links is a whole number of hours, not ${hours}.`);
  return hours;
}
