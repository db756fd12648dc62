import type pg from 'pg';
import { knownStatement, knownWithoutGuardrails, type KnownRow } from './configuration-rows.js';

/** More are read whenever they are asked for, and held by nobody. */
const mostGuardrailsKept = 2_000;

interface Read {
  readonly row: KnownRow;
  readonly version: string;
}

export interface KeptConfiguration {
  /** The configuration as it stands at the moment of asking, with all of its versions. */
  current(options: { readonly withGuardrails: boolean }): Promise<KnownRow>;
}

/**
 * Holds what was read of the configuration, and asks with every question whether it is still the same: the database counts the transactions that
 * changed it. Nobody gets an older one than was committed when they asked. What is handed out is shared, and never written to.
 */
export function keepConfiguration(pool: Pick<pg.Pool, 'query'>): KeptConfiguration {
  const kept = new Map<string, Read>();
  return {
    current: async ({ withGuardrails }) => {
      const statement = withGuardrails ? knownStatement : knownWithoutGuardrails;
      const known = kept.get(statement);
      if (known !== undefined && known.version === (await versionNow(pool))) return known.row;
      const read = await readNow(pool, statement);
      if (read.row.configuration.guardrails.length <= mostGuardrailsKept) kept.set(statement, read);
      else kept.delete(statement);
      return read.row;
    },
  };
}

const version = `(select coalesce(sum(changes), 0)::text from configuration_change)`;

async function versionNow(pool: Pick<pg.Pool, 'query'>): Promise<string> {
  const { rows } = await pool.query<{ version: string }>({
    // Asked with every request: a name spares PostgreSQL the planning.
    name: 'configuration-version',
    text: `select ${version} as version`,
  });
  return rows[0]?.version ?? '';
}

/** Both of one snapshot. */
async function readNow(pool: Pick<pg.Pool, 'query'>, statement: string): Promise<Read> {
  const { rows } = await pool.query<KnownRow & { version: string }>(
    `select known.*, ${version} as version from (${statement}) known`,
  );
  const [found] = rows;
  if (found === undefined) throw new Error('The configuration could not be read: the statement answered no row.');
  const { version: current, ...row } = found;
  return { row, version: current };
}
