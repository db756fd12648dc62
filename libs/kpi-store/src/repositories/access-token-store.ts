import type { AccessToken, AccessTokenStore } from '@tandem/application/access/access-ports';
import type { Principal } from '@tandem/application/access/access-ports';
import type { Role, Scope } from '@tandem/domain/access/permission';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

interface TokenRow {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  sources: string[] | null;
  maker: string | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
}

interface FoundRow {
  id: string;
  name: string;
  scopes: Scope[];
  sources: string[] | null;
  made_by: string | null;
  maker_role: Role | null;
  is_use_old: boolean;
}

type NewToken = Parameters<AccessTokenStore['create']>[0];

const nameFromEnvironment = 'TANDEM_ADMIN_TOKEN';
const selectToken = `
  select t.id, t.name, t.prefix, t.scopes, t.sources, a.name as maker, t.created_at, t.expires_at, t.last_used_at, t.revoked_at
    from access_token t left join account a on a.id = t.made_by`;

export function createAccessTokenStore({ pool }: Pick<Database, 'pool'>): AccessTokenStore {
  return {
    list: async () =>
      (await pool.query<TokenRow>(`${selectToken} order by t.revoked_at is not null, t.created_at desc`)).rows.map(
        toToken,
      ),

    create: (token) => inTransaction(pool, (client) => createToken(client, token)),

    revoke: (id, actor, now) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ name: string }>(
          'update access_token set revoked_at = $2 where id = $1 and revoked_at is null returning name',
          [id, now],
        );
        if (!rows[0]) return false;
        const subject = { subjectKind: 'token', subjectId: id, before: { name: rows[0].name }, after: null };
        await appendAudit(client, { at: now, actor, action: 'revoke', ...subject });
        return true;
      }),

    find: async (tokenHash, now) => {
      const { rows } = await pool.query<FoundRow>({
        name: 'find-access-token',
        text: `select t.id, t.name, t.scopes, t.sources, t.made_by, a.role as maker_role,
                      t.last_used_at is null or t.last_used_at < $2::timestamptz - interval '1 minute' as is_use_old
                 from access_token t left join account a on a.id = t.made_by
                where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > $2)
                  and (t.made_by is null or a.disabled_at is null)`,
        values: [tokenHash, now],
      });
      const [row] = rows;
      if (!row) return null;
      if (row.is_use_old) await pool.query('update access_token set last_used_at = $2 where id = $1', [row.id, now]);
      return toPrincipal(row);
    },

    keepFromEnvironment: (tokenHash, prefix, now) =>
      inTransaction(pool, (client) => keepFromEnvironment(client, tokenHash, prefix, now)),
  };
}

async function createToken(
  client: pg.PoolClient,
  { name, tokenHash, prefix, scopes, sources, madeBy, expiresAt, now }: NewToken,
): Promise<AccessToken> {
  const inserted = await client.query<{ id: string }>(
    `insert into access_token (name, token_hash, prefix, scopes, sources, made_by, created_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [name, tokenHash, prefix, scopes, sources, madeBy, now, expiresAt],
  );
  const id = inserted.rows[0]?.id ?? '';
  await appendAudit(client, {
    at: now,
    actor: `account:${madeBy}`,
    action: 'create',
    subjectKind: 'token',
    subjectId: id,
    before: null,
    after: { name, scopes, sources, expiresAt: expiresAt.toISOString() },
  });
  const { rows } = await client.query<TokenRow>(`${selectToken} where t.id = $1`, [id]);
  if (!rows[0]) throw new Error('The token that was just written cannot be read.');
  return toToken(rows[0]);
}

/** Counts at the first start only; later ones answer whether it is the one that was kept then. */
async function keepFromEnvironment(
  client: pg.PoolClient,
  tokenHash: string,
  prefix: string,
  now: Date,
): Promise<boolean> {
  await client.query('select 1 from workspace for update');
  const known = await client.query<{ token_hash: string }>(
    'select token_hash from access_token where made_by is null and revoked_at is null',
  );
  if (known.rowCount) return known.rows.some((row) => row.token_hash === tokenHash);
  const used = await client.query('select 1 from account union all select 1 from access_token limit 1');
  if (used.rowCount) return false;
  const { rows } = await client.query<{ id: string }>(
    `insert into access_token (name, token_hash, prefix, scopes, created_at)
     values ($1, $2, $3, array['admin'], $4) returning id`,
    [nameFromEnvironment, tokenHash, prefix, now],
  );
  await appendAudit(client, {
    at: now,
    actor: 'machine',
    action: 'create',
    subjectKind: 'token',
    subjectId: rows[0]?.id ?? '',
    before: null,
    after: { name: nameFromEnvironment, scopes: ['admin'] },
  });
  return true;
}

function toPrincipal(row: FoundRow): Principal {
  const named = { name: row.name };
  if (row.made_by === null || row.maker_role === null) return { kind: 'machine', ...named };
  const { id: tokenId, scopes, sources, maker_role: makerRole } = row;
  return { kind: 'token', ...named, tokenId, scopes, sources, makerRole };
}

function toToken(row: TokenRow): AccessToken {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    sources: row.sources,
    madeBy: row.maker,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  };
}
