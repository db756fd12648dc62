import type { NoteStore, NoteVersion, StoredNote } from '@tandem/application/note-ports';
import type { Side } from '@tandem/domain/metric/definition';
import type pg from 'pg';
import { inTransaction, type Database } from '../database.js';
import { appendAudit } from './append-audit.js';
import { notifyChange } from './notify-change.js';

interface NoteRow {
  id: string;
  subject_kind: 'metric' | 'goal';
  subject_id: string;
  answers: string | null;
  side: Side;
  by_person: string;
  made_at: Date;
  versions: readonly { day: string | null; text: string | null; at: string }[];
}

/** A bigint, as the ids of notes are: anything else is the id of nothing. */
const noteId = /^[1-9]\d{0,17}$/;

/** Each note with the versions that were known at `$1`, or with all of them. */
const notesAsKnown = `
  select n.id::text as id, n.subject_kind, n.subject_id, n.answers::text as answers, n.side, n.by_person, n.made_at, v.versions
    from note n cross join lateral (
      select json_agg(json_build_object('day', w.on_day, 'text', w.text, 'at', w.at) order by w.version) as versions
        from note_version w where w.note_id = n.id and ($1::timestamptz is null or w.at <= $1)) v
   where v.versions is not null`;

export function createNoteStore({ pool }: Pick<Database, 'pool'>): NoteStore {
  return {
    of: async ({ kind, id }, { asKnownAt, limit }) => {
      const { rows } = await pool.query<NoteRow>(
        `${notesAsKnown} and n.subject_kind = $2 and n.subject_id = $3 order by n.id desc limit $4`,
        [asKnownAt, kind, id, limit],
      );
      return rows.reverse().map(noteOf);
    },

    find: async (id) => {
      if (!noteId.test(id)) return null;
      const { rows } = await pool.query<NoteRow>(`${notesAsKnown} and n.id = $2`, [null, id]);
      return rows[0] ? noteOf(rows[0]) : null;
    },

    add: (note) =>
      inTransaction(pool, async (client) => {
        const { subject, answers, side, by, madeAt, says } = note;
        const { rows } = await client.query<{ id: string }>(
          `insert into note (subject_kind, subject_id, answers, side, by_person, made_at) values ($1, $2, $3, $4, $5, $6) returning id::text`,
          [subject.kind, subject.id, answers, side, by, madeAt],
        );
        const id = rows[0]?.id ?? '';
        const version = { ...says, at: madeAt };
        await writeVersion(client, id, version);
        await tell(client, { id, ...note }, { action: 'create', before: null, version });
        return id;
      }),

    revise: (note, says) =>
      inTransaction(pool, async (client) => {
        // Two changes at once follow each other.
        await client.query('select 1 from note where id = $1 for update', [note.id]);
        await writeVersion(client, note.id, says);
        const before = note.versions.at(-1) ?? null;
        await tell(client, note, { action: says.text === null ? 'remove' : 'change', before, version: says });
      }),
  };
}

async function writeVersion(client: pg.PoolClient, id: string, { day, text, at }: NoteVersion): Promise<void> {
  await client.query(
    `insert into note_version (note_id, version, on_day, text, at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4 from note_version where note_id = $1`,
    [id, day, text, at],
  );
}

async function tell(
  client: pg.PoolClient,
  { id, subject, answers, side, by }: Omit<StoredNote, 'versions' | 'madeAt'>,
  {
    action,
    before,
    version,
  }: { readonly action: string; readonly before: NoteVersion | null; readonly version: NoteVersion },
): Promise<void> {
  const place = { [subject.kind]: subject.id, answers, side };
  const said = ({ day, text }: NoteVersion) => ({ ...place, day, text });
  await appendAudit(client, {
    at: version.at,
    actor: by,
    action,
    subjectKind: 'note',
    subjectId: id,
    before: before && said(before),
    after: version.text === null ? null : said(version),
  });
  await notifyChange(client, { kind: 'notes', keys: [`${subject.kind}:${subject.id}`], at: version.at });
}

function noteOf(row: NoteRow): StoredNote {
  const { id, answers, side, versions } = row;
  return {
    id,
    subject: { kind: row.subject_kind, id: row.subject_id },
    answers,
    side,
    by: row.by_person,
    madeAt: row.made_at,
    versions: versions.map(({ day, text, at }) => ({ day, text, at: new Date(at) })),
  };
}
