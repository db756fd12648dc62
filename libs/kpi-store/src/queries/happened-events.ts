import type { DeliveredEvents, HappenedEvent } from '@tandem/domain/review/notice-agreement';
import type pg from 'pg';
import { laneStreamsTold } from './lane-spans.js';
import { streamAsKnown } from './records-as-known.js';

const mostEvents = 5_000;

/** Production releases that finished, whatever became of them, and campaigns that began: each once, as its record tells it. */
const told = {
  release: {
    stream: 'deployment',
    what: `data ->> 'service'`,
    at: `(data ->> 'finishedAt')::timestamptz`,
    counts: `data ->> 'tier' = 'production' and data ->> 'outcome' in ('succeeded', 'failed')`,
  },
  campaign: {
    stream: 'campaign',
    what: `data ->> 'title'`,
    at: `(data ->> 'startsAt')::timestamptz`,
    counts: `coalesce(data ->> 'state', '') <> 'cancelled'`,
  },
} as const;

/** What sources tell of what took place in [from, to), as known at `to`; null where none had told of any such event by then. */
export async function happenedEvents(
  pool: Pick<pg.Pool, 'query'>,
  event: 'release' | 'campaign',
  from: Date,
  to: Date,
): Promise<DeliveredEvents | null> {
  const { stream, what, at, counts } = told[event];
  if (!(await laneStreamsTold(pool, [stream], to)).has(stream)) return null;
  const [events, covered] = await Promise.all([
    pool.query<HappenedEvent>(
      `select record_id::text as id, ${what} as what, ${at} as at from ${streamAsKnown(stream, '$2')} known
        where ${counts} and ${at} >= $1 and ${at} < $2 order by 3 desc, record_id limit ${mostEvents}`,
      [from, to],
    ),
    pool.query<{ toldTo: Date | null }>(
      `select min(covered_to) as "toldTo" from (
         select max(covered_to) as covered_to from stream_coverage_revision
          where stream = $1 and known_from <= $2 group by connection_id) source`,
      [stream, to],
    ),
  ]);
  return { events: events.rows, toldTo: covered.rows[0]?.toldTo ?? null };
}
