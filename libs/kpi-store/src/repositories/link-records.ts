import { defaultLinkWithinHours } from '@tandem/domain/record/linked-fields';
import type pg from 'pg';
import {
  allLinks,
  linksOfDeployments,
  linkable,
  linksOfIncidents,
  moved,
  reachedProduction,
  withLinkedFields,
} from '../queries/link-statement.js';

/** Deployments and incidents may arrive in two transactions at once; from here to its end, each sees what the other wrote. */
const linkLock = 7_261_438;

const columns =
  'k.id as record_id, k.connection_id, k.natural_key, k.data, k.link_service as service, k.link_at as at, k.link_ref as ref';
const standing = (stream: 'incident' | 'deployment') =>
  `(select ${columns} from record k where k.stream = '${stream}' and not k.gone)`;
const among = (stream: 'incident' | 'deployment') =>
  `(select ${columns} from relinked t join record k on k.stream = '${stream}' and k.id = t.record_id where t.stream = '${stream}' and not k.gone)`;
/** What the changed records of a stream are, or were, with the end of the reach after them; worked out before anything is searched for by it. */
const changedEnds = (stream: 'incident' | 'deployment', which: 'old' | 'new', withinHours: number) =>
  `(select *, ${moved('at', withinHours)} as until
      from ${linkable(stream, `(select record_id, natural_key, ${which}_data as data from changed_record where stream = '${stream}')`)} ends offset 0)`;

/**
 * Links anew what the records in `changed_record` touch, and nothing else: incidents and deployments that changed, and those on the other end
 * of a link that they had, have now, or could have. Then `changed_record` carries the fields that links add, before and after, and also the
 * records that did not change themselves but whose links did: so the roll-up needs to know nothing of links.
 */
export async function linkChangedRecords(client: pg.PoolClient): Promise<void> {
  const changed = await client.query(`select 1 from changed_record where stream in ('incident', 'deployment') limit 1`);
  if (changed.rowCount === 0) return;
  const withinHours = await upholdLinks(client);
  await client.query(`
    create temporary table relinked (
      stream text not null, record_id bigint not null, old_deployment_id bigint, old_link jsonb, new_link jsonb, primary key (stream, record_id)
    ) on commit drop`);
  await relinkIncidents(client, withinHours);
  await relinkDeployments(client, withinHours);
  await client.query(
    `update relinked t set new_link = l.data from record_link l where l.stream = t.stream and l.record_id = t.record_id`,
  );
  await tellChanges(client);
  await client.query('drop table relinked');
}

/**
 * Holds the links until the end of the transaction, and links all records anew where the organisation's reach is not the one they were made
 * with: the metrics that read them are waiting to be counted anew then. Answers the reach in hours.
 */
export async function upholdLinks(client: pg.PoolClient): Promise<number> {
  await client.query('select pg_advisory_xact_lock($1)', [linkLock]);
  const found = await client.query<{ wanted: number; made: number | null }>(
    `select coalesce((select link_within_hours from organisation), $1)::int as wanted, (select within_hours from record_link_reach)::int as made`,
    [defaultLinkWithinHours],
  );
  const { wanted = defaultLinkWithinHours, made = null } = found.rows[0] ?? {};
  if (wanted !== made) await linkAllRecords(client, wanted);
  return wanted;
}

async function linkAllRecords(client: pg.PoolClient, withinHours: number): Promise<void> {
  await client.query('delete from record_link');
  await client.query(
    `insert into record_link_reach (id, within_hours) values (1, $1) on conflict (workspace, id) do update set within_hours = excluded.within_hours`,
    [withinHours],
  );
  await client.query(
    `insert into record_link (stream, record_id, deployment_id, data)
     ${allLinks({ incidents: standing('incident'), deployments: standing('deployment'), withinHours })}`,
  );
}

// `offset 0` keeps each search for the other end of links a search in an index: what the planner cannot know is how few it finds.
async function relinkIncidents(client: pg.PoolClient, withinHours: number): Promise<void> {
  await client.query(
    `insert into relinked (stream, record_id, old_deployment_id, old_link)
     select 'incident', touched.record_id, l.deployment_id, l.data
       from (select record_id from changed_record where stream = 'incident'
             union
             select l.record_id from changed_record c join record_link l on l.deployment_id = c.record_id where c.stream = 'deployment'
             union
             select i.id from ${changedEnds('deployment', 'new', withinHours)} c cross join lateral (
               select i.id from record i
                where i.stream = 'incident' and i.link_service = c.service and i.link_at >= c.at and i.link_at <= c.until offset 0) i
              where ${reachedProduction('c.data')}
             union
             select i.id from ${changedEnds('deployment', 'new', withinHours)} c cross join lateral (
               select i.id from record i where i.stream = 'incident' and i.link_ref in (c.natural_key, c.ref) offset 0) i) touched
       left join record_link l on l.stream = 'incident' and l.record_id = touched.record_id`,
  );
  await client.query('analyze relinked (stream, record_id)');
  await client.query(
    `delete from record_link l using relinked t where l.stream = 'incident' and t.stream = 'incident' and l.record_id = t.record_id`,
  );
  await client.query(
    `insert into record_link (stream, record_id, deployment_id, data)
     select 'incident', incident_id, deployment_id, data
       from (${linksOfIncidents({ incidents: among('incident'), deployments: standing('deployment'), withinHours, byIndex: true })}) link`,
  );
}

async function relinkDeployments(client: pg.PoolClient, withinHours: number): Promise<void> {
  const incidentsWere = (which: 'old' | 'new') =>
    `select d.id from ${changedEnds('incident', which, withinHours)} c cross join lateral (
       select d.id from record d
        where d.stream = 'deployment' and d.link_service = c.service and d.link_at >= c.at and d.link_at <= c.until offset 0) d`;
  await client.query(
    `insert into relinked (stream, record_id, old_link)
     select 'deployment', touched.record_id, l.data
       from (select record_id from changed_record where stream = 'deployment'
             union
             select old_deployment_id from relinked where old_deployment_id is not null
             union
             select l.deployment_id from relinked t join record_link l on l.stream = 'incident' and l.record_id = t.record_id
              where t.stream = 'incident'
             union ${incidentsWere('old')} union ${incidentsWere('new')}) touched
       left join record_link l on l.stream = 'deployment' and l.record_id = touched.record_id`,
  );
  await client.query('analyze relinked (stream, record_id)');
  await client.query(
    `delete from record_link l using relinked t where l.stream = 'deployment' and t.stream = 'deployment' and l.record_id = t.record_id`,
  );
  const links = `(select l.record_id as incident_id, l.deployment_id from relinked t join record_link l on l.deployment_id = t.record_id
                   where t.stream = 'deployment')`;
  await client.query(
    `insert into record_link (stream, record_id, data)
     select 'deployment', record_id, data
       from (${linksOfDeployments({ incidents: standing('incident'), deployments: among('deployment'), links, withinHours, byIndex: true })}) linked`,
  );
}

async function tellChanges(client: pg.PoolClient): Promise<void> {
  for (const stream of ['incident', 'deployment'] as const) {
    const linked = (data: string, link: 'old_link' | 'new_link') => withLinkedFields(stream, data, `t.${link}`);
    await client.query(
      `update changed_record c set old_data = ${linked('c.old_data', 'old_link')}, new_data = ${linked('c.new_data', 'new_link')}
         from relinked t where c.stream = '${stream}' and t.stream = '${stream}' and t.record_id = c.record_id`,
    );
    await client.query(
      `insert into changed_record (record_id, connection_id, stream, natural_key, is_new, old_data, old_known_at, new_data, new_known_at,
                                   new_version, new_hash, new_replayed, new_origin)
       select k.id, k.connection_id, k.stream, k.natural_key, false, ${linked('k.data', 'old_link')}, k.known_at,
              ${linked('k.data', 'new_link')}, k.known_at, k.version, k.content_hash, k.replayed, k.origin
         from relinked t join record k on k.stream = '${stream}' and k.id = t.record_id
        where t.stream = '${stream}' and not k.gone and t.old_link is distinct from t.new_link
          and not exists (select 1 from changed_record c where c.stream = '${stream}' and c.record_id = t.record_id)`,
    );
  }
}
