import type { BegunRun, Finding, Page, StreamState } from '@tandem/application/ports';
import type pg from 'pg';

/** What a page tells beside its records: how far its streams were read, its rows as the vendor gave them, and what was noticed. */
export async function storeReading(client: pg.PoolClient, run: BegunRun, page: Page, now: Date): Promise<void> {
  const { states = [], findings = [], raw } = page;
  for (const state of states) await storeState(client, run, state, now);
  for (const finding of findings) await storeFinding(client, run, finding, now);
  if (raw && raw.rows.length > 0) await storeRaw(client, run, raw, now);
}

function storeState(client: pg.PoolClient, run: BegunRun, { stream, partition, state }: StreamState, now: Date) {
  return client.query(
    `insert into stream_state (connection_id, stream, part, state, run_id, updated_at) values ($1, $2, $3, $4::jsonb, $5, $6)
     on conflict (workspace, connection_id, stream, part) do update
        set state = excluded.state, run_id = excluded.run_id, updated_at = excluded.updated_at`,
    [run.connection.id, stream, partition, JSON.stringify(state), run.runId, now],
  );
}

const longestText = 2_000;

/** Once for each run, however many of its pages show it. */
function storeFinding(client: pg.PoolClient, run: BegunRun, finding: Finding, now: Date) {
  const { kind, stream, field, message } = finding;
  const texts = [stream, field ?? '', message].map((text) => text.replaceAll('\0', '').slice(0, longestText));
  return client.query(
    `insert into run_finding (connection_id, run_id, kind, stream, field, message, seen_at) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (workspace, run_id, kind, stream, field) do nothing`,
    [run.connection.id, run.runId, kind, ...texts, now],
  );
}

/** Of each row the last form; a row that comes again as it is known writes nothing. */
async function storeRaw(client: pg.PoolClient, run: BegunRun, raw: NonNullable<Page['raw']>, now: Date): Promise<void> {
  const last = new Map(raw.rows.map(({ key, row }) => [key.replaceAll('\0', ''), JSON.stringify(row)]));
  await client.query(
    `insert into raw_row (connection_id, stream, part, row_key, record_stream, data, run_id, read_at)
     select $1, $2, $3, row_key, $4, data, $5, $6 from unnest($7::text[], $8::text[]) as r (row_key, data)
     on conflict (workspace, connection_id, stream, part, row_key) do update
        set data = excluded.data, record_stream = excluded.record_stream, run_id = excluded.run_id, read_at = excluded.read_at
      where raw_row.data <> excluded.data`,
    [run.connection.id, raw.stream, raw.partition, raw.delivers, run.runId, now, [...last.keys()], [...last.values()]],
  );
}
