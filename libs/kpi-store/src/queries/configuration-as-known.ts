import { goalStatesStatement } from './goal-states.js';

/** The configuration and the versions of metrics as they were known at $1; of connections only what metrics show of them. */
export const knownAtStatement = `
  with known as (
    select kind, subject_id, position, content from (
      select distinct on (kind, subject_id) kind, subject_id, position, content, removed
        from configuration_revision where known_from <= $1 order by kind, subject_id, id desc) latest
     where not removed),
  listed as (
    select kind, json_agg(content order by position, subject_id) as things from known group by kind)
  select json_build_object(
      'organisation', coalesce(
        (select content from known where kind = 'organisation'),
        (select content from configuration_revision where kind = 'organisation' order by id limit 1)),
      'teams', coalesce((select things from listed where kind = 'team'), '[]'),
      'people', coalesce((select things from listed where kind = 'person'), '[]'),
      'connections', '[]'::json,
      'calendars', '[]'::json,
      'metrics', coalesce((select things from listed where kind = 'metric'), '[]'),
      'goals', coalesce((select things from listed where kind = 'goal'), '[]'),
      'guardrails', coalesce((select things from listed where kind = 'guardrail'), '[]'),
      'routes', '[]'::json,
      'alertPolicies', '[]'::json,
      'initiatives', coalesce((select things from listed where kind = 'initiative'), '[]')
    ) as configuration, (
    select coalesce(json_agg(json_build_object('id', v.id::text, 'key', v.metric_key, 'version', v.version, 'validFrom', v.valid_from,
             'countedBy', coalesce(v.counted_by, v.id)::text, 'definition', v.definition)
             order by k.position, v.metric_key, v.version), '[]')
      from known k join metric_version v on v.metric_key = k.subject_id and v.known_from <= $1
     where k.kind = 'metric'
  ) as versions, ${goalStatesStatement('$1')} as goals`;
