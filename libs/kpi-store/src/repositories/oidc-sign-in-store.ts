import type { OidcSignInStore } from '@tandem/application/access/open-id-ports';
import type { Database } from '../database.js';

interface Row {
  browser_hash: string;
  provider: string;
  nonce: string;
  code_verifier: string;
  return_to: string;
  invitation_id: string | null;
}

export function createOidcSignInStore({ pool }: Pick<Database, 'pool'>): OidcSignInStore {
  return {
    remember: async (
      stateHash,
      { browserHash, provider, nonce, codeVerifier, returnTo, invitationId },
      now,
      expiresAt,
    ) => {
      await pool.query('delete from oidc_sign_in where expires_at <= $1', [now]);
      await pool.query(
        `insert into oidc_sign_in (state_hash, browser_hash, provider, nonce, code_verifier, return_to, invitation_id, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [stateHash, browserHash, provider, nonce, codeVerifier, returnTo, invitationId, expiresAt],
      );
    },
    take: async (stateHash, now) => {
      const { rows } = await pool.query<Row>(
        `delete from oidc_sign_in where state_hash = $1 and expires_at > $2
         returning browser_hash, provider, nonce, code_verifier, return_to, invitation_id`,
        [stateHash, now],
      );
      const [row] = rows;
      if (!row) return null;
      return {
        browserHash: row.browser_hash,
        provider: row.provider,
        nonce: row.nonce,
        codeVerifier: row.code_verifier,
        returnTo: row.return_to,
        invitationId: row.invitation_id,
      };
    },
  };
}
