import type { AlertHandler } from '@tandem/application/alert-handling-ports';
import type { NoticeContent } from '@tandem/application/delivery-ports';
import type pg from 'pg';
import { appendAudit } from './append-audit.js';

/** Puts a test message into the outbox: it goes the way of every message, and shows that the way is open. */
export async function writeTest(
  client: pg.PoolClient,
  asked: {
    readonly routeId: string;
    readonly by: AlertHandler;
    readonly publicUrl: string | null;
    readonly now: Date;
  },
): Promise<string | null> {
  const { routeId, by, publicUrl, now } = asked;
  const zone = await client.query<{ time_zone: string }>('select time_zone from organisation where id = 1');
  const content: NoticeContent = {
    kind: 'test',
    route: routeId,
    by: by.name,
    at: now.toISOString(),
    timeZone: zone.rows[0]?.time_zone ?? 'UTC',
    url: publicUrl,
  };
  const { rows } = await client.query<{ id: string }>(
    `insert into outbox (route_id, channel, kind, occasion, content, next_attempt_at, created_at)
     select id, channel, 'test', 'test:' || gen_random_uuid(), $2::jsonb, $3, $3 from route where id = $1 returning id`,
    [routeId, JSON.stringify(content), now],
  );
  const [row] = rows;
  if (!row) return null;
  await appendAudit(client, {
    at: now,
    actor: by.actor,
    action: 'notification.test',
    subjectKind: 'route',
    subjectId: routeId,
    before: null,
    after: { notification: row.id },
  });
  return row.id;
}
