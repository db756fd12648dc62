import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

/** A short set; `npm run kill-trial` does a thousand. */
const kills = process.env['TANDEM_TEST_KILLS'] ?? '12';

describe('evaluator, deliverer and database killed at random', () => {
  it('lose nothing and double nothing at receivers with a key', async () => {
    const trial = path.join(import.meta.dirname, 'kill-trial.mjs');
    const { stdout } = await promisify(execFile)(process.execPath, [trial, kills]);
    const verdict = JSON.parse(stdout) as { messages: number };
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, outOfOrder: 0, leftOpen: 0, unaudited: 0 });
    expect(verdict.messages).toBeGreaterThan(0);
  }, 300_000);
});
