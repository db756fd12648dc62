import { readFileSync } from 'node:fs';
import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { openApiProblems, type OpenApiExcerpt } from '@tandem/connector-kit/acceptance/open-api-problems';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { gitlabConnector, gitlabSettings, type GitLabSettings } from './gitlab.connector.js';
import { deploymentRow, normalizeDeployment } from './gitlab.normalize.js';

const devlake = z.object({
  result: z.string(),
  status: z.string(),
  created_date: z.string(),
  started_date: z.string(),
  finished_date: z.string(),
});
const recorded = z
  .object({
    operations: z.custom<OpenApiExcerpt>(),
    deployments: z.array(z.object({ row: z.record(z.string(), z.json()), devlake })),
  })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const project = 'acme/platform/shop';
const path = '/api/v4/projects/acme%2Fplatform%2Fshop';
const timeOf = (row: VendorRow) => (typeof row.updated_at === 'string' ? row.updated_at : '');

/** From the time on, that time included, sorted by time and, within one time, with the newest id first. */
function deploymentList({ query }: VendorRequest, world: VendorWorld): VendorAnswer {
  const from = Date.parse(query.get('updated_after') ?? '1970-01-01T00:00:00Z');
  const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 20)];
  const found = world.rows
    // Rows without a time do not pass the filter.
    .filter((row) => timeOf(row) !== '' && Date.parse(timeOf(row)) >= from)
    .sort((a, b) => timeOf(a).localeCompare(timeOf(b)) || Number(b.id) - Number(a.id));
  return { body: world.slice(found, (page - 1) * size, size).map(({ environment_tier: _, ...row }) => row) };
}

const environments: Readonly<Record<string, VendorAnswer>> = {
  '9': { body: { id: 9, name: 'eu-1', tier: 'production' } },
  '10': { status: 404, body: { message: '404 Not found' } },
  '11': { status: 403, body: { message: '403 Forbidden' } },
};

const deployments: VendorStub<GitLabSettings> = {
  connector: gitlabConnector,
  stream: 'deployments',
  pageSize: 100,
  settings: (origin) => ({ url: origin, token: 'glpat_of_the_trial', projects: [project] }),
  row: (index, at) => ({
    ...recorded.deployments[0]?.row,
    id: 1000 + index,
    status: 'running',
    environment: { id: 9, name: 'eu-1', slug: 'eu-1' },
    created_at: at.toISOString(),
    updated_at: at.toISOString(),
  }),
  change: (row, at) => ({ ...row, status: 'success', updated_at: at.toISOString() }),
  keysOf: (row) => [`deployment/${numberOf(row.id)}`],
  neededField: 'sha',
  contract: (request) => openApiProblems(recorded.operations, request, '/api/v4'),
  answer: (request, world) => {
    if (request.headers.authorization !== 'Bearer glpat_of_the_trial')
      return { status: 401, body: { message: '401 Unauthorized' } };
    if (request.path === `${path}/deployments`) return deploymentList(request, world);
    const environment = new RegExp(`^${path}/environments/(\\d+)$`).exec(request.path)?.[1] ?? '';
    return environments[environment] ?? null;
  },
  errorBody: (status) => ({ message: `${status} of the trial` }),
};

describe('the GitLab connector', () => {
  for (const { title, run } of vendorSuite(deployments)) it(title, run);

  const tiersOf = ({ records }: Trial<GitLabSettings>) => [...records.values()].map(({ fields }) => fields.tier);

  it('takes the tier that GitLab has for an environment, asks for it once, and goes by the name where it may not', () =>
    Trial.of(deployments, async (trial) => {
      trial.addRows(6);
      const named = [{}, {}, { id: 10, name: 'prod' }, { id: 11, name: 'qa' }, { id: 12, name: 'review/prod' }, {}];
      trial.rows = trial.rows.map((row, index) => ({
        ...row,
        environment: { ...z.record(z.string(), z.json()).parse(row.environment), ...named[index] },
      }));
      await trial.syncWhole();
      expect(tiersOf(trial)).toEqual([
        'production',
        'production',
        'production',
        'testing',
        'development',
        'production',
      ]);
      expect(trial.requests.filter((request) => request.path.includes('/environments/')).length).toBe(3);
    }));

  it('sends filter and order by the same time, as GitLab asks', () =>
    Trial.of(deployments, async (trial) => {
      trial.addRows(2);
      await trial.syncWhole();
      const [first] = trial.requests;
      expect(first?.query.get('order_by')).toBe('updated_at');
      expect(first?.query.get('updated_after')).toBe('2025-03-04T12:00:00.000Z');
    }));

  it('takes a row without updated_at, which must neither stop the reading nor move its state', () =>
    Trial.of(
      {
        ...deployments,
        answer: (request, world) => (request.path.endsWith('/deployments') ? { body: world.rows } : null),
      },
      async (trial) => {
        trial.addRows(2);
        trial.rows = trial.rows.map((row, index) => (index === 1 ? { ...row, updated_at: null } : row));
        await trial.syncWhole();
        expect(trial.records.size).toBe(2);
        expect(trial.rejected).toEqual([]);
        expect(trial.stateText()).toContain('2026-03-04T11:58:00.000Z');
      },
    ));

  it('goes on with other projects when one is gone, and names it', () =>
    Trial.of(
      {
        ...deployments,
        settings: (origin) => ({ url: origin, token: 'glpat_of_the_trial', projects: ['acme/gone', project] }),
      },
      async (trial) => {
        trial.addRows(3);
        expect(await trial.sync()).toMatchObject({
          code: 'notFound',
          message: expect.stringContaining('acme/gone') as string,
        });
        expect(trial.records.size).toBe(3);
      },
    ));

  it('waits until the limit is new when it says that nothing is left', () =>
    Trial.of(deployments, async (trial) => {
      trial.addRows(2);
      const reset = String(Math.floor(trial.now.getTime() / 1000) + 50);
      const headers = { 'ratelimit-remaining': '0', 'ratelimit-reset': reset };
      trial.fault = (_, number) => (number === 1 ? { status: 429, headers, body: 'Retry later' } : null);
      await trial.syncWhole();
      expect(trial.waits.some((ms) => ms > 48_000 && ms < 53_000)).toBe(true);
      await trial.assertComplete();
    }));

  it('offers the projects that the token is a member of', () =>
    Trial.of(
      {
        ...deployments,
        contract: () => [],
        answer: ({ path: asked, query }) =>
          asked === '/api/v4/projects' && query.get('membership') === 'true'
            ? { body: [{ path_with_namespace: 'acme/shop', name_with_namespace: 'Acme / Shop' }] }
            : null,
      },
      async (trial) => {
        const found = await gitlabConnector.discover?.(trial.settings(), trial.context());
        expect(found).toEqual([
          { field: 'projects', choices: [{ value: 'acme/shop', label: 'Acme / Shop' }], note: null },
        ]);
      },
    ));

  it('can be filled in by a form', () => {
    expect(settingFields(gitlabSettings).map(({ path: name, kind }) => `${name} ${kind}`)).toEqual([
      'token secret',
      'projects texts',
      'historyDays number',
      'url text',
    ]);
    const of = (name: string) => gitlabSettings.safeParse({ token: 't', projects: [name] }).success;
    expect([of('acme/shop'), of('acme/platform/shop'), of('shop'), of('https://gitlab.com/acme/shop')]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

const settings = gitlabSettings.parse({ token: 't', projects: [project] });

describe('a deployment of GitLab', () => {
  const read = (row: object) => normalizeDeployment(deploymentRow.parse(row), { settings, partition: project });
  const first = recorded.deployments[0]?.row ?? {};

  it('is a record of its project, with the end of its job', () => {
    expect(read(first).records).toEqual([
      {
        stream: 'deployment',
        key: 'deployment/13426753',
        version: '2019-03-13T14:17:47.647Z',
        url: 'https://gitlab.com/merico-dev/ee/vdev.co/-/jobs/176919795',
        fields: {
          service: project,
          environment: 'staging',
          tier: 'staging',
          ref: 'master',
          commit: 'add237f6852e6108ee8e0246780a54ce909c6087',
          createdAt: '2019-03-13T14:14:24.109Z',
          startedAt: '2019-03-13T14:17:33.559Z',
          finishedAt: '2019-03-13T14:17:47.640Z',
          // The job has failed at last, the deployment has not: DevLake goes by the deployment as well.
          outcome: 'succeeded',
        },
      },
    ]);
  });

  it.each(recorded.deployments)(
    'is what Apache DevLake makes of it: $row.id $row.status',
    ({ row, devlake: theirs }) => {
      const { records, rejected } = read(row);
      // No deployment of GitLab has these two; DevLake takes the one for a success and the other for something else.
      if (row.status === 'completed' || row.status === 'undeployed') {
        expect([records, rejected?.[0]?.field]).toEqual([[], 'status']);
        return;
      }
      const fields = records[0]?.fields;
      // A deployment that was cancelled is no failure (DevLake says FAILURE); one that waits for its start or for an approval still runs (OTHER).
      const outcomes: Record<string, string> = { canceled: 'cancelled', created: 'running', blocked: 'running' };
      const theirOutcome = { SUCCESS: 'succeeded', FAILURE: 'failed' }[theirs.result] ?? 'running';
      expect(fields?.outcome).toBe(outcomes[textOf(row.status)] ?? theirOutcome);
      const instant = (given: unknown) => (typeof given === 'string' && given !== '' ? Date.parse(given) : null);
      expect(instant(fields?.startedAt)).toBe(instant(theirs.started_date));
      // A deployment that still runs has no end, whatever became of its job; one that failed without a start ended when it was changed last.
      const theirEnd = theirs.finished_date === '' ? row.updated_at : theirs.finished_date;
      expect(instant(fields?.finishedAt)).toBe(fields?.outcome === 'running' ? null : instant(theirEnd));
      // DevLake takes the creation of the job; ours is the deployment's own.
      expect(fields?.createdAt).toBe(row.created_at);
    },
  );

  it('that another system reported has no job, ends when it was changed, and is found by its environment', () => {
    const row = { ...first, deployable: null, environment: { id: 7, name: 'production' } };
    expect(read(row).records[0]).toMatchObject({
      url: `https://gitlab.com/${project}/-/environments/7`,
      fields: { startedAt: undefined, finishedAt: '2019-03-13T14:17:47.647Z', tier: 'production' },
    });
  });

  it('that was skipped after it was created is over', () => {
    expect(read({ ...first, status: 'skipped' }).records[0]?.fields.outcome).toBe('cancelled');
  });

  it('without updated_at has the version of its creation', () => {
    expect(read({ ...first, updated_at: undefined }).records[0]?.version).toBe('2019-03-13T14:14:24.109Z');
  });
});
