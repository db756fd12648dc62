import type { CompiledDefinition } from './compile-definition.js';

/**
 * `r`, and `d` where the formula needs it: of each record the version that was current among those known at the given time. The answer
 * depends on nothing that came to be known later.
 */
export function recordsAsKnown(compiled: CompiledDefinition, asKnownAt: string): string {
  // A record whose present version was known by then needs no look at its history: no greater version can have been.
  const known = (stream: string) => `(
    select k.id as record_id, k.connection_id, k.natural_key, k.version, k.data, k.known_at, k.origin
      from record k where k.stream = '${stream}' and k.known_at <= ${asKnownAt}
    union all
    (select distinct on (v.record_id) v.record_id, k.connection_id, k.natural_key, v.version, v.data, v.known_at, v.origin
       from record k join record_revision v on v.stream = '${stream}' and v.record_id = k.id
      where k.stream = '${stream}' and k.known_at > ${asKnownAt} and v.known_at <= ${asKnownAt}
      order by v.record_id, v.version desc, v.content_hash desc))`;
  return `${known(compiled.stream)} r${compiled.needsDeployment ? deploymentJoin(known('deployment')) : ''}`;
}

/** The same relation over the records as they stand. */
export function recordsAsTheyStand(compiled: CompiledDefinition): string {
  const standing = (stream: string) => `(
    select k.id as record_id, k.connection_id, k.natural_key, k.version, k.data, k.known_at, k.origin
      from record k where k.stream = '${stream}')`;
  return `${standing(compiled.stream)} r${compiled.needsDeployment ? deploymentJoin(standing('deployment')) : ''}`;
}

function deploymentJoin(deployments: string): string {
  return ` join ${deployments} d on d.data ->> 'service' = r.data ->> 'service' and d.data ->> 'ref' = r.data ->> 'deploymentRef'`;
}
