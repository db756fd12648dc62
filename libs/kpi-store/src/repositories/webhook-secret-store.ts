import { randomUUID } from 'node:crypto';
import type { WebhookSecret, WebhookSecretStore } from '@tandem/application/push-ports';
import { inTransaction, type Database } from '../database.js';
import { webhookSecretPlace } from '../secrets/sealed-columns.js';
import { appendAudit } from './append-audit.js';
import { toConnection, type ConnectionRow } from './run-store.js';

/** Secrets that senders sign with, encrypted; only whoever checks a signature reads one. */
export function createWebhookSecretStore({ pool, secrets }: Pick<Database, 'pool' | 'secrets'>): WebhookSecretStore {
  const holding = `from webhook_secret where connection_id = $1 and (ends_at is null or ends_at > $2) order by made_at desc, id`;
  return {
    connection: async (source) => {
      const { rows } = await pool.query<ConnectionRow>(
        `select id as connection_id, name, connector, settings, expected_every_ms, sync_every_ms from connection where id = $1`,
        [source],
      );
      return rows[0] ? toConnection(rows[0]) : null;
    },

    open: async (source, now) => {
      const { rows } = await pool.query<{ id: string; secret: string }>(`select id, secret ${holding}`, [source, now]);
      return rows.map(({ id, secret }) => secrets.open(secret, webhookSecretPlace(id)));
    },

    list: async (source, now) => {
      const { rows } = await pool.query<{ id: string; madeAt: Date; endsAt: Date | null }>(
        `select id, made_at as "madeAt", ends_at as "endsAt" ${holding}`,
        [source, now],
      );
      return rows.map(shown);
    },

    add: ({ source, secret, actor, formerEndAt, now }) =>
      inTransaction(pool, async (client) => {
        const found = await client.query('select 1 from connection where id = $1 for update', [source]);
        if (found.rowCount === 0) return null;
        // Those whose time is over are of no use to anybody.
        await client.query('delete from webhook_secret where connection_id = $1 and ends_at <= $2', [source, now]);
        await client.query(
          'update webhook_secret set ends_at = least(ends_at, $2::timestamptz) where connection_id = $1',
          [source, formerEndAt],
        );
        const id = randomUUID();
        await client.query(
          'insert into webhook_secret (id, connection_id, secret, made_by, made_at) values ($1, $2, $3, $4, $5)',
          [id, source, secrets.seal(secret, webhookSecretPlace(id)), actor, now],
        );
        await appendAudit(client, {
          at: now,
          actor,
          action: 'webhook-secret',
          subjectKind: 'connection',
          subjectId: source,
          before: null,
          after: { secret: id, formerEndAt: formerEndAt.toISOString() },
        });
        return { id, madeAt: now.toISOString(), endsAt: null };
      }),
  };
}

function shown({ id, madeAt, endsAt }: { id: string; madeAt: Date; endsAt: Date | null }): WebhookSecret {
  return { id, madeAt: madeAt.toISOString(), endsAt: endsAt?.toISOString() ?? null };
}
