import type { CalendarFeed, ReviewAccessStore, ReviewLink } from '@tandem/application/review/review-access-ports';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

const selectLink = `id::text, made_at as "madeAt", made_by_name as "madeBy", expires_at as "expiresAt", revoked_at as "revokedAt",
  opened_at as "openedAt"`;
const selectFeed = `id::text, made_at as "madeAt", read_at as "readAt"`;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function createReviewAccessStore({ pool }: Pick<Database, 'pool'>): ReviewAccessStore {
  return { ...linksOf(pool), ...feedsOf(pool) };
}

function linksOf(pool: pg.Pool): Pick<ReviewAccessStore, 'links' | 'addLink' | 'revokeLink' | 'openLink'> {
  return {
    links: async (review) =>
      (
        await pool.query<ReviewLink>(
          `select ${selectLink} from review_link where review_number = $1 order by made_at desc, id`,
          [review],
        )
      ).rows,
    addLink: (link, by) => inTransaction(pool, (client) => addLink(client, link, by)),
    revokeLink: (review, id, by) =>
      inTransaction(pool, async (client) => {
        if (!uuid.test(id)) return false;
        const { rowCount } = await client.query(
          'update review_link set revoked_at = $3 where id = $1 and review_number = $2 and revoked_at is null',
          [id, review, by.now],
        );
        if (!rowCount) return false;
        await told(client, review, { action: 'link.revoke', actor: by.actor, now: by.now, after: { link: id } });
        return true;
      }),
    openLink: (tokenHash, now) => inTransaction(pool, (client) => openLink(client, tokenHash, now)),
  };
}

function feedsOf(pool: pg.Pool): Pick<ReviewAccessStore, 'feeds' | 'addFeed' | 'revokeFeed' | 'readFeed'> {
  return {
    feeds: async (accountId) =>
      (
        await pool.query<CalendarFeed>(
          `select ${selectFeed} from review_calendar_feed where account_id = $1 and revoked_at is null order by made_at desc, id`,
          [accountId],
        )
      ).rows,
    addFeed: ({ accountId, tokenHash }, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<CalendarFeed>(
          `insert into review_calendar_feed (account_id, token_hash, made_at) values ($1, $2, $3) returning ${selectFeed}`,
          [accountId, tokenHash, now],
        );
        const [feed] = rows;
        if (!feed) throw new Error('The feed that was just written cannot be read.');
        await feedTold(client, feed.id, { action: 'create', accountId, now });
        return feed;
      }),
    revokeFeed: (accountId, id, now) =>
      inTransaction(pool, async (client) => {
        if (!uuid.test(id)) return false;
        const { rowCount } = await client.query(
          'update review_calendar_feed set revoked_at = $3 where id = $1 and account_id = $2 and revoked_at is null',
          [id, accountId, now],
        );
        if (!rowCount) return false;
        await feedTold(client, id, { action: 'revoke', accountId, now });
        return true;
      }),
    readFeed: async (tokenHash, now) => {
      const { rows } = await pool.query<{ id: string; is_old: boolean }>(
        `select f.id, f.read_at is null or f.read_at < $2::timestamptz - interval '1 minute' as is_old
           from review_calendar_feed f join account a on a.id = f.account_id and a.disabled_at is null
          where f.token_hash = $1 and f.revoked_at is null`,
        [tokenHash, now],
      );
      const [feed] = rows;
      if (feed?.is_old) await pool.query('update review_calendar_feed set read_at = $2 where id = $1', [feed.id, now]);
      return feed !== undefined;
    },
  };
}

async function addLink(
  client: pg.PoolClient,
  { review, tokenHash, expiresAt }: Parameters<ReviewAccessStore['addLink']>[0],
  { actor, name, now }: Parameters<ReviewAccessStore['addLink']>[1],
): Promise<ReviewLink> {
  const { rows } = await client.query<ReviewLink>(
    `insert into review_link (review_number, token_hash, made_at, made_by_name, expires_at)
     values ($1, $2, $3, $4, $5) returning ${selectLink}`,
    [review, tokenHash, now, name ?? actor, expiresAt],
  );
  const [link] = rows;
  if (!link) throw new Error('The link that was just written cannot be read.');
  const after = { link: link.id, expiresAt: expiresAt.toISOString() };
  await told(client, review, { action: 'link.make', actor, now, after });
  return link;
}

/** One row of the audit trail for each hour in which it is read, so that a page that is left open does not fill the trail. */
async function openLink(client: pg.PoolClient, tokenHash: string, now: Date): Promise<number | null> {
  const { rows } = await client.query<{ id: string; review_number: number; is_old: boolean }>(
    `select id, review_number, opened_at is null or opened_at < $2::timestamptz - interval '1 hour' as is_old
       from review_link where token_hash = $1 and revoked_at is null and expires_at > $2`,
    [tokenHash, now],
  );
  const [link] = rows;
  if (!link) return null;
  if (link.is_old) {
    await client.query('update review_link set opened_at = $2 where id = $1', [link.id, now]);
    await told(client, link.review_number, {
      action: 'link.open',
      actor: `review-link:${link.id}`,
      now,
      after: { link: link.id },
    });
  }
  return link.review_number;
}

async function told(
  client: pg.PoolClient,
  review: number,
  what: { readonly action: string; readonly actor: string; readonly now: Date; readonly after: object },
): Promise<void> {
  const { action, actor, now, after } = what;
  const subject = { subjectKind: 'review', subjectId: String(review), before: null, after };
  await appendAudit(client, { at: now, actor, action, ...subject });
}

async function feedTold(
  client: pg.PoolClient,
  id: string,
  { action, accountId, now }: { readonly action: string; readonly accountId: string; readonly now: Date },
): Promise<void> {
  const subject = { subjectKind: 'calendarFeed', subjectId: id, before: null, after: { account: accountId } };
  await appendAudit(client, { at: now, actor: `account:${accountId}`, action, ...subject });
}
