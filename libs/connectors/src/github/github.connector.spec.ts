import { readFileSync } from 'node:fs';
import { numberOf, textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { openApiProblems, type OpenApiExcerpt } from '@tandem/connector-kit/acceptance/open-api-problems';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorAnswer, VendorRequest } from '@tandem/connector-kit/acceptance/vendor-server';
import type { VendorStub, VendorWorld } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { z } from 'zod';
import { githubConnector, githubSettings, type GitHubSettings } from './github.connector.js';
import {
  deploymentRow,
  normalizeDeployment,
  normalizeRelease,
  normalizeRun,
  releaseRow,
  runRow,
} from './github.normalize.js';

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
    deployments: z.array(z.record(z.string(), z.json())),
    statuses: z.array(z.record(z.string(), z.json())),
    releases: z.array(z.record(z.string(), z.json())),
    runs: z.array(z.object({ row: z.record(z.string(), z.json()), devlake })),
  })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const repository = 'acme/shop';
const size = 100;
const list = z.array(z.json());
const seconds = (at: Date) => at.toISOString().replace(/\.\d+Z$/, 'Z');
const text = (row: VendorRow, field: string) => textOf(row[field]);

/** Pages by number with a Link header, as GitHub deals lists out. */
function page(rows: readonly VendorRow[], request: VendorRequest, world: VendorWorld, wrap?: string): VendorAnswer {
  const number = Number(request.query.get('page') ?? 1);
  const next = new URL(`http://${request.headers.host ?? ''}${request.path}?${request.query.toString()}`);
  next.searchParams.set('page', String(number + 1));
  const headers: Record<string, string> = number * size < rows.length ? { link: `<${next.href}>; rel="next"` } : {};
  const shown = world.slice(rows, (number - 1) * size, size);
  return { headers, body: wrap === undefined ? shown : { total_count: rows.length, [wrap]: shown } };
}

function newestFirst(rows: readonly VendorRow[]): readonly VendorRow[] {
  return [...rows].sort((a, b) => (text(a, 'created_at') < text(b, 'created_at') ? 1 : -1));
}

function stubOf(
  stream: 'deployments' | 'runs' | 'releases',
  given: Pick<VendorStub<GitHubSettings>, 'row' | 'change' | 'keysOf' | 'neededField'> & {
    readonly serve: (request: VendorRequest, world: VendorWorld) => VendorAnswer | null;
  },
): VendorStub<GitHubSettings> {
  return {
    connector: githubConnector,
    stream,
    pageSize: size,
    settings: (origin) => ({
      apiUrl: origin,
      token: 'github_pat_of_the_trial',
      repositories: [repository],
      reads: [stream],
      workflows: ['deploy.yml'],
    }),
    contract: (request) => openApiProblems(recorded.operations, request),
    answer: (request, world) =>
      request.headers.authorization === 'Bearer github_pat_of_the_trial'
        ? given.serve(request, world)
        : { status: 401, body: {} },
    ...given,
  };
}

const deployments = stubOf('deployments', {
  row: (index, at) => ({
    ...recorded.deployments[0],
    id: 1000 + index,
    created_at: seconds(at),
    updated_at: seconds(at),
    statuses: [{ ...recorded.statuses[0], state: 'in_progress', created_at: seconds(at) }],
  }),
  change: (row, at) => ({
    ...row,
    updated_at: seconds(at),
    statuses: [{ ...recorded.statuses[0], created_at: seconds(at) }, ...list.parse(row.statuses)],
  }),
  keysOf: (row) => [`deployment/${numberOf(row.id)}`],
  neededField: 'ref',
  serve: (request, world) => {
    const id = /^\/repos\/acme\/shop\/deployments\/(\d+)\/statuses$/.exec(request.path)?.[1];
    const found = world.rows.find((row) => row.id === Number(id));
    if (found) return { body: list.parse(found.statuses) };
    if (request.path !== '/repos/acme/shop/deployments') return null;
    return page(
      newestFirst(world.rows).map(({ statuses: _, ...row }) => row),
      request,
      world,
    );
  },
});

const runs = stubOf('runs', {
  row: (index, at) => ({
    ...recorded.runs[0]?.row,
    id: 5_000_000_000 + index,
    path: '.github/workflows/deploy.yml',
    status: 'in_progress',
    conclusion: null,
    run_attempt: 1,
    run_started_at: seconds(at),
    created_at: seconds(at),
    updated_at: seconds(at),
  }),
  change: (row, at) => ({ ...row, status: 'completed', conclusion: 'success', updated_at: seconds(at) }),
  keysOf: (row) => [`run/${numberOf(row.id)}/1`],
  neededField: 'path',
  serve: (request, world) => {
    if (request.path !== '/repos/acme/shop/actions/runs') return null;
    const [from = '', to = '9'] = (request.query.get('created') ?? '').replace('>=', '').split('..');
    const wanted = newestFirst(world.rows).filter(
      (row) => text(row, 'created_at') >= from && text(row, 'created_at') <= to,
    );
    return page(wanted.slice(0, 1000), request, world, 'workflow_runs');
  },
});

const releases = stubOf('releases', {
  row: (index, at) => ({
    ...recorded.releases[0],
    id: 70 + index,
    tag_name: `v${index}`,
    created_at: seconds(at),
    published_at: seconds(at),
  }),
  change: (row, at) => ({ ...row, published_at: seconds(at) }),
  keysOf: (row) => [`release/${numberOf(row.id)}`],
  neededField: 'tag_name',
  serve: (request, world) =>
    request.path === '/repos/acme/shop/releases' ? page(newestFirst(world.rows), request, world) : null,
});

describe('the GitHub connector', () => {
  for (const stub of [deployments, runs, releases]) for (const { title, run } of vendorSuite(stub)) it(title, run);

  it('reads more runs than GitHub counts of one question', () =>
    Trial.of(runs, async (trial) => {
      trial.addRows(1_150);
      await trial.syncWhole();
      expect(trial.records.size).toBe(1_150);
    }));

  it('reads the attempts in front of the last one, so that a repeated run does not hide that it had failed', () =>
    Trial.of(
      {
        ...runs,
        answer: (request, world) => {
          const attempt = /\/actions\/runs\/(\d+)\/attempts\/(\d+)$/.exec(request.path);
          const found = world.rows.find((row) => row.id === Number(attempt?.[1]));
          if (!attempt || !found) return runs.answer(request, world);
          return { body: { ...found, run_attempt: Number(attempt[2]), status: 'completed', conclusion: 'failure' } };
        },
      },
      async (trial) => {
        trial.addRows(1);
        trial.rows = trial.rows.map((row) => ({ ...row, run_attempt: 2, status: 'completed', conclusion: 'success' }));
        await trial.syncWhole();
        const outcomes = [...trial.records.values()].map(
          ({ naturalKey, fields }) => `${naturalKey} ${String(fields.outcome)}`,
        );
        expect(outcomes).toEqual(['run/5000000000/1 failed', 'run/5000000000/2 succeeded']);
      },
    ));

  it('takes a 403 with nothing left of the limit for the limit, and waits until it is new', () =>
    Trial.of(deployments, async (trial) => {
      trial.addRows(2);
      const reset = String(Math.floor(trial.now.getTime() / 1000) + 50);
      trial.fault = (_, number) =>
        number === 1
          ? {
              status: 403,
              headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset },
              body: { message: 'API rate limit exceeded' },
            }
          : null;
      await trial.syncWhole();
      expect(trial.waits.some((ms) => ms > 49_000 && ms < 53_000)).toBe(true);
    }));

  it('goes on with the next run where one ended whose limit is new in an hour only', () =>
    Trial.of(deployments, async (trial) => {
      trial.addRows(250);
      const reset = () => String(Math.floor(trial.now.getTime() / 1000) + 3000);
      trial.fault = ({ path, query }) =>
        path.endsWith('/deployments') && query.get('page') === '2'
          ? { status: 429, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset() }, body: {} }
          : null;
      expect(await trial.sync()).toMatchObject({ action: 'rateLimited' });
      trial.fault = () => null;
      trial.passMinutes(51);
      trial.forgetRequests();
      await trial.syncWhole();
      expect(
        trial.requests.filter(({ path }) => path.endsWith('/deployments')).map(({ query }) => query.get('page')),
      ).toEqual(['2', '3']);
      await trial.assertComplete();
    }));

  it('goes on with other repositories when one is gone, and names it', () =>
    Trial.of(
      {
        ...deployments,
        settings: (origin) => ({
          apiUrl: origin,
          token: 'github_pat_of_the_trial',
          repositories: ['acme/gone', repository],
        }),
      },
      async (trial) => {
        trial.addRows(3);
        expect(await trial.sync()).toMatchObject({
          code: 'notFound',
          message: expect.stringContaining('acme/gone') as string,
        });
        expect(trial.records.size).toBe(3);
        expect([...trial.states.keys()]).toEqual(['deployments acme/shop']);
      },
    ));

  it('offers the repositories that the token sees', () =>
    Trial.of(
      { ...deployments, answer: () => ({ body: [{ full_name: 'acme/shop' }, { full_name: 'acme/web' }] }) },
      async (trial) => {
        const found = await githubConnector.discover?.(trial.settings(), trial.context());
        expect(found?.[0]?.choices.map(({ value }) => value)).toEqual(['acme/shop', 'acme/web']);
      },
    ));
});

const settings = githubSettings.parse({
  token: 't',
  repositories: [repository],
  workflows: ['CodeQL', 'Tests', 'Lint'],
});
const about = { settings, partition: repository };

describe('a deployment of GitHub', () => {
  const made = (...states: readonly (readonly [string, string])[]) => {
    const statuses = states.map(([state, day]) => ({
      ...recorded.statuses[0],
      state,
      created_at: `2026-03-${day}T10:00:00Z`,
    }));
    const row = deploymentRow.parse({ ...recorded.deployments[0], created_at: '2026-03-01T10:00:00Z', statuses });
    return normalizeDeployment(row, about).records[0]?.fields;
  };

  it('ends with its first success, whatever comes after it', () => {
    // Apache DevLake takes the last update for the end; a newer deployment makes that `inactive`, days later.
    expect(made(['inactive', '09'], ['success', '02'], ['in_progress', '01'])).toMatchObject({
      outcome: 'succeeded',
      startedAt: '2026-03-01T10:00:00Z',
      finishedAt: '2026-03-02T10:00:00Z',
      tier: 'production',
      service: 'acme/shop',
    });
  });

  it.each([
    ['running', undefined, []],
    ['running', undefined, [['queued', '01']]],
    [
      'failed',
      '2026-03-02T10:00:00Z',
      [
        ['in_progress', '01'],
        ['failure', '02'],
      ],
    ],
    [
      'failed',
      '2026-03-02T10:00:00Z',
      [
        ['error', '02'],
        ['inactive', '03'],
      ],
    ],
    [
      'running',
      undefined,
      [
        ['failure', '02'],
        ['in_progress', '03'],
      ],
    ],
    [
      'succeeded',
      '2026-03-04T10:00:00Z',
      [
        ['failure', '02'],
        ['success', '04'],
        ['success', '05'],
      ],
    ],
    [
      'cancelled',
      undefined,
      [
        ['queued', '01'],
        ['inactive', '02'],
      ],
    ],
  ] as const)('is %s at %s by %j', (outcome, finishedAt, states) => {
    expect(made(...states)).toMatchObject({ outcome, finishedAt });
  });

  it.each([
    ['production', 'production'],
    ['prod-eu', 'production'],
    ['pre-production', 'staging'],
    ['preprod', 'staging'],
    ['staging', 'staging'],
    ['qa', 'testing'],
    ['Preview', 'development'],
    ['github-pages', 'other'],
  ])('to %s is one to the tier %s', (environment, tier) => {
    const row = deploymentRow.parse({
      ...recorded.deployments[0],
      environment,
      production_environment: false,
      statuses: [],
    });
    expect(normalizeDeployment(row, about).records[0]?.fields.tier).toBe(tier);
  });
});

describe('a run of GitHub Actions', () => {
  const instant = (given: string) => (given === '' ? undefined : new Date(given).toISOString());

  it.each(recorded.runs)(
    'is what Apache DevLake makes of it: $row.status $row.conclusion',
    ({ row, devlake: theirs }) => {
      const fields = normalizeRun(runRow.parse(row), about).records[0]?.fields;
      const conclusion = row.conclusion as string | null;
      // A run that was cancelled is no failure of the service; one that was skipped or is neutral deployed nothing; DevLake says "other" to both.
      const ours =
        conclusion === 'cancelled' || conclusion === 'stale'
          ? 'cancelled'
          : conclusion === 'skipped' || conclusion === 'neutral'
            ? undefined
            : outcomeBy(theirs);
      expect(fields?.outcome).toBe(ours);
      if (fields?.outcome !== 'succeeded' && fields?.outcome !== 'failed') return;
      expect(instant(String(fields.startedAt))).toBe(instant(theirs.started_date));
      expect(instant(String(fields.finishedAt))).toBe(instant(theirs.finished_date));
    },
  );

  function outcomeBy({ result }: z.output<typeof devlake>): string {
    return result === 'SUCCESS' ? 'succeeded' : result === 'FAILURE' ? 'failed' : 'running';
  }

  it('counts where its workflow was chosen, by name or by file', () => {
    const row = runRow.parse({ ...recorded.runs[0]?.row, name: 'Ship', path: '.github/workflows/ship.yml@main' });
    const counts = (...workflows: readonly string[]) =>
      normalizeRun(row, { ...about, settings: { ...settings, workflows: [...workflows] } }).records.length;
    expect([counts('Ship'), counts('ship.yml'), counts('Tests'), counts()]).toEqual([1, 1, 0, 0]);
  });
});

describe('a release of GitHub', () => {
  const made = (changes: object) =>
    normalizeRelease(releaseRow.parse({ ...recorded.releases[0], ...changes }), about).records[0]?.fields;

  it('is deployed when it is published', () => {
    expect(made({})).toMatchObject({
      outcome: 'succeeded',
      ref: 'v1.0.0',
      finishedAt: '2013-02-27T19:35:32Z',
      tier: 'production',
    });
  });

  it('is nothing as a draft, and does not reach production as a pre-release', () => {
    expect(made({ draft: true, published_at: null })).toBeUndefined();
    expect(made({ prerelease: true })).toMatchObject({ tier: 'staging', environment: 'pre-release' });
  });
});
