import { mainWorkspace } from '@tandem/config/workspace-name';
import pg from 'pg';
import { biNameOf } from './write-bi-schema.js';

/** What a BI tool would find in the database. */
export interface BiStatus {
  readonly schema: boolean;
  readonly role: boolean;
  readonly roleReads: boolean;
}

/** Connects, looks, and disconnects; throws what connecting throws. */
export async function biStatus(url: string, workspace = mainWorkspace): Promise<BiStatus> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    const { rows } = await client.query<BiStatus>(
      `select to_regnamespace($1) is not null as schema, exists (select 1 from pg_roles where rolname = $2) as role,
              coalesce((select has_schema_privilege(r.oid, n.oid, 'usage') from pg_roles r, pg_namespace n
                         where r.rolname = $2 and n.nspname = $1), false) as "roleReads"`,
      [biNameOf(workspace), biNameOf(workspace)],
    );
    return rows[0] ?? { schema: false, role: false, roleReads: false };
  } finally {
    await client.end();
  }
}
