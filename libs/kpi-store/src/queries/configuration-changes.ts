import type { ConfigurationKind } from '@tandem/application/ports';
import type { ConfigurationEntry } from '@tandem/application/settings/settings-ports';
import type pg from 'pg';

const kinds: readonly ConfigurationKind[] = [
  'organisation',
  'team',
  'person',
  'connection',
  'calendar',
  'metric',
  'goal',
  'guardrail',
  'route',
  'alertPolicy',
  'initiative',
];

interface Row {
  readonly sequence: string;
  readonly at: Date;
  readonly by: string;
  readonly action: ConfigurationEntry['action'];
  readonly kind: ConfigurationKind;
  readonly id: string;
  readonly before: object | null;
  readonly after: object | null;
}

/** An actor of the audit trail under the name that people know it by. */
const nameOf = `coalesce(
  (select a.name from account a where l.actor = 'account:' || a.id),
  (select t.name from access_token t where l.actor = 'token:' || t.id),
  (select p.name from person p where l.actor = p.id),
  l.actor)`;

const changes = `
  select c.sequence, l.at, ${nameOf} as by, l.action, l.subject_kind as kind, l.subject_id as id, l.before, l.after
    from audit_log l join audit_chain c on c.audit_id = l.id
   where l.action in ('create', 'change', 'remove') and l.subject_kind = any($1) and (l.before is not null or l.after is not null)`;

/** Changes of the configuration, the youngest first. */
export async function configurationChanges(
  pool: Pick<pg.Pool, 'query'>,
  asked: {
    readonly kind: ConfigurationKind | null;
    readonly id: string | null;
    readonly before: number | null;
    readonly limit: number;
  },
): Promise<readonly ConfigurationEntry[]> {
  const { rows } = await pool.query<Row>(
    `${changes} and ($2::text is null or l.subject_kind = $2) and ($3::text is null or l.subject_id = $3)
        and ($4::bigint is null or c.sequence < $4) order by c.sequence desc limit $5`,
    [kinds, asked.kind, asked.id, asked.before, asked.limit],
  );
  return rows.map(toEntry);
}

/** One of them by its number in the chain. */
export async function configurationChangeAt(
  pool: Pick<pg.Pool, 'query'>,
  sequence: number,
): Promise<ConfigurationEntry | null> {
  const { rows } = await pool.query<Row>(`${changes} and c.sequence = $2`, [kinds, sequence]);
  return rows[0] ? toEntry(rows[0]) : null;
}

/** The youngest change of each thing of a kind. */
export async function latestChanges(
  pool: Pick<pg.Pool, 'query'>,
  kind: ConfigurationKind,
): Promise<ReadonlyMap<string, Pick<ConfigurationEntry, 'at' | 'by'>>> {
  const { rows } = await pool.query<Pick<Row, 'id' | 'at' | 'by'>>(
    `select distinct on (l.subject_id) l.subject_id as id, l.at, ${nameOf} as by
       from audit_log l
      where l.action in ('create', 'change', 'remove') and l.subject_kind = $1
      order by l.subject_id, l.id desc`,
    [kind],
  );
  return new Map(rows.map(({ id, at, by }) => [id, { at, by }]));
}

function toEntry({ sequence, ...row }: Row): ConfigurationEntry {
  return { ...row, sequence: Number(sequence) };
}
