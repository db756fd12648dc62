import type { Meeting } from '@tandem/domain/review/review-cadence';
import type { Side } from '@tandem/domain/metric/definition';
import type {
  ReviewState,
  ReviewStore,
  StoredExplanation,
  StoredRequest,
  StoredReview,
} from '@tandem/application/review/review-ports';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';
import { writeRequests } from './write-review-requests.js';

interface ReviewRow {
  number: number;
  slot: string;
  starts_at: Date;
  ends_at: Date;
  state: ReviewState;
  asked_at: Date | null;
  held_at: Date | null;
  held_by: string | null;
  closed_at: Date | null;
  closed_by: string | null;
  as_known_at: Date | null;
  hash: string | null;
}

const selectReview = `
  select r.number, r.slot::text, r.starts_at, r.ends_at, r.state, r.asked_at, r.held_at, r.held_by, r.closed_at, r.closed_by,
         s.as_known_at, encode(s.hash, 'hex') as hash
    from review r left join review_snapshot s on s.review_number = r.number`;

export function createReviewStore({ pool }: Pick<Database, 'pool'>): ReviewStore {
  const one = async (condition: string, values: unknown[]) => {
    const { rows } = await pool.query<ReviewRow>(`${selectReview} where ${condition}`, values);
    return rows[0] ? toReview(rows[0]) : null;
  };
  return {
    list: async () =>
      (await pool.query<ReviewRow>(`${selectReview} order by r.number desc`)).rows.map((row) => toReview(row)),
    find: (number) => one('r.number = $1', [number]),
    draft: () => one(`r.state = 'draft'`, []),
    content: async (number) => {
      const { rows } = await pool.query<{ content: Buffer }>(
        'select content from review_snapshot where review_number = $1',
        [number],
      );
      return rows[0]?.content.toString('utf8') ?? null;
    },
    open: (meeting, now) => inTransaction(pool, (client) => openReview(client, meeting, now)),
    move: (number, meeting, now) => inTransaction(pool, (client) => moveReview(client, number, meeting, now)),
    freeze: (number, snapshot, by) => inTransaction(pool, (client) => freezeReview(client, number, snapshot, by)),
    close: (number, { actor, name, now }) =>
      inTransaction(pool, async (client) => {
        const { rowCount } = await client.query(
          `update review set state = 'closed', closed_at = $2, closed_by = $3 where number = $1 and state = 'held'`,
          [number, now, name],
        );
        if (!rowCount) return false;
        await told(client, { number, action: 'close', actor, now, after: { by: name } });
        return true;
      }),
    ask: (review, requests, context) =>
      inTransaction(pool, async (client) => {
        const { now } = context;
        const { rowCount } = await client.query(
          `update review set asked_at = $2 where number = $1 and state = 'draft' and asked_at is null`,
          [review.number, now],
        );
        if (!rowCount) return false;
        await writeRequests(client, review, requests, context);
        const asked = requests.map(({ person, metrics }) => ({ person, metrics: metrics.map(({ key }) => key) }));
        await told(client, { number: review.number, action: 'ask', actor: 'clock', now, after: { asked } });
        return true;
      }),
    requests: (number) => requestsOf(pool, number),
    explanations: (number, asOf) => latestExplanations(pool, number, asOf),
    explain: (number, { metric, text, by, side }, now) =>
      inTransaction(pool, async (client) => {
        await client.query(
          `insert into review_explanation (review_number, metric_key, side, text, by_person, at)
           values ($1, $2, $3, $4, $5, $6)`,
          [number, metric, side, text, by, now],
        );
        await told(client, { number, action: 'explain', actor: by, now, after: { metric, side, text } });
      }),
  };
}

async function requestsOf(pool: Pick<pg.Pool, 'query'>, number: number): Promise<StoredRequest[]> {
  const { rows } = await pool.query<StoredRequest>(
    `select person, person_name as name, side, metric_key as metric, asked_at as "askedAt", told
       from review_request where review_number = $1 order by person_name, metric_key`,
    [number],
  );
  return rows;
}

async function latestExplanations(
  pool: Pick<pg.Pool, 'query'>,
  number: number,
  asOf: Date,
): Promise<StoredExplanation[]> {
  const { rows } = await pool.query<{ metric: string; side: Side; text: string; by: string; at: Date }>(
    `select distinct on (e.metric_key, e.side) e.metric_key as metric, e.side, e.text, coalesce(p.name, e.by_person) as by, e.at
       from review_explanation e left join person p on p.id = e.by_person
      where e.review_number = $1 and e.at <= $2
      order by e.metric_key, e.side desc, e.id desc`,
    [number, asOf],
  );
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }));
}

async function openReview(client: pg.PoolClient, meeting: Meeting, now: Date): Promise<void> {
  const { slot, startsAt, endsAt } = meeting;
  const { rows } = await client.query<{ number: number }>(
    `insert into review (number, slot, starts_at, ends_at, state, opened_at)
     select coalesce(max(number), 0) + 1, $1, $2, $3, 'draft', $4 from review
     on conflict do nothing returning number`,
    [slot, startsAt, endsAt, now],
  );
  if (!rows[0]) return;
  const { number } = rows[0];
  await told(client, { number, action: 'open', actor: 'clock', now, after: described(meeting) });
}

async function moveReview(client: pg.PoolClient, number: number, meeting: Meeting, now: Date): Promise<void> {
  const { slot, startsAt, endsAt } = meeting;
  const { rowCount } = await client.query(
    `update review set slot = $2, starts_at = $3, ends_at = $4
      where number = $1 and state = 'draft' and (slot, starts_at, ends_at) is distinct from ($2::date, $3::timestamptz, $4::timestamptz)`,
    [number, slot, startsAt, endsAt],
  );
  if (rowCount) await told(client, { number, action: 'move', actor: 'clock', now, after: described(meeting) });
}

/** The hash is reckoned by the database over the bytes that it keeps. */
async function freezeReview(
  client: pg.PoolClient,
  number: number,
  { asKnownAt, content }: { readonly asKnownAt: Date; readonly content: string },
  { actor, name, now }: Parameters<ReviewStore['freeze']>[2],
): Promise<boolean> {
  const { rowCount } = await client.query(
    `update review set state = 'held', held_at = $2, held_by = $3 where number = $1 and state = 'draft'`,
    [number, now, name],
  );
  if (!rowCount) return false;
  const bytes = Buffer.from(content, 'utf8');
  const { rows } = await client.query<{ hash: string }>(
    `insert into review_snapshot (review_number, as_known_at, content, hash, frozen_at)
     values ($1, $2, $3, sha256($3), $4) returning encode(hash, 'hex') as hash`,
    [number, asKnownAt, bytes, now],
  );
  const after = { asKnownAt: asKnownAt.toISOString(), by: name, bytes: bytes.length, hash: rows[0]?.hash };
  await told(client, { number, action: 'hold', actor, now, after });
  return true;
}

async function told(
  client: pg.PoolClient,
  what: {
    readonly number: number;
    readonly action: string;
    readonly actor: string;
    readonly now: Date;
    readonly after: object;
  },
): Promise<void> {
  const { number, action, actor, now, after } = what;
  const subject = { subjectKind: 'review', subjectId: String(number), before: null, after };
  await appendAudit(client, { at: now, actor, action, ...subject });
  await notifyChange(client, { kind: 'reviews', keys: [String(number)], at: now });
}

function described({ slot, startsAt, endsAt, movedFrom }: Meeting) {
  return {
    slot,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    movedFrom: movedFrom?.toISOString() ?? null,
  };
}

function toReview(row: ReviewRow): StoredReview {
  return {
    number: row.number,
    slot: row.slot,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    state: row.state,
    askedAt: row.asked_at,
    heldAt: row.held_at,
    heldBy: row.held_by,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    asKnownAt: row.as_known_at,
    contentHash: row.hash,
  };
}
