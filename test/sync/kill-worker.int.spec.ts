import { once } from 'node:events';
import { SyncStage, type Boundary } from './sync-stage.js';

/** `TANDEM_KILL_EACH=statement` dies at every single statement as well, which takes minutes. */
const everyStatement = process.env['TANDEM_KILL_EACH'] === 'statement';

let stage: SyncStage;
let boundaries: Boundary[];
let uninterrupted: Readonly<Record<string, unknown>>;

beforeAll(async () => {
  stage = await SyncStage.open();
  boundaries = [];
  const runId = await stage.fresh();
  const outcome = await stage.work(runId, (boundary) => {
    if (boundary !== 'statement' || everyStatement) boundaries.push(boundary);
    return true;
  });
  expect(outcome).toBe('done');
  uninterrupted = await stage.state();
});
afterAll(() => stage.close());

describe('a sync whose worker is killed', () => {
  it('has pages, commits and an end to be killed at', () => {
    expect(uninterrupted.run).toMatchObject([{ state: 'succeeded', received: '130', stored: '130' }]);
    expect(uninterrupted.records).toHaveLength(130);
    expect(uninterrupted.observations).not.toHaveLength(0);
    const count = (wanted: Boundary) => boundaries.filter((boundary) => boundary === wanted).length;
    expect(count('asked')).toBe(2);
    // Begin, two pages, the end of the partitions, and the end of the run.
    expect([count('commit'), count('committed')]).toEqual([5, 5]);
    expect(count('done')).toBe(1);
  });

  it('ends as if it had not been, wherever that was', async () => {
    for (const [target, boundary] of boundaries.entries()) {
      const runId = await stage.fresh();
      let passed = -1;
      const outcome = await stage.work(runId, (at) => {
        if (at !== 'statement' || everyStatement) passed += 1;
        return passed < target;
      });
      expect(`${outcome} at ${boundary} ${target}`).toBe(`killed at ${boundary} ${target}`);
      const { stored, committed } = await stage.rowsInFront();
      expect(stored).toBe(committed);
      await stage.redeliver(runId);
      expect(await stage.state()).toEqual(uninterrupted);
      // A job that is delivered once more finds nothing to do.
      await stage.redeliver(runId);
      expect(await stage.state()).toEqual(uninterrupted);
    }
  });

  it('writes nothing more when it only stood still and comes back after another worker took over', async () => {
    const runId = await stage.fresh();
    const stale = await stage.startWorker(runId);
    let commits = 0;
    const stopped = new Promise<void>((resolve) => {
      stage.onPassing((boundary) => {
        if (boundary === 'committed') commits += 1;
        if (commits !== 2 || boundary !== 'committed') return true;
        stale.kill('SIGSTOP');
        resolve();
        return true;
      });
    });
    stale.send('go');
    await stopped;
    stage.onPassing(() => true);
    await stage.redeliver(runId);
    const after = await stage.state();
    expect(after).toEqual(uninterrupted);
    const gone = once(stale, 'exit');
    stale.kill('SIGCONT');
    expect(await gone).toEqual([0, null]);
    expect(await stage.state()).toEqual(after);
  });
});
