import type { SignInRuleStore } from '@tandem/application/access/access-ports';
import type { Role } from '@tandem/domain/access/permission';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';

export function createSignInRuleStore({ pool }: Pick<Database, 'pool'>): SignInRuleStore {
  return {
    read: async () => ({ secondFactorRoles: await rolesOf(pool) }),

    change: ({ secondFactorRoles }, actor, now) =>
      inTransaction(pool, async (client) => {
        // Two who change it at once come one after the other, so that each row tells of what was there before it.
        await client.query('select 1 from workspace for update');
        const before = await rolesOf(client);
        const next = [...secondFactorRoles].sort();
        if (JSON.stringify([...before].sort()) === JSON.stringify(next)) return;
        await client.query(
          `insert into sign_in_rule (second_factor_roles) values ($1)
           on conflict (workspace) do update set second_factor_roles = excluded.second_factor_roles`,
          [next],
        );
        await appendAudit(client, {
          at: now,
          actor,
          action: 'change',
          subjectKind: 'sign-in-rule',
          subjectId: 'second-factor',
          before: { secondFactorRoles: before },
          after: { secondFactorRoles: next },
        });
      }),
  };
}

async function rolesOf(client: Pick<pg.ClientBase, 'query'> | pg.Pool): Promise<readonly Role[]> {
  const { rows } = await client.query<{ roles: Role[] }>('select second_factor_roles as roles from sign_in_rule');
  return rows[0]?.roles ?? [];
}
