import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { z } from 'zod';
import { prometheusConnector, prometheusSettings, type PrometheusSettings } from './prometheus.connector.js';
import { normalizeSample, sampleRow } from './prometheus.normalize.js';

const step = 60;
const sampleOf = (row: VendorRow) => sampleRow.parse({ ...row, step, metric: 'errors' });

const stub: VendorStub<PrometheusSettings> = {
  connector: prometheusConnector,
  stream: 'measurements',
  pageSize: 10,
  neededField: 'value',
  settings: (origin) => ({
    url: `${origin}/prometheus`,
    token: 'token-of-the-trial',
    stepSeconds: step,
    historyDays: 12,
    queries: [{ metric: 'errors', expression: 'sum(increase(errors_total[1m])) by (instance)' }],
  }),
  row: (index, at) => ({
    at: Math.floor(at.getTime() / 1000 / step) * step,
    value: String(index),
    labels: { instance: `i${index}` },
  }),
  change: (row, at) => ({ ...row, value: String(at.getTime()) }),
  keysOf: (row) => normalizeSample(sampleOf(row)).records.map(({ key }) => key),
  answer: ({ path: asked, query, headers }, world) => {
    if (asked !== '/prometheus/api/v1/query_range' || headers.authorization !== 'Bearer token-of-the-trial')
      return null;
    const [start, end] = [Number(query.get('start')), Number(query.get('end'))];
    if ((end - start) / step > 11_000)
      return {
        status: 400,
        body: { status: 'error', error: 'exceeded maximum resolution of 11,000 points per timeseries' },
      };
    const wanted = world.rows.map(sampleOf).filter(({ at }) => at >= start && at <= end);
    const result = wanted.map(({ labels, at, value }) => ({
      metric: { __name__: 'errors_total', ...labels },
      values: [[at, value]],
    }));
    return {
      body: {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: z
            .array(z.json())
            .parse(world.slice(z.array(z.record(z.string(), z.json())).parse(result), 0, result.length)),
        },
      },
    };
  },
};

describe('the Prometheus connector', () => {
  // A range query has one form of answer, and the connector takes it apart itself: a field that is gone is an answer of another form.
  for (const { title, run } of vendorSuite(stub)) if (!/reports a field/.test(title)) it(title, run);

  it('takes an answer of another form for a source that has changed', () =>
    Trial.of(stub, async (trial) => {
      trial.fault = () => ({ body: { status: 'success', data: { resultType: 'vector', result: [] } } });
      expect(await trial.sync()).toMatchObject({ action: 'sourceChanged', code: 'rowsMissing' });
    }));

  it('asks only for whole steps, each of which is measured once', () =>
    Trial.of(stub, async (trial) => {
      await trial.syncWhole();
      for (const { query } of trial.requests)
        expect([Number(query.get('start')) % step, Number(query.get('end')) % step]).toEqual([0, 0]);
      const starts = trial.requests.map(({ query }) => Number(query.get('start')));
      const ends = trial.requests.map(({ query }) => Number(query.get('end')));
      expect(starts.slice(1)).toEqual(ends.slice(0, -1).map((end) => end + step));
    }));
});

describe('a sample', () => {
  const made = (value: string) =>
    normalizeSample({ metric: 'm', step: 3600, at: 1_767_225_600, value, labels: { b: '2', a: '1' } });

  it('stands in the period that ends with it', () => {
    expect(made('12.5').records[0]).toMatchObject({
      key: 'm{a="1",b="2"} 1767225600',
      fields: { periodStart: '2025-12-31T23:00:00.000Z', periodEnd: '2026-01-01T00:00:00.000Z', value: '12.5' },
    });
  });

  it.each([
    ['1.5e-07', '0.00000015'],
    ['3e+06', '3000000'],
    ['-0.000001', '-0.000001'],
    ['0.1000000000000000055', '0.1'],
  ])('of %s is %s', (given, value) => expect(made(given).records[0]?.fields.value).toBe(value));

  it('is left out where there is nothing, and refused where it is endless', () => {
    expect(made('NaN')).toEqual({ records: [] });
    expect(made('+Inf').rejected).toHaveLength(1);
  });
});

describe('a real Prometheus', () => {
  let server: ChildProcess | null = null;
  let directory: string;
  let port: number;
  const begins = Math.floor(Date.now() / 1000 / 3600) * 3600 - 20 * 3600;

  beforeAll(async () => {
    directory = mkdtempSync(path.join(tmpdir(), 'tandem-prometheus-'));
    if (spawnSync('prometheus', ['--version']).status !== 0 || spawnSync('promtool', ['--version']).status !== 0) {
      process.stdout.write('Prometheus is not installed here: nothing is read from a real one in this run.\n');
      return;
    }
    // A counter that grows by one every minute, and by two in the shop.
    const lines = ['# TYPE orders counter'];
    for (const [place, growth] of [
      ['desk', 1],
      ['shop', 2],
    ] as const)
      for (let minute = 0; minute <= 600; minute += 1)
        lines.push(`orders_total{place="${place}"} ${minute * growth} ${begins + minute * 60}`);
    writeFileSync(path.join(directory, 'orders.txt'), `${lines.join('\n')}\n# EOF\n`);
    const blocks = spawnSync('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', 'orders.txt', 'data'], {
      cwd: directory,
    });
    if (blocks.status !== 0) throw new Error(blocks.stderr.toString());
    writeFileSync(path.join(directory, 'none.yml'), 'scrape_configs: []\n');
    port = await freePort();
    server = spawn(
      'prometheus',
      ['--config.file=none.yml', '--storage.tsdb.path=data', `--web.listen-address=127.0.0.1:${port}`],
      { cwd: directory, stdio: 'ignore' },
    );
    for (let tries = 0; tries < 300; tries += 1) {
      const ready = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => null);
      if (ready?.ok) return;
      await wait(100);
    }
    throw new Error('Prometheus did not start.');
  });
  afterAll(async () => {
    if (server) {
      const gone = new Promise((resolve) => server?.once('exit', resolve));
      server.kill('SIGKILL');
      await gone;
    }
    rmSync(directory, { recursive: true, force: true });
  });

  it('gives what grew in each hour, once, and says what it does not understand', async () => {
    if (!server) return;
    const settings = (expression: string) =>
      prometheusSettings.parse({
        url: `http://127.0.0.1:${port}`,
        historyDays: 2,
        queries: [{ metric: 'orders', expression }],
      });
    const context = {
      cursor: null,
      signal: new AbortController().signal,
      uploadDirectory: '',
      baseDirectory: '',
      allowPrivateAddresses: true,
    };
    const records: CanonicalRecord[] = [];
    for await (const page of prometheusConnector.read(settings('sum by (place) (increase(orders_total[1h]))'), context))
      records.push(...page.records);
    const full = records.filter(
      ({ fields }) =>
        Date.parse(String(fields.periodStart)) / 1000 >= begins &&
        Date.parse(String(fields.periodEnd)) / 1000 <= begins + 36_000,
    );
    const of = (place: string) =>
      full.filter(({ dimensions }) => dimensions.place === place).map(({ fields }) => Math.round(Number(fields.value)));
    expect(of('desk')).toHaveLength(10);
    // Prometheus extends what it saw to the edges of the hour.
    expect(of('desk').every((value) => value >= 59 && value <= 61)).toBe(true);
    expect(of('shop').every((value) => value >= 118 && value <= 122)).toBe(true);
    expect(new Set(records.map(({ naturalKey }) => naturalKey)).size).toBe(records.length);
    const check = await prometheusConnector.check(settings('sum(('), context);
    expect(check.ok).toBe(false);
    expect(check.findings.join(' ')).toMatch(/does not accept the request/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
