import type { ArrivedStream } from '@tandem/domain/catalogue/need-standing';
import { isStreamName, type StreamName } from '@tandem/domain/record/streams';
import type pg from 'pg';

/** Enough to meet every kind of record that a source delivers every day, and few enough to look at for one page. */
const newestOfStream = 2_000;
const ofEachConnection = 500;

/**
 * Which fields records have, judged by the newest of each stream and by some of each of its connections: a source that was read long ago is
 * not hidden by one that speaks every minute. Streams are those of `record`; measurements are kept elsewhere.
 */
export async function arrivedRecords(
  pool: Pick<pg.Pool, 'query'>,
  streams: readonly StreamName[],
  by: readonly string[],
): Promise<Map<StreamName, ArrivedStream>> {
  const [sources, kinds] = await Promise.all([
    pool.query<{ stream: string; id: string; name: string }>(
      `select s.stream, c.id, c.name from stream_coverage s join connection c on c.id = s.connection_id
        where s.stream = any($1) order by c.position, c.id`,
      [streams],
    ),
    pool.query<{ stream: string; values: Record<string, string>; fields: string[] }>(
      `with looked_at as (
         select s.stream, r.id, r.data from unnest($1::text[]) s (stream)
          cross join lateral (select id, data from record where stream = s.stream order by id desc limit ${newestOfStream}) r
          union
         select s.stream, r.id, r.data from stream_coverage s
          cross join lateral (select id, data from record
                               where stream = s.stream and connection_id = s.connection_id
                               order by natural_key desc limit ${ofEachConnection}) r
          where s.stream = any($1))
       select l.stream, v.values, array_agg(distinct f.key order by f.key) as fields
         from looked_at l
        cross join lateral (select coalesce(jsonb_object_agg(e.key, e.value), '{}') as values
                              from jsonb_each_text(l.data) e where e.key = any($2)) v
        cross join lateral jsonb_object_keys(l.data) f (key)
        group by l.stream, v.values
        order by l.stream, v.values`,
      [streams, by],
    ),
  ]);
  const arrived = new Map<StreamName, Mutable>(streams.map((stream) => [stream, { sources: [], kinds: [] }]));
  for (const { stream, id, name } of sources.rows) of(arrived, stream)?.sources.push({ id, name });
  for (const { stream, values, fields } of kinds.rows) of(arrived, stream)?.kinds.push({ values, fields });
  return arrived;
}

interface Mutable {
  readonly sources: ArrivedStream['sources'][number][];
  readonly kinds: ArrivedStream['kinds'][number][];
}

function of(arrived: ReadonlyMap<StreamName, Mutable>, stream: string): Mutable | undefined {
  return isStreamName(stream) ? arrived.get(stream) : undefined;
}
