import { readFileSync } from 'node:fs';
import { textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { jenkinsConnector, jenkinsSettings, type JenkinsSettings } from './jenkins.connector.js';
import { buildRow, normalizeBuild } from './jenkins.normalize.js';

const devlake = z.object({
  result: z.string(),
  status: z.string(),
  duration_sec: z.string(),
  created_date: z.string(),
  finished_date: z.string(),
});
const row = z.record(z.string(), z.json());
const recorded = z
  .object({ builds: z.array(z.object({ row, devlake })), branchBuilds: z.array(row) })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const job = 'shop/deploy/feature%2Fpay';
const path = '/job/shop/job/deploy/job/feature%252Fpay/api/json';
const credentials = `Basic ${Buffer.from('tandem:token_of_the_trial').toString('base64')}`;
const tree = /^(\w+)\[(.+)\]\{(\d+),(\d+)\}$/;

/** Names at the first level of a list of `tree`: what stands in brackets is within them. */
function namesOf(fields: string): readonly string[] {
  let [flat, before] = [fields, ''];
  while (flat !== before) [before, flat] = [flat, flat.replace(/\[[^[\]]*\]/g, '')];
  return flat.split(',');
}

/** The newest first; `builds` would be the newest hundred of them. */
function jobAnswer({ query }: VendorRequest, world: VendorWorld): VendorAnswer {
  const [, list = '', fields = '', from = '', to = ''] = tree.exec(query.get('tree') ?? '') ?? [];
  const sorted = [...world.rows].sort((a, b) => Number(b.number) - Number(a.number));
  const held = list === 'builds' ? sorted.slice(0, 100) : sorted;
  const asked = namesOf(fields);
  const shown = world.slice(held, Number(from), Number(to) - Number(from));
  const rows = shown.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => asked.includes(name))));
  return { body: { _class: 'org.jenkinsci.plugins.workflow.job.WorkflowJob', [list]: rows } };
}

const builds: VendorStub<JenkinsSettings> = {
  connector: jenkinsConnector,
  stream: 'builds',
  pageSize: 100,
  settings: (origin) => ({ url: origin, user: 'tandem', token: 'token_of_the_trial', jobs: [job] }),
  row: (index, at) => ({
    ...recorded.branchBuilds[0],
    number: index + 1,
    timestamp: at.getTime(),
    building: true,
    result: null,
    duration: 0,
  }),
  change: (one, at) => ({
    ...one,
    building: false,
    result: 'SUCCESS',
    duration: at.getTime() - Number(one.timestamp),
  }),
  keysOf: ({ number, timestamp }) => [`${job}#${Number(number)}@${Number(timestamp)}`],
  neededField: 'timestamp',
  contract: ({ method, query }) =>
    method === 'GET' && tree.test(query.get('tree') ?? '') && query.size === 1
      ? []
      : [`no question of Jenkins: ${query.toString()}`],
  answer: (request, world) => {
    if (request.headers.authorization !== credentials) return { status: 401, body: 'Unauthorized' };
    return request.path === path ? jobAnswer(request, world) : null;
  },
};

describe('the Jenkins connector', () => {
  const suite = vendorSuite(builds);
  // Fields are asked for by name, so that a new one never comes.
  for (const { title, run } of suite.filter((one) => !one.title.includes('a field that is new'))) it(title, run);

  it('loses no build where others are deleted while it reads, which moves those behind them up', () =>
    Trial.of(builds, async (trial) => {
      trial.addRows(350);
      trial.meanwhile = (number) => {
        // The newest 60 are at the end of the list here.
        if (number === 2) trial.rows = trial.rows.slice(0, -60);
      };
      await trial.syncWhole();
      const read = new Set([...trial.records.values()].map(({ naturalKey }) => naturalKey));
      expect(trial.rows.flatMap((one) => builds.keysOf(one)).filter((key) => !read.has(key))).toEqual([]);
    }));

  it('keeps what Jenkins has discarded since', () =>
    Trial.of(builds, async (trial) => {
      trial.addRows(5);
      await trial.syncWhole();
      trial.rows = trial.rows.slice(3);
      await trial.syncWhole();
      expect(trial.records.size).toBe(5);
    }));

  it('finds the end of a build that waited for a person for three weeks', () =>
    Trial.of(builds, async (trial) => {
      trial.addRows(2);
      await trial.syncWhole();
      trial.passMinutes(21 * 24 * 60);
      trial.changeRow(0);
      await trial.syncWhole();
      await trial.assertComplete();
    }));

  it('reads no further back than it must', () =>
    Trial.of(builds, async (trial) => {
      trial.addRows(300);
      await trial.syncWhole();
      trial.passMinutes(40 * 24 * 60);
      trial.addRows(2);
      await trial.syncWhole();
      trial.forgetRequests();
      await trial.syncWhole();
      expect(trial.requests.length).toBe(1);
      await trial.assertComplete();
    }));

  it('tells builds apart whose job was deleted and made again', () =>
    Trial.of(builds, async (trial) => {
      trial.addRows(1);
      await trial.syncWhole();
      trial.passMinutes(60);
      trial.rows = [];
      trial.addRows(1);
      await trial.syncWhole();
      expect(trial.records.size).toBe(2);
    }));

  it('offers the jobs within folders and multibranch pipelines', () =>
    Trial.of(
      {
        ...builds,
        contract: () => [],
        answer: () => ({
          body: {
            jobs: [
              { fullName: 'nightly' },
              { fullName: 'shop', jobs: [{ fullName: 'shop/deploy', jobs: [{ fullName: 'shop/deploy/main' }] }] },
              { fullName: 'empty', jobs: [] },
            ],
          },
        }),
      },
      async (trial) => {
        const [found] = (await jenkinsConnector.discover?.(trial.settings(), trial.context())) ?? [];
        expect(found?.choices.map(({ value }) => value)).toEqual(['nightly', 'shop/deploy/main']);
      },
    ));

  it('can be filled in by a form', () => {
    expect(settingFields(jenkinsSettings).map(({ path: name, kind }) => `${name} ${kind}`)).toEqual([
      'url text',
      'user text',
      'token secret',
      'jobs texts',
      'environment text',
      'environmentParameter text',
      'production texts',
      'unstable choice',
      'historyDays number',
    ]);
    const of = (name: string) =>
      jenkinsSettings.safeParse({ url: 'https://j.example.org', user: 'u', token: 't', jobs: [name] }).success;
    expect([of('deploy'), of('shop/deploy'), of('/shop/deploy'), of('shop//deploy')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

const settingsOf = (more: object = {}) =>
  jenkinsSettings.parse({ url: 'https://j.example.org/ci/', user: 'u', token: 't', jobs: [job], ...more });
const read = (changes: object, more: object = {}, of = recorded.branchBuilds[0]) =>
  normalizeBuild(buildRow.parse({ ...of, ...changes }), { settings: settingsOf(more), partition: job });

describe('a build of Jenkins', () => {
  it('is a deployment whose times are milliseconds since 1970', () => {
    expect(read({}).records).toEqual([
      {
        stream: 'deployment',
        key: `${job}#4@1711277551963`,
        version: '2024-03-24T10:53:02.378Z',
        url: 'https://j.example.org/ci/job/shop/job/deploy/job/feature%252Fpay/4/',
        fields: {
          service: job,
          environment: 'production',
          tier: 'production',
          commit: 'c83ae02076382670e286ac2474b7a7327fc28cde',
          ref: 'main',
          createdAt: '2024-03-24T10:52:31.963Z',
          startedAt: '2024-03-24T10:52:31.963Z',
          finishedAt: '2024-03-24T10:53:02.378Z',
          outcome: 'succeeded',
        },
      },
    ]);
  });

  it.each(recorded.builds)(
    'is what Apache DevLake makes of it: #$row.number $row.result',
    ({ row: build, devlake: theirs }) => {
      const { records, rejected } = read({}, {}, build);
      // Jenkins knows NOT_BUILT only.
      if (build.result === 'NOT_BUILD') {
        expect([records, rejected?.[0]?.field]).toEqual([[], 'result']);
        return;
      }
      const fields = records[0]?.fields;
      // A build that was aborted is no failure (DevLake says FAILURE); one that is unstable came to its end (DevLake says neither).
      const ours: Record<string, string> = { ABORTED: 'cancelled', UNSTABLE: 'succeeded' };
      const theirOutcome = { SUCCESS: 'succeeded', FAILURE: 'failed' }[theirs.result] ?? 'running';
      const isRunning = theirs.status === 'IN_PROGRESS';
      expect(fields?.outcome).toBe(isRunning ? 'running' : (ours[textOf(build.result)] ?? theirOutcome));
      // DevLake drops the milliseconds of the start.
      const second = (given: unknown) =>
        typeof given === 'string' && given !== '' ? Math.floor(Date.parse(given) / 1000) : null;
      expect(second(fields?.startedAt)).toBe(second(theirs.created_date));
      const lasted = Date.parse(String(fields?.finishedAt)) - Date.parse(String(fields?.startedAt));
      expect(isRunning ? null : lasted / 1000).toBe(isRunning ? null : Number(theirs.duration_sec));
    },
  );

  it.each([
    ['UNSTABLE', {}, 'succeeded'],
    ['UNSTABLE', { unstable: 'failed' }, 'failed'],
    ['NOT_BUILT', {}, 'cancelled'],
    ['ABORTED', {}, 'cancelled'],
    [null, {}, 'running'],
  ])('with the result %s and %j is %s', (result, more, outcome) => {
    expect(read({ result }, more).records[0]?.fields.outcome).toBe(outcome);
  });

  it('that set its result early still runs, and has no end', () => {
    expect(read({ building: true, result: 'FAILURE' }).records[0]?.fields).toMatchObject({
      outcome: 'running',
      finishedAt: null,
    });
  });

  it('deploys to the environment that its parameter names, else to that of the settings', () => {
    const actions = [
      {},
      null,
      {
        parameters: [
          { name: 'TARGET', value: 'eu-1' },
          { name: 'DRY', value: false },
        ],
      },
    ];
    const of = (more: object) => {
      const { environment, tier } = read({ actions }, more).records[0]?.fields ?? {};
      return [environment, tier];
    };
    expect(of({ environmentParameter: 'TARGET' })).toEqual(['eu-1', 'other']);
    expect(of({ environmentParameter: 'TARGET', production: ['EU-1'] })).toEqual(['eu-1', 'production']);
    expect(of({ environmentParameter: 'DRY', environment: 'staging' })).toEqual(['staging', 'staging']);
    expect(of({})).toEqual(['production', 'production']);
  });

  it('that checked out several repositories does not tell which it deployed', () => {
    const of = (SHA1: string, name: string) => ({ lastBuiltRevision: { SHA1, branch: [{ name }] } });
    const several = read({ actions: [of('aaa', 'main'), of('bbb', 'main')] }).records[0]?.fields;
    expect([several?.commit, several?.ref]).toEqual([undefined, undefined]);
    const twice = read({ actions: [of('aaa', 'refs/remotes/origin/release/7'), of('aaa', 'detached')] });
    expect(twice.records[0]?.fields).toMatchObject({ commit: 'aaa', ref: 'release/7' });
  });
});
