import { readFileSync } from 'node:fs';
import { textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { openApiProblems, type OpenApiExcerpt } from '@tandem/connector-kit/acceptance/open-api-problems';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import {
  addressOf,
  azureDevOpsConnector,
  azureDevOpsSettings,
  type AzureDevOpsSettings,
} from './azure-devops.connector.js';
import {
  buildRow,
  normalizeBuild,
  normalizeReleaseDeployment,
  releaseDeploymentRow,
} from './azure-devops.normalize.js';

const row = z.record(z.string(), z.json());
const recorded = z
  .object({ operations: z.custom<OpenApiExcerpt>(), build: row, deployment: row })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const project = 'Shop & web';
const credentials = `Basic ${Buffer.from(':token_of_the_trial').toString('base64')}`;
const text = (one: VendorRow, field: string) => textOf(one[field]);

/** Rows sorted already; the token names the key of the first row of the next page. */
function page(
  sorted: readonly VendorRow[],
  keyOf: (one: VendorRow) => string,
  { query }: VendorRequest,
  world: VendorWorld,
): VendorAnswer {
  const [size, token] = [Number(query.get('$top')), query.get('continuationToken')];
  const from = token === null ? 0 : sorted.findIndex((one) => keyOf(one) >= token);
  if (from === -1) return { body: { count: 0, value: [] } };
  const shown = world.slice(sorted, from, size);
  const next = sorted[from + size];
  return {
    headers: next ? { 'x-ms-continuationtoken': keyOf(next) } : {},
    body: { count: shown.length, value: shown },
  };
}

const padded = (one: VendorRow) => String(Number(one.id)).padStart(9, '0');

function stubOf(
  reads: 'builds' | 'releases',
  given: Pick<VendorStub<AzureDevOpsSettings>, 'row' | 'change' | 'keysOf' | 'neededField'> & {
    readonly serve: (request: VendorRequest, world: VendorWorld) => VendorAnswer | null;
  },
): VendorStub<AzureDevOpsSettings> {
  return {
    connector: azureDevOpsConnector,
    stream: reads,
    pageSize: 100,
    settings: (origin) => ({
      url: `${origin}/acme`,
      token: 'token_of_the_trial',
      projects: [project],
      reads,
      pipelines: reads === 'builds' ? ['shop-deploy'] : [],
    }),
    contract: (request) => openApiProblems(recorded.operations, request, '/acme'),
    answer: (request, world) =>
      request.headers.authorization === credentials
        ? given.serve(request, world)
        : { status: 203, body: '<!doctype html><title>Sign In</title>' },
    ...given,
  };
}

const builds = stubOf('builds', {
  row: (index, at) => ({ ...recorded.build, id: 1000 + index, result: 'failed', finishTime: at.toISOString() }),
  // A stage of it was repeated.
  change: (one, at) => ({ ...one, result: 'succeeded', finishTime: at.toISOString() }),
  keysOf: ({ id }) => [`build/${Number(id)}`],
  neededField: 'finishTime',
  serve: (request, world) => {
    const { query, path } = request;
    if (path !== '/acme/Shop%20%26%20web/_apis/build/builds') return null;
    const keyOf = (one: VendorRow) => `${text(one, 'finishTime')}|${padded(one)}`;
    const wanted = world.rows.filter(
      (one) =>
        typeof one.finishTime !== 'string' || Date.parse(one.finishTime) >= Date.parse(query.get('minTime') ?? ''),
    );
    // Where the suite takes the time away, the order does not matter any more.
    if (wanted.some(({ finishTime }) => typeof finishTime !== 'string')) return { body: { value: wanted } };
    const sorted = [...wanted].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return page(query.get('queryOrder') === 'finishTimeAscending' ? sorted : [], keyOf, request, world);
  },
});

const releases = stubOf('releases', {
  row: (index, at) => ({
    ...recorded.deployment,
    id: 1000 + index,
    deploymentStatus: 'inProgress',
    operationStatus: 'PhaseInProgress',
    completedOn: '0001-01-01T00:00:00',
    lastModifiedOn: at.toISOString(),
  }),
  change: (one, at) => ({
    ...one,
    deploymentStatus: 'succeeded',
    operationStatus: 'Approved',
    completedOn: at.toISOString(),
    lastModifiedOn: at.toISOString(),
  }),
  keysOf: ({ id }) => [`release/${Number(id)}`],
  neededField: 'deploymentStatus',
  serve: (request, world) => {
    if (request.path !== '/acme/Shop%20%26%20web/_apis/release/deployments') return null;
    const from = Date.parse(request.query.get('minModifiedTime') ?? '');
    const wanted = world.rows.filter((one) => Date.parse(text(one, 'lastModifiedOn')) >= from);
    return page(
      [...wanted].sort((a, b) => Number(a.id) - Number(b.id)),
      padded,
      request,
      world,
    );
  },
});

describe('the Azure DevOps connector', () => {
  for (const stub of [builds, releases]) for (const { title, run } of vendorSuite(stub)) it(title, run);

  it('takes a 203 for a token that is not valid, not for an answer', () =>
    Trial.of(
      { ...releases, answer: () => ({ status: 203, body: '<!doctype html><title>Sign In</title>' }) },
      async (trial) => {
        expect(await trial.sync()).toMatchObject({ action: 'configuration', code: 'notAuthenticated' });
        expect(trial.requests.length).toBe(1);
      },
    ));

  it('goes on behind a page that is short, or empty, as long as the header names another', () =>
    Trial.of(
      {
        ...releases,
        answer: (request, world) => {
          const token = request.query.get('continuationToken');
          if (token === null)
            return { headers: { 'x-ms-continuationtoken': '5' }, body: { value: world.rows.slice(0, 1) } };
          if (token === '5') return { headers: { 'x-ms-continuationtoken': '6' }, body: { value: [] } };
          return { body: { value: world.rows.slice(1) } };
        },
      },
      async (trial) => {
        trial.addRows(3);
        await trial.syncWhole();
        expect(trial.records.size).toBe(3);
      },
    ));

  it('sends the token with the order and the filter that it came from', () =>
    Trial.of(builds, async (trial) => {
      trial.addRows(150);
      await trial.syncWhole();
      const [first, second] = trial.requests.map(({ query }) => new Map(query));
      expect(second?.get('continuationToken')).toContain('|');
      second?.delete('continuationToken');
      expect(second).toEqual(first);
    }));

  it('asks for the pipelines alone where their numbers are given', () =>
    Trial.of(
      {
        ...builds,
        settings: (origin) => ({
          url: `${origin}/acme`,
          token: 'token_of_the_trial',
          projects: [project],
          reads: 'builds',
          pipelines: ['12', '14'],
        }),
      },
      async (trial) => {
        trial.addRows(2);
        await trial.syncWhole();
        expect(trial.requests[0]?.query.get('definitions')).toBe('12,14');
        expect(trial.records.size).toBe(2);
      },
    ));

  it('offers the projects of the organisation, or says that the host of releases lists none', () =>
    Trial.of(
      {
        ...builds,
        contract: () => [],
        answer: ({ path }) => (path === '/acme/_apis/projects' ? { body: { value: [{ name: 'shop' }] } } : null),
      },
      async (trial) => {
        const offered = await azureDevOpsConnector.discover?.(trial.settings(), trial.context());
        expect(offered).toEqual([{ field: 'projects', choices: [{ value: 'shop', label: 'shop' }], note: null }]);
        const cloud = { ...trial.settings(), url: 'https://dev.azure.com/acme', reads: 'releases' as const };
        const [none] = (await azureDevOpsConnector.discover?.(cloud, trial.context())) ?? [];
        expect([none?.choices, none?.note]).toEqual([[], expect.stringContaining('write their names')]);
      },
    ));

  it.each([
    ['https://dev.azure.com/acme', 'releases', 'https://vsrm.dev.azure.com/acme'],
    ['https://dev.azure.com/acme/', 'builds', 'https://dev.azure.com/acme'],
    ['https://acme.visualstudio.com', 'releases', 'https://acme.vsrm.visualstudio.com'],
    ['https://tfs.example.org/tfs/Main', 'releases', 'https://tfs.example.org/tfs/Main'],
    ['https://dev.azure.com.example.org/acme', 'releases', 'https://dev.azure.com.example.org/acme'],
  ] as const)('of %s reads %s at %s', (url, reads, address) => {
    expect(addressOf({ url, reads })).toBe(address);
  });

  it('can be filled in by a form, and wants the pipelines that deploy named', () => {
    expect(settingFields(azureDevOpsSettings).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'url text',
      'token secret',
      'projects texts',
      'reads choice',
      'pipelines texts',
      'environment text',
      'production texts',
      'partial choice',
      'historyDays number',
    ]);
    const given = { url: 'https://dev.azure.com/acme', token: 't', projects: ['shop'], reads: 'builds' };
    expect(azureDevOpsSettings.safeParse(given).error?.issues[0]?.path).toEqual(['pipelines']);
  });
});

const about = (more: object = {}) => ({
  settings: azureDevOpsSettings.parse({ url: 'https://dev.azure.com/acme', token: 't', projects: ['shop'], ...more }),
  partition: 'shop',
});

describe('a run of a pipeline of Azure DevOps', () => {
  const read = (changes: object, more: object = {}) =>
    normalizeBuild(
      buildRow.parse({ ...recorded.build, ...changes }),
      about({ reads: 'builds', pipelines: ['shop-deploy'], ...more }),
    );

  it('is a deployment of its pipeline', () => {
    expect(read({}).records).toEqual([
      {
        stream: 'deployment',
        key: 'build/41207',
        version: '2026-03-02T10:04:02.881Z',
        url: 'https://dev.azure.com/acme/shop/_build/results?buildId=41207',
        fields: {
          service: 'shop/shop-deploy',
          environment: 'production',
          tier: 'production',
          ref: 'main',
          commit: '5b1f8d2c8f0e4c7f9a3d6b2e1c0a9f8e7d6c5b4a',
          createdAt: '2026-03-02T09:58:11.1275996Z',
          startedAt: '2026-03-02T09:58:30.4401532Z',
          finishedAt: '2026-03-02T10:04:02.8810294Z',
          outcome: 'succeeded',
        },
      },
    ]);
  });

  it.each([
    ['succeeded', {}, 'succeeded'],
    ['failed', {}, 'failed'],
    ['canceled', {}, 'cancelled'],
    ['partiallySucceeded', {}, 'succeeded'],
    ['partiallySucceeded', { partial: 'failed' }, 'failed'],
  ])('that ended with %s, and %j, is %s', (result, more, outcome) => {
    expect(read({ result }, more).records[0]?.fields.outcome).toBe(outcome);
  });

  it('counts where its pipeline was chosen by name or number, and never where it checks a pull request', () => {
    const count = (changes: object, ...pipelines: readonly string[]) => read(changes, { pipelines }).records.length;
    expect([count({}, 'shop-deploy'), count({}, '12'), count({}, 'nightly')]).toEqual([1, 1, 0]);
    expect(count({ reason: 'pullRequest' }, 'shop-deploy')).toBe(0);
  });

  it('that ended in a way that is not known is put to quarantine, and one that was cancelled before its start has none', () => {
    expect(read({ result: 'none' })).toMatchObject({ records: [], rejected: [{ field: 'result' }] });
    const fields = read({ result: 'canceled', startTime: '0001-01-01T00:00:00' }).records[0]?.fields;
    expect(fields?.startedAt).toBeNull();
  });
});

describe('a deployment of a release of Azure DevOps', () => {
  const read = (changes: object, more: object = {}) =>
    normalizeReleaseDeployment(releaseDeploymentRow.parse({ ...recorded.deployment, ...changes }), about(more));

  it('is one of its definition to its stage, with the source of the primary artifact', () => {
    expect(read({}).records).toEqual([
      {
        stream: 'deployment',
        key: 'release/790',
        version: '2026-03-02T10:09:41.060Z',
        url: 'https://dev.azure.com/acme/shop/_release?releaseId=551&_a=release-summary',
        fields: {
          service: 'shop/Shop web',
          environment: 'PROD',
          tier: 'production',
          ref: 'release/7',
          commit: '5b1f8d2c8f0e4c7f9a3d6b2e1c0a9f8e7d6c5b4a',
          createdAt: '2026-03-02T10:05:00.21Z',
          startedAt: '2026-03-02T10:06:12.09Z',
          finishedAt: '2026-03-02T10:09:40.133Z',
          outcome: 'succeeded',
        },
      },
    ]);
  });

  it.each([
    ['succeeded', 'Approved', 'succeeded'],
    ['partiallySucceeded', 'PhasePartiallySucceeded', 'succeeded'],
    ['failed', 'PhaseFailed', 'failed'],
    // Refused after it was deployed.
    ['failed', 'Rejected', 'failed'],
    ['failed', 'Canceled', 'cancelled'],
    ['notDeployed', 'PhaseFailed', 'failed'],
    ['notDeployed', 'gateFailed', 'failed'],
    ['notDeployed', 'Rejected', 'cancelled'],
    ['notDeployed', 'phaseCanceled', 'cancelled'],
    ['notDeployed', 'Pending', 'running'],
    ['inProgress', 'ManualInterventionPending', 'running'],
    ['undefined', 'queued', 'running'],
  ])('that is %s by %s is %s', (deploymentStatus, operationStatus, outcome) => {
    expect(read({ deploymentStatus, operationStatus }).records[0]?.fields.outcome).toBe(outcome);
  });

  it('has no time where the first instant of .NET stands, and ends with its last change then', () => {
    const none = '0001-01-01T00:00:00';
    expect(read({ queuedOn: none, completedOn: none }).records[0]?.fields).toMatchObject({
      createdAt: null,
      finishedAt: '2026-03-02T10:09:41.06Z',
    });
  });

  it('to a stage that the settings call production is one to production', () => {
    const releaseEnvironment = { name: 'Ring 1' };
    expect(read({ releaseEnvironment }).records[0]?.fields.tier).toBe('other');
    expect(read({ releaseEnvironment }, { production: ['Ring 1'] }).records[0]?.fields.tier).toBe('production');
  });

  it('takes the version of an artifact for a commit only where it looks like one', () => {
    const of = (definitionReference: object) =>
      read({ release: { artifacts: [{ definitionReference }] } }).records[0]?.fields.commit;
    expect(of({ version: { id: '41207' } })).toBeUndefined();
    expect(of({ version: { id: 'a'.repeat(40) } })).toBe('a'.repeat(40));
  });

  it('of a status that is not known is put to quarantine', () => {
    expect(read({ deploymentStatus: 'onTheMoon' })).toMatchObject({ records: [], rejected: [{}] });
  });
});
