import { StaleWorker, type BegunRun } from '@tandem/application/ports';
import type pg from 'pg';

/** The row lock makes pages of one connection follow each other; the token refuses a worker that was taken over. */
export async function holdFence(client: pg.PoolClient, run: BegunRun): Promise<void> {
  const held = await client.query(
    `select 1 from connection c join sync_run s on s.connection_id = c.id
      where c.id = $1 and c.fencing_token = $2 and s.id = $3 and s.state = 'running' for update of c`,
    [run.connection.id, run.fencingToken, run.runId],
  );
  if (held.rowCount === 0) throw new StaleWorker(run.runId);
}
