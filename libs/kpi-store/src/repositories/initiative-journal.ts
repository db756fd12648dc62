import type {
  InitiativeJournal,
  NewVerdict,
  StoredScenario,
  StoredVerdict,
} from '@tandem/application/initiatives/initiative-ports';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';
import { tellInitiativeOwners } from './tell-initiative-owners.js';

const verdictColumns = `id::text, initiative_id as initiative, at, occasion, judgement, benefits`;
/** A bigint: anything else is the id of nothing. */
const rowId = /^[1-9]\d{0,17}$/;
const latestStatement = `
  select distinct on (initiative_id) ${verdictColumns} from initiative_verdict order by initiative_id, id desc`;

/**
 * What the gate said of initiatives, and plans that were kept.
 *
 * @param publicUrl where people reach this installation, for links in messages; null when that is not known
 */
export function createInitiativeJournal({ pool }: Pick<Database, 'pool'>, publicUrl: string | null): InitiativeJournal {
  return {
    verdicts: async (initiative) => {
      const { rows } = await pool.query<StoredVerdict>(
        `select ${verdictColumns} from initiative_verdict where initiative_id = $1 order by id desc`,
        [initiative],
      );
      return rows;
    },

    verdictsUntil: async (at) => {
      const { rows } = await pool.query<StoredVerdict>(
        `select ${verdictColumns} from initiative_verdict where at <= $1 order by id desc`,
        [at],
      );
      return rows;
    },

    latestVerdicts: async () => latestOf(pool),

    record: (compute, now) =>
      inTransaction(pool, async (client) => {
        // Whoever judges holds the one row of the organisation, as whoever changes the configuration does.
        await client.query('select 1 from organisation where id = 1 for update');
        const latest = await latestOf(client);
        const verdicts = compute(latest);
        for (const verdict of verdicts)
          await writeVerdict(client, verdict, latest.get(verdict.initiative), { now, publicUrl });
        const keys = verdicts.map(({ initiative }) => `initiative:${initiative}`);
        if (keys.length) await notifyChange(client, { kind: 'configuration', keys, at: now });
        return verdicts;
      }),

    ...scenarioStore(pool),
  };
}

function scenarioStore(
  pool: Database['pool'],
): Pick<InitiativeJournal, 'scenarios' | 'saveScenario' | 'removeScenario'> {
  return {
    scenarios: async () => {
      const { rows } = await pool.query<StoredScenario>(
        `select id::text, title, terms, chosen, saved_at as "savedAt", saved_by as "savedBy"
           from initiative_scenario where removed_at is null order by id`,
      );
      return rows;
    },

    saveScenario: ({ title, terms, chosen, savedAt, savedBy }) =>
      inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ id: string }>(
          `insert into initiative_scenario (title, terms, chosen, saved_at, saved_by) values ($1, $2, $3, $4, $5)
           returning id::text`,
          [title, JSON.stringify(terms), JSON.stringify(chosen), savedAt, savedBy],
        );
        const id = rows[0]?.id;
        if (id === undefined) throw new Error(`The scenario "${title}" was not written.`);
        const row = { at: savedAt, actor: savedBy, subjectKind: 'scenario', subjectId: id };
        await appendAudit(client, { ...row, action: 'create', before: null, after: { title, terms, chosen } });
        await notifyChange(client, { kind: 'configuration', keys: [`scenario:${id}`], at: savedAt });
        return id;
      }),

    removeScenario: async (id, by, now) => {
      if (!rowId.test(id)) return false;
      return inTransaction(pool, async (client) => {
        const { rows } = await client.query<{ title: string }>(
          'update initiative_scenario set removed_at = $2 where id = $1 and removed_at is null returning title',
          [id, now],
        );
        const [row] = rows;
        if (row === undefined) return false;
        const told = { at: now, actor: by, action: 'remove', subjectKind: 'scenario', subjectId: id };
        await appendAudit(client, { ...told, before: { title: row.title }, after: null });
        await notifyChange(client, { kind: 'configuration', keys: [`scenario:${id}`], at: now });
        return true;
      });
    },
  };
}

async function latestOf(client: Pick<pg.ClientBase, 'query'>): Promise<ReadonlyMap<string, StoredVerdict>> {
  const { rows } = await client.query<StoredVerdict>(latestStatement);
  return new Map(rows.map((row) => [row.initiative, row]));
}

async function writeVerdict(
  client: Pick<pg.ClientBase, 'query'>,
  { initiative, occasion, judgement, benefits }: NewVerdict,
  before: StoredVerdict | undefined,
  { now, publicUrl }: { readonly now: Date; readonly publicUrl: string | null },
): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `insert into initiative_verdict (initiative_id, at, occasion, verdict, judgement, benefits)
     values ($1, $2, $3, $4, $5, $6) returning id::text`,
    [
      initiative,
      now,
      occasion,
      judgement.verdict,
      JSON.stringify(judgement),
      benefits === null ? null : JSON.stringify(benefits),
    ],
  );
  await appendAudit(client, {
    at: now,
    actor: 'gate',
    action: 'judge',
    subjectKind: 'initiative',
    subjectId: initiative,
    before: before === undefined ? null : shortOf(before),
    after: { occasion, ...shortOf({ judgement, benefits }) },
  });
  const cameBack = judgement.verdict === 'fail' && before !== undefined && before.judgement.verdict !== 'fail';
  if (!cameBack || occasion === 'change') return;
  const url = publicUrl === null ? null : `${publicUrl}/initiatives/${initiative}`;
  await tellInitiativeOwners(client, { initiative, verdictId: rows[0]?.id ?? '', why: occasion, url }, now);
}

function shortOf({ judgement, benefits }: Pick<NewVerdict, 'judgement' | 'benefits'>): object {
  const { verdict, faults, waiver } = judgement;
  return { verdict, faults: faults.map(({ code }) => code), waiver, benefits: benefits?.verdict ?? null };
}
