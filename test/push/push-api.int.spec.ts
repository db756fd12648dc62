import { gzipSync } from 'node:zlib';
import type { PushAnswer } from '@tandem/contracts/sources';
import { keptAnswersMs } from '@tandem/application/push-ports';
import { adminHeaders } from '../product/admin-access.js';
import { PushStage, pushSource } from './push-stage.js';

let stage: PushStage;
beforeAll(async () => {
  stage = await PushStage.open();
  await stage.apply(pushSource('desk'));
});
afterAll(() => stage.close());

const deployment = (key: string, more: object = {}) => ({
  key,
  service: 'shop',
  tier: 'production',
  finishedAt: '2026-11-09T08:00:00Z',
  outcome: 'succeeded',
  ...more,
});
const path = '/deployment?source=desk';
const lines = (...records: unknown[]) => records.map((record) => JSON.stringify(record)).join('\n');
const ndjson = { 'content-type': 'application/x-ndjson' };
const answerOf = ({ status, text }: { status: number; text: string }): PushAnswer => {
  expect({ status, text }).toMatchObject({ status: 200 });
  const answer = JSON.parse(text) as PushAnswer;
  expect(answer.received).toBe(answer.stored + answer.unchanged + answer.quarantined);
  return answer;
};

describe('a push as NDJSON', () => {
  it('is taken line by line; a line that is no JSON is in quarantine and holds up no other', async () => {
    const body = `${lines(deployment('n1'))}\n\n{"key": "n2", oops\n${lines(deployment('n3'))}\n`;
    const answer = answerOf(await stage.sendAs(path, body, ndjson));
    expect(answer).toMatchObject({ received: 3, stored: 2, quarantined: 1 });
    expect(answer.verdicts).toMatchObject([
      { verdict: 'accepted' },
      { verdict: 'quarantined', reason: expect.stringMatching(/no JSON/) as string },
      { verdict: 'accepted' },
    ]);
  });

  it('is taken packed with gzip, and refused when it would become too large', async () => {
    const packed = { ...ndjson, 'content-encoding': 'gzip' };
    expect(answerOf(await stage.sendAs(path, gzipSync(lines(deployment('g1'))), packed))).toMatchObject({ stored: 1 });
    const bomb = gzipSync(Buffer.alloc(60 * 1024 ** 2, ' '));
    expect(bomb.length).toBeLessThan(100_000);
    expect(await stage.sendAs(path, bomb, packed)).toMatchObject({ status: 413 });
    expect(await stage.sendAs(path, 'not packed', packed)).toMatchObject({ status: 400 });
    expect(await stage.sendAs(path, 'x', { ...ndjson, 'content-encoding': 'compress' })).toMatchObject({ status: 415 });
  });

  it('of one line that nests too deep is refused whole', async () => {
    const deep = `{"key":"d","service":${'['.repeat(100)}${']'.repeat(100)}}`;
    expect(await stage.sendAs(path, `${lines(deployment('d0'))}\n${deep}`, ndjson)).toMatchObject({ status: 413 });
    expect((await stage.records('desk')).some(({ key }) => key === 'd0')).toBe(false);
  });

  it.each(['text/csv', 'application/octet-stream', 'multipart/form-data; boundary=x', 'text/plain'])(
    'is not taken as %s',
    async (type) => {
      expect(await stage.sendAs(path, lines(deployment('t')), { 'content-type': type })).toMatchObject({ status: 415 });
    },
  );
});

describe('an idempotency key', () => {
  const keyed = (key: string) => ({ 'idempotency-key': key });
  const body = (key: string) => JSON.stringify([deployment(key), { key: '' }]);

  it('gives the same body one effect and the same answer', async () => {
    const first = await stage.sendAs(path, body('k1'), keyed('one'));
    const [runs, rows] = [await stage.count('sync_run'), await stage.count('audit_log')];
    const second = await stage.sendAs(path, body('k1'), keyed('one'));
    expect(answerOf(second)).toEqual(answerOf(first));
    expect([await stage.count('sync_run'), await stage.count('audit_log')]).toEqual([runs, rows]);
  });

  it('has one effect when both come at once', async () => {
    const runs = await stage.count('sync_run');
    const answers = await Promise.all([1, 2, 3, 4].map(() => stage.sendAs(path, body('k2'), keyed('two'))));
    expect(new Set(answers.map((answer) => answerOf(answer).runId)).size).toBe(1);
    expect(await stage.count('sync_run')).toBe(runs + 1);
  });

  it('is refused for another body and another stream, and then nothing is written', async () => {
    await stage.sendAs(path, body('k3'), keyed('three'));
    const before = await stage.count('record');
    expect(await stage.sendAs(path, body('k4'), keyed('three'))).toMatchObject({ status: 409 });
    const other = await stage.sendAs('/change?source=desk', body('k3'), keyed('three'));
    expect(other).toMatchObject({ status: 409, text: expect.stringMatching(/three.*another body/) as string });
    expect(await stage.count('record')).toBe(before);
  });

  it('is forgotten after the stated time, and rows of the past go with the next key', async () => {
    const first = answerOf(await stage.sendAs(path, body('k5'), keyed('four')));
    stage.access.later(keptAnswersMs - 1);
    expect(answerOf(await stage.sendAs(path, body('k5'), keyed('four'))).runId).toBe(first.runId);
    stage.access.later(1);
    expect(answerOf(await stage.sendAs(path, body('k5'), keyed('four')))).toMatchObject({ stored: 0, unchanged: 1 });
    expect(await stage.count('push_answer')).toBe(1);
  });

  it('does not stand for a push that failed', async () => {
    expect(await stage.sendAs(path, '[]', keyed('five'))).toMatchObject({ status: 400 });
    expect(answerOf(await stage.sendAs(path, body('k6'), keyed('five')))).toMatchObject({ stored: 1 });
  });

  it.each(['', 'with space', 'ä', 'x'.repeat(201)])('"%s" is none', async (key) => {
    expect(await stage.sendAs(path, body('k7'), keyed(key))).toMatchObject({ status: 400 });
  });
});

describe('a record that is gone', () => {
  const send = async (...records: object[]) => {
    const { received, stored, unchanged, quarantined } = answerOf(await stage.sendAs(path, JSON.stringify(records)));
    return [received, stored, unchanged, quarantined];
  };
  const isThere = async (key: string) => {
    const { rows } = await stage.access.database.pool.query<{ there: boolean }>(
      `select not gone as there from record where stream = 'deployment' and natural_key = $1`,
      [key],
    );
    return rows[0]?.there ?? false;
  };
  const gone = (key: string, version?: string) => ({ key, gone: true, ...(version === undefined ? {} : { version }) });

  it('counts nowhere from then on, is kept as it was, and is there again when it is sent again', async () => {
    await send(deployment('e1'));
    expect(await send(gone('e1'))).toEqual([1, 1, 0, 0]);
    expect(await isThere('e1')).toBe(false);
    const { rows } = await stage.access.database.pool.query<object>(
      `select v.data ->> 'service' as service, v.gone from record r join record_revision v on v.record_id = r.id where r.natural_key = 'e1'`,
    );
    expect(rows).toEqual([{ service: 'shop', gone: false }]);
    const trail = await stage.access.database.pool.query<{ after: object }>(
      `select after from audit_log where action = 'push' order by id desc limit 1`,
    );
    expect(trail.rows[0]?.after).toMatchObject({ stream: 'deployment', records: 1, gone: 1 });
    expect(await send(gone('e1'))).toEqual([1, 0, 1, 0]);
    expect(await send(deployment('e1'))).toEqual([1, 1, 0, 0]);
    expect(await isThere('e1')).toBe(true);
  });

  it('stays gone when an older version of it comes later, and a newer one brings it back', async () => {
    await send(deployment('e2', { version: '2' }), gone('e2', '2'));
    expect(await isThere('e2')).toBe(false);
    await send(deployment('e2', { version: '1', service: 'old' }));
    expect(await isThere('e2')).toBe(false);
    await send(deployment('e2', { version: '3' }));
    expect(await isThere('e2')).toBe(true);
    // An end that is older than what is known ends nothing; without a version it ends what is known.
    expect(await send(gone('e2', '2'))).toEqual([1, 0, 1, 0]);
    expect(await isThere('e2')).toBe(true);
    expect(await send(gone('e2'))).toEqual([1, 1, 0, 0]);
    expect(await send(gone('e2'))).toEqual([1, 0, 1, 0]);
    await send(deployment('e2', { version: '2', service: 'late' }));
    expect(await isThere('e2')).toBe(false);
    await send(deployment('e2', { version: '4' }));
    expect(await isThere('e2')).toBe(true);
  });

  it('may be told before the record itself, and without versions the order of the push holds', async () => {
    expect(await send(gone('e3', '5'), gone('e4'), deployment('e4'), deployment('e5'), gone('e5'))).toEqual([
      5, 2, 3, 0,
    ]);
    await send(deployment('e3', { version: '4' }));
    expect(await Promise.all(['e3', 'e4', 'e5'].map(isThere))).toEqual([false, true, false]);
  });

  it('has one effect under an idempotency key, and a verdict of its own', async () => {
    await send(deployment('e6'));
    const body = JSON.stringify([gone('e6'), { ...gone('e6'), service: 'shop' }]);
    const first = answerOf(await stage.sendAs(path, body, { 'idempotency-key': 'end' }));
    expect(first).toMatchObject({
      received: 2,
      stored: 1,
      quarantined: 1,
      verdicts: [{ verdict: 'accepted' }, { verdict: 'quarantined', field: 'gone' }],
    });
    await send(deployment('e6'));
    expect(answerOf(await stage.sendAs(path, body, { 'idempotency-key': 'end' }))).toEqual(first);
    expect(await isThere('e6')).toBe(true);
  });
});

describe('a source that is pushed', () => {
  it('is never read: neither when it is made nor when somebody asks', async () => {
    const asked = await stage.access.ask('POST', '/sources/desk/sync', { headers: adminHeaders });
    expect(asked).toMatchObject({ status: 400, body: { message: expect.stringMatching(/nothing to read/) as string } });
    const { rows } = await stage.access.database.pool.query(`select trigger from sync_run where trigger <> 'push'`);
    expect(rows).toEqual([]);
  });
});
