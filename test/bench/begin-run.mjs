import { createRunStore } from '@tandem/kpi-store/repositories/run-store';

/** A run of the connection `bench` that pages can be committed to. @param {any} database */
export async function beginRun(database) {
  const runs = createRunStore(database);
  const run = await runs.begin(await runs.queue('bench', 'request', new Date()), new Date());
  if (!run) throw new Error('The run did not begin.');
  return run;
}
