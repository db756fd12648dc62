import type { NoticeContent } from '@tandem/application/delivery-ports';
import type { ExplanationRequest, ReviewStore, StoredReview } from '@tandem/application/review/review-ports';
import type pg from 'pg';

/** Who is asked to explain what moved, and one message to each of them who can be reached. */
export async function writeRequests(
  client: pg.PoolClient,
  review: StoredReview,
  requests: readonly ExplanationRequest[],
  { now, timeZone, url, routes }: Parameters<ReviewStore['ask']>[2],
): Promise<void> {
  const contentOf = (metrics: ExplanationRequest['metrics']): NoticeContent => ({
    kind: 'explanationAsked',
    review: review.number,
    meetingAt: review.startsAt.toISOString(),
    metrics: metrics.map(({ title, text }) => ({ title, text })),
    at: now.toISOString(),
    timeZone,
    url,
  });
  for (const { id, metrics } of routes)
    await client.query(
      `insert into outbox (route_id, channel, kind, occasion, content, next_attempt_at, created_at)
       select id, channel, 'explanationAsked', $2, $3::jsonb, $4, $4 from route where id = $1 on conflict do nothing`,
      [id, `review:${review.number}`, JSON.stringify(contentOf(metrics)), now],
    );
  for (const { person, name, side, metrics, ...request } of requests) {
    const email = request.email ?? (await emailOfAccount(client, person));
    await client.query(
      `insert into review_request (review_number, metric_key, person, person_name, side, asked_at, told)
       select $1, metric_key, $3, $4, $5, $6, $7 from unnest($2::text[]) metric_key on conflict do nothing`,
      [review.number, metrics.map(({ key }) => key), person, name, side, now, email !== null],
    );
    if (email === null) continue;
    await client.query(
      `insert into outbox (address, channel, kind, occasion, content, next_attempt_at, created_at)
       values ($1, 'email', 'explanationAsked', $2, $3::jsonb, $4, $4) on conflict do nothing`,
      [email, `review:${review.number}:${person}`, JSON.stringify(contentOf(metrics)), now],
    );
  }
}

/** Of whoever signs in as this person, where the configuration names no address. */
async function emailOfAccount(client: pg.PoolClient, person: string): Promise<string | null> {
  const { rows } = await client.query<{ email: string }>(
    'select email from account where person_id = $1 and disabled_at is null order by email limit 1',
    [person],
  );
  return rows[0]?.email ?? null;
}
