import type { LaneQuestion, LaneSpan, LaneStream } from '@tandem/application/evidence-ports';
import type pg from 'pg';
import { standingRecords, streamAsKnown } from './records-as-known.js';

/** Campaigns or freezes that touch [from, to), cancelled ones left out, in order of their beginning; at most `limit`, the latest ones. */
export async function laneSpans(
  pool: Pick<pg.Pool, 'query'>,
  request: LaneQuestion & { readonly stream: LaneStream },
): Promise<LaneSpan[]> {
  const { stream, asKnownAt } = request;
  const records = asKnownAt ? streamAsKnown(stream, '$5') : `(${standingRecords({ stream, needsLinks: false })})`;
  const { rows } = await pool.query<{ title: string; start: Date; end: Date | null; detail: string | null }>(
    `select data ->> 'title' as title, (data ->> 'startsAt')::timestamptz as start, (data ->> 'endsAt')::timestamptz as "end",
            coalesce(data ->> 'channel', data ->> 'service') as detail
       from ${records} span
      where coalesce(data ->> 'state', '') <> 'cancelled'
        and (data ->> 'startsAt')::timestamptz < $2 and coalesce((data ->> 'endsAt')::timestamptz, 'infinity') > $1
        and ($3::text[] is null or data ->> 'service' is null or data ->> 'service' = any($3))
      order by 2 desc, 1 limit $4`,
    [request.from, request.to, request.services, request.limit, ...(asKnownAt ? [asKnownAt] : [])],
  );
  return rows.reverse().map(({ title, start, end, detail }) => {
    return { title, start: start.toISOString(), end: end?.toISOString() ?? null, detail };
  });
}

/** The streams of which any record is known: a lane of another one is not empty, nobody tells of it. */
export async function laneStreamsTold(
  pool: Pick<pg.Pool, 'query'>,
  streams: readonly string[],
  asKnownAt: Date | null,
): Promise<ReadonlySet<string>> {
  const { rows } = await pool.query<{ stream: string }>(
    `select stream from unnest($1::text[]) stream
      where exists (select 1 from record r where r.stream = stream.stream and ($2::timestamptz is null or r.known_at <= $2))`,
    [streams, asKnownAt],
  );
  return new Set(rows.map(({ stream }) => stream));
}
