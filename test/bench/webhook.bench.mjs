import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { inProject } from '../../infra/scripts/project.mjs';
import { compared, milliseconds } from './comparison.mjs';

const token = randomBytes(32).toString('hex');
const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const readyMs = 120_000;
const arrivalMs = 60_000;

/**
 * From the commit of a breaching value to the arrival of the signed webhook, through the product as it runs, against one transaction by hand from its
 * beginning; and from the sending of the value, which adds what a push takes to be checked, stored and counted.
 */
export default {
  name: 'webhook',
  /** @param {import('./bench-context.mjs').BenchContext} context */
  async run(context) {
    const rounds = context.quick ? 30 : 200;
    const sink = await openSink();
    const { url: databaseUrl } = await context.openDatabase('webhook_product');
    const product = await startProduct(path.join(context.directory, 'webhook'), databaseUrl);
    const commits = await openCommits(databaseUrl);
    const byHand = await openByHand(context, sink);
    try {
      await configure(product.url, sink.url);
      await push(product.url, 50);
      await push(product.url, 70);
      await sink.next('alert.fired', () => Promise.resolve());
      const times = { sent: /** @type {number[]} */ ([]), committed: /** @type {number[]} */ ([]) };
      const reference = /** @type {number[]} */ ([]);
      for (let round = 0; round < rounds; round += 1) {
        const [type, value] = round % 2 === 0 ? ['alert.resolved', 50] : ['alert.fired', 70];
        const byHandAt = performance.now();
        reference.push((await sink.next('by-hand', byHand.breach)) - byHandAt);
        const sentAt = performance.now();
        commits.begin();
        const arrivedAt = await sink.next(String(type), () => push(product.url, Number(value)));
        times.sent.push(arrivedAt - sentAt);
        times.committed.push(arrivedAt - commits.first());
      }
      const row = (/** @type {'sent' | 'committed'} */ from, /** @type {number} */ share) =>
        compared({
          what: `a breaching value is ${from} → its webhook arrives: p${share * 100} of ${rounds}`,
          reference: quantile(reference, share),
          ours: quantile(times[from], share),
          show: milliseconds,
          ...(from === 'committed' ? { atMost: share === 0.5 ? 2 : 3 } : {}),
          referenceName: 'one transaction with evaluation, outbox, NOTIFY',
        });
      return [row('committed', 0.5), row('committed', 0.99), row('sent', 0.5), row('sent', 0.99)];
    } finally {
      await byHand.close();
      await commits.close();
      await product.stop();
      await sink.close();
    }
  },
};

/** When the product's database told of a commit that asks for judging. @param {string} url */
async function openCommits(url) {
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  await listener.query('listen tandem_change_main');
  let first = NaN;
  listener.on('notification', ({ payload = '' }) => {
    if (Number.isNaN(first) && JSON.parse(payload).kind === 'toJudge') first = performance.now();
  });
  return { begin: () => (first = NaN), first: () => first, close: () => listener.end() };
}

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  return [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;
}

async function openSink() {
  /** @type {Map<string, (at: number) => void>} */
  const waiting = new Map();
  const server = createServer((request, response) => {
    const at = performance.now();
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      response.writeHead(204).end();
      waiting.get(JSON.parse(body).type)?.(at);
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    /** When the next message of that type arrived. @param {string} type @param {() => Promise<unknown>} send */
    next: async (type, send) => {
      const arrived = new Promise((resolve) => waiting.set(type, resolve));
      const late = sleep(arrivalMs, null, { ref: false });
      await send();
      const at = await Promise.race([arrived, late]);
      if (at === null) throw new Error(`No ${type} arrived within ${arrivalMs / 1000} s.`);
      return Number(at);
    },
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))),
  };
}

/** @param {string} directory @param {string} databaseUrl */
async function startProduct(directory, databaseUrl) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [inProject('apps/tandem/bin/tandem.mjs'), 'start', '--no-demo'], {
    cwd: inProject('.'),
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      TANDEM_DATA_DIR: directory,
      DATABASE_URL: databaseUrl,
      TANDEM_ADMIN_TOKEN: token,
      TANDEM_REQUESTS_PER_MINUTE: '999999999',
      TANDEM_ALLOW_PRIVATE_ADDRESSES: 'true',
    },
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const until = performance.now() + readyMs;
  while (!(await fetch(`${url}/api/v1/board`, { headers }).catch(() => null))?.ok) {
    if (performance.now() > until || child.exitCode !== null) throw new Error('Tandem did not start.');
    await sleep(200);
  }
  return { url, stop: () => (child.kill('SIGINT'), ended) };
}

/** @param {string} url @param {string} hook */
async function configure(url, hook) {
  const text = `
version: 1
organisation: { name: Bench, timeZone: UTC }
connections: [{ id: bench, name: Bench, connector: push, expectedEvery: 365d, settings: {} }]
metrics:
  - { key: load, title: Load, description: Load., unit: count, precision: 0, direction: down, windowDays: 1,
      formula: { kind: sum, stream: measurement, at: [periodStart], sum: value, where: { metric: load } } }
routes: [{ id: hook, channel: webhook, url: '${hook}', secret: whsec_${Buffer.alloc(32, 7).toString('base64')} }]
guardrails: [{ id: load, title: Load, metric: load, atMost: 60, routes: [hook] }]
`;
  const answer = await fetch(`${url}/api/v1/configuration`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ text }),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** @param {string} url @param {number} value */
async function push(url, value) {
  const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  const at = (/** @type {number} */ back) => new Date(Date.parse(`${day}T10:00:00Z`) - back * 86_400_000).toISOString();
  const record = (/** @type {number} */ back) => ({
    key: `load-${back}`,
    metric: 'load',
    periodStart: at(back),
    periodEnd: new Date(Date.parse(at(back)) + 60_000).toISOString(),
    value,
  });
  const answer = await fetch(`${url}/api/v1/push/measurement?source=bench`, {
    method: 'POST',
    headers,
    body: JSON.stringify([record(0)]),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** @param {import('./bench-context.mjs').BenchContext} context @param {{ url: string }} sink */
async function openByHand(context, sink) {
  const { owner, url } = await context.openDatabase('webhook');
  await owner.query('create table latest_value (id int primary key, value numeric not null)');
  await owner.query('create table floor_of (id int primary key, most numeric not null, state text not null)');
  await owner.query('create table to_send (id bigserial primary key, body text not null, sent_at timestamptz)');
  await owner.query(`insert into latest_value values (1, 50)`);
  await owner.query(`insert into floor_of values (1, 60, 'ok')`);
  const listener = new pg.Client({ connectionString: url });
  await listener.connect();
  await listener.query('listen to_send');
  listener.on('notification', () => {
    void (async () => {
      const { rows } = await owner.query(
        'update to_send set sent_at = now() where id in (select id from to_send where sent_at is null for update skip locked) returning body',
      );
      for (const { body } of rows) await fetch(sink.url, { method: 'POST', body });
    })();
  });
  return {
    breach: async () => {
      const client = await owner.connect();
      try {
        await client.query('begin');
        await client.query('update latest_value set value = 120 - value where id = 1');
        await client.query(`
          with judged as (
            update floor_of f set state = case when l.value > f.most then 'firing' else 'ok' end
              from latest_value l where l.id = f.id returning f.id, f.state)
          insert into to_send (body) select '{"type": "by-hand"}' from judged`);
        await client.query(`select pg_notify('to_send', '')`);
        await client.query('commit');
      } finally {
        client.release();
      }
    },
    close: () => listener.end(),
  };
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
