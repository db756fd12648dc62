import { defaultLinkWithinHours } from '@tandem/domain/record/linked-fields';
import { measurementsRelation } from '../measurement/measurements-relation.js';
import type { CompiledDefinition } from './compile-definition.js';
import { allLinks, linkable, withLinkedFields } from './link-statement.js';
import { withDeployment } from './with-deployment.js';

/**
 * `r`, and `d` where the formula needs it: of each record the version that was current among those known at the given time. The answer
 * depends on nothing that came to be known later.
 */
export function recordsAsKnown(
  compiled: CompiledDefinition,
  asKnownAt: string,
  linkWithinHours = defaultLinkWithinHours,
  depth?: 'evidence',
): string {
  if (compiled.stream === 'measurement') return `(${measurementsRelation({ asKnownAt, depth })}) r`;
  const known = (stream: string) => streamAsKnown(stream, asKnownAt);
  const deployments = compiled.needsDeployment ? deploymentJoin(known('deployment')) : '';
  if (!compiled.needsLinks) return `${known(compiled.stream)} r${deployments}`;
  const { stream } = compiled;
  const links = allLinks({
    incidents: linkable('incident', known('incident')),
    deployments: linkable('deployment', known('deployment')),
    withinHours: linkWithinHours,
  });
  return `(select k.record_id, k.connection_id, k.natural_key, k.version, ${withLinkedFields(stream, 'k.data', 'l.data')} as data,
                  k.known_at, k.origin
             from ${known(stream)} k left join (${links}) l on l.stream = '${stream}' and l.record_id = k.record_id) r`;
}

/** The records of one stream as they were known at a time. */
export function streamAsKnown(stream: string, asKnownAt: string): string {
  // A record whose present version was known by then needs no look at its history: no greater version can have been.
  return `(
    select k.id as record_id, k.connection_id, k.natural_key, k.version, k.data, k.known_at, k.origin
      from record k where k.stream = '${stream}' and k.known_at <= ${asKnownAt} and not k.gone
    union all
    select was.record_id, was.connection_id, was.natural_key, was.version, was.data, was.known_at, was.origin from (
     select distinct on (v.record_id) v.gone, v.record_id, k.connection_id, k.natural_key, v.version, v.data, v.known_at, v.origin
       from record k join record_revision v on v.stream = '${stream}' and v.record_id = k.id
      where k.stream = '${stream}' and k.known_at > ${asKnownAt} and v.known_at <= ${asKnownAt}
      order by v.record_id, v.version desc, v.content_hash desc) was where not was.gone)`;
}

/** The same relation over the records as they stand. */
export function recordsAsTheyStand(compiled: CompiledDefinition, depth?: 'evidence'): string {
  if (compiled.stream === 'measurement') return `(${measurementsRelation({ asKnownAt: null, depth })}) r`;
  const records = standingRecords(compiled);
  return compiled.needsDeployment ? withDeployment(records) : `(${records}) r`;
}

/** The records of a formula's stream as they stand, with the fields that links add where it reads them; `k` may be narrowed by a join. */
export function standingRecords(compiled: Pick<CompiledDefinition, 'stream' | 'needsLinks'>, narrowed = ''): string {
  const { stream, needsLinks } = compiled;
  const data = needsLinks ? withLinkedFields(stream, 'k.data', 'l.data') : 'k.data';
  const links = needsLinks ? `left join record_link l on l.stream = '${stream}' and l.record_id = k.id` : '';
  return `select k.id as record_id, k.connection_id, k.natural_key, k.version, ${data} as data, k.known_at, k.origin
            from record k ${narrowed} ${links} where k.stream = '${stream}' and not k.gone`;
}

function deploymentJoin(deployments: string): string {
  return ` join ${deployments} d on d.data ->> 'service' = r.data ->> 'service' and d.data ->> 'ref' = r.data ->> 'deploymentRef'`;
}
