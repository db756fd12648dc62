import { readFileSync } from 'node:fs';
import { textOf } from '@tandem/connector-kit/acceptance/stub-values';
import { openApiProblems, type OpenApiExcerpt } from '@tandem/connector-kit/acceptance/open-api-problems';
import { Trial } from '@tandem/connector-kit/acceptance/trial';
import type { VendorStub } from '@tandem/connector-kit/acceptance/vendor-stub';
import { vendorSuite } from '@tandem/connector-kit/acceptance/vendor-suite';
import type { VendorRow } from '@tandem/connector-kit/http/declaration';
import { settingFields } from '@tandem/connector-kit/settings/setting-fields';
import { z } from 'zod';
import { argoCdConnector, argoCdSettings, type ArgoCdSettings } from './argo-cd.connector.js';
import { applicationRow, flat, normalizeApplication } from './argo-cd.normalize.js';

const part = z.record(z.string(), z.json());
const recorded = z
  .object({
    operations: z.custom<OpenApiExcerpt>(),
    application: z.object({ metadata: part, spec: part, status: part }),
  })
  .parse(JSON.parse(readFileSync(new URL('./recorded.json', import.meta.url), 'utf8')));

const entries = z.array(z.looseObject({ id: z.number(), deployedAt: z.string() }));
const history = z.array(z.json());
const historyOf = (row: VendorRow) => history.parse(row.history);
const entry = (id: number, at: Date) => ({ id, revision: `r${id}`, deployedAt: at.toISOString() });

/** The row as the vendor nests it. */
const nested = ({ name, namespace, labels, project, destinationNamespace, history, ...rest }: VendorRow) => ({
  metadata: { name, namespace, labels },
  spec: { project, destination: { namespace: destinationNamespace } },
  status: { history, ...rest },
});

const applications: VendorStub<ArgoCdSettings> = {
  connector: argoCdConnector,
  stream: 'applications',
  pageSize: 100,
  settings: (origin) => ({ url: origin, token: 'token_of_the_trial', projects: ['retail', 'web'] }),
  row: (index, at) => ({
    name: `shop-${index}`,
    namespace: 'argocd',
    project: 'retail',
    destinationNamespace: 'prod',
    history: [entry(0, at)],
  }),
  change: (row, at) => ({ ...row, history: [...historyOf(row), entry(historyOf(row).length, at)] }),
  keysOf: (row) =>
    entries.parse(row.history).map(({ id, deployedAt }) => `argocd/${textOf(row.name)}#${id}@${deployedAt}`),
  neededField: 'name',
  contract: (request) => openApiProblems(recorded.operations, request),
  answer: ({ path, query, headers }, world) => {
    if (headers.authorization !== 'Bearer token_of_the_trial')
      return { status: 401, body: { error: 'no session information', code: 16, message: 'no session information' } };
    if (path !== '/api/v1/applications' || query.getAll('projects').join() !== 'retail,web') return null;
    const sorted = [...world.rows].sort((a, b) => JSON.stringify([a.name]).localeCompare(JSON.stringify([b.name])));
    const items = world.slice(sorted, 0, sorted.length).map((row) => nested(row));
    return { body: { metadata: {}, items: items.length === 0 ? null : items } };
  },
  errorBody: (status) => ({ error: `error ${status}`, code: 7, message: `error ${status}` }),
};

/** One answer holds all applications, and fields are asked for by name, so that a new one never comes. */
const withoutSense = ['after any page', 'stops when told to', 'while it was reading', 'a field that is new'];

describe('the Argo CD connector', () => {
  const suite = vendorSuite(applications);
  for (const { title, run } of suite.filter((one) => !withoutSense.some((words) => one.title.includes(words))))
    it(title, run);

  it('takes a list that is null for one without applications', () =>
    Trial.of(applications, async (trial) => {
      await trial.syncWhole();
      expect(trial.records.size).toBe(0);
    }));

  it('keeps what a history of 10 entries has cut since, and loses nothing at its edge', () =>
    Trial.of(applications, async (trial) => {
      trial.addRows(1);
      for (let round = 0; round < 15; round += 1) {
        trial.passMinutes(60);
        trial.changeRow(0);
        const all = trial.rows[0] ?? {};
        if (round % 5 !== 4) continue;
        const full = trial.rows;
        trial.rows = [{ ...all, history: historyOf(all).slice(-10) }];
        await trial.syncWhole();
        trial.rows = full;
      }
      expect(trial.records.size).toBe(16);
    }));

  it('keeps a sync that failed when the next one has taken its place', () =>
    Trial.of(applications, async (trial) => {
      trial.addRows(1);
      const { operationState = null } = recorded.application.status;
      trial.rows = trial.rows.map((row) => ({ ...row, operationState }));
      await trial.syncWhole();
      trial.rows = trial.rows.map(({ operationState: _, ...row }) => row);
      trial.passMinutes(10);
      trial.changeRow(0);
      await trial.syncWhole();
      expect([...trial.records.values()].map(({ fields }) => fields.outcome).sort()).toEqual([
        'failed',
        'succeeded',
        'succeeded',
      ]);
    }));

  it('claims nothing of the time before its first reading, for histories are cut', () =>
    Trial.of(applications, async (trial) => {
      trial.addRows(1);
      trial.rows = trial.rows.map((row) => ({ ...row, history: [entry(0, new Date('2025-01-01T00:00:00Z'))] }));
      const coverage: unknown[] = [];
      for await (const page of trial.read()) coverage.push(page.coverage?.deployment);
      expect(JSON.stringify(coverage)).toContain('"2026-03-04T11:00:00.000Z"');
      expect(JSON.stringify(coverage)).not.toContain('2025');
    }));

  it('tells of an application whose history is too short to know what is new', () =>
    Trial.of(
      {
        ...applications,
        answer: () => ({
          body: { items: [{ metadata: { name: 'blog' }, spec: { revisionHistoryLimit: 1 }, status: {} }] },
        }),
      },
      async (trial) => {
        await trial.syncWhole();
        expect(trial.findings.map(({ message }) => message)).toEqual([expect.stringContaining('application blog')]);
      },
    ));

  it('offers the projects', () =>
    Trial.of(
      {
        ...applications,
        answer: ({ path }) =>
          path === '/api/v1/projects' ? { body: { items: [{ metadata: { name: 'web' } }] } } : null,
      },
      async (trial) => {
        const offered = await argoCdConnector.discover?.(trial.settings(), trial.context());
        expect(offered).toEqual([{ field: 'projects', choices: [{ value: 'web', label: 'web' }], note: null }]);
      },
    ));

  it('can be filled in by a form', () => {
    expect(settingFields(argoCdSettings).map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      'url text',
      'token secret',
      'projects texts',
      'serviceLabel text',
      'environmentLabel text',
      'production texts',
    ]);
  });
});

describe('an application of Argo CD', () => {
  const read = (changes: VendorRow = {}, more: object = {}) => {
    const settings = argoCdSettings.parse({ url: 'https://argocd.example.org/', token: 't', ...more });
    const row = z.record(z.string(), z.json()).parse(flat(recorded.application));
    return normalizeApplication(applicationRow.parse({ ...row, ...changes }), { settings }).records;
  };
  const labels = { serviceLabel: 'app.kubernetes.io/name', environmentLabel: 'environment' };

  it('gives a deployment for each entry that brought something else, and one for a sync that failed', () => {
    const place = { service: 'shop', environment: 'production', tier: 'production', ref: 'main' };
    const url = 'https://argocd.example.org/applications/argocd/shop-prod';
    const dimensions = { project: 'retail' };
    expect(read({}, labels)).toEqual([
      {
        stream: 'deployment',
        key: 'argocd/shop-prod#0@2026-03-01T09:00:31Z',
        version: '2026-03-01T09:00:31.000Z',
        url,
        dimensions,
        fields: {
          ...place,
          commit: `1f0c${'0'.repeat(36)}`,
          startedAt: '2026-03-01T09:00:02Z',
          finishedAt: '2026-03-01T09:00:31Z',
          outcome: 'succeeded',
        },
      },
      // Number 1 mended drift: the same revision again.
      {
        stream: 'deployment',
        key: 'argocd/shop-prod#2@2026-03-02T14:10:45Z',
        version: '2026-03-02T14:10:45.000Z',
        url,
        dimensions,
        fields: {
          ...place,
          commit: `2a7e${'0'.repeat(36)}`,
          startedAt: '2026-03-02T14:10:00Z',
          finishedAt: '2026-03-02T14:10:45Z',
          outcome: 'succeeded',
        },
      },
      {
        stream: 'deployment',
        key: 'argocd/shop-prod!2026-03-02T15:00:00Z',
        version: '2026-03-02T15:04:10.000Z',
        url,
        dimensions,
        fields: {
          ...place,
          commit: `3b9d${'0'.repeat(36)}`,
          startedAt: '2026-03-02T15:00:00Z',
          finishedAt: '2026-03-02T15:04:10Z',
          outcome: 'failed',
        },
      },
    ]);
  });

  const sync = (phase: string, operation: object = { sync: {} }) =>
    read({
      history: [],
      operationState: {
        phase,
        startedAt: '2026-03-02T15:00:00Z',
        finishedAt: '2026-03-02T15:04:10Z',
        ...{ operation },
      },
    } as VendorRow).length;

  it.each([
    ['Failed', {}, 1],
    ['Error', {}, 1],
    ['Succeeded', {}, 0],
    ['Running', {}, 0],
    ['Failed', { dryRun: true }, 0],
    ['Failed', { resources: [{ kind: 'ConfigMap' }] }, 0],
  ])('whose last sync is %s, of %j, gives %i records beside its history', (phase, of, count) => {
    expect(sync(phase, { sync: of })).toBe(count);
  });

  it('with the version of a chart has no commit, and with several sources neither', () => {
    const of = (more: object) => {
      const { commit, ref } =
        read({ history: [{ id: 0, deployedAt: '2026-03-01T09:00:00Z', ...more }] })[0]?.fields ?? {};
      return [commit, ref];
    };
    expect(of({ revision: '4.11.2' })).toEqual([undefined, '4.11.2']);
    expect(of({ revisions: ['a'.repeat(40), 'b'.repeat(40)], sources: [{}, {}] })).toEqual([undefined, undefined]);
    expect(of({ revisions: ['a'.repeat(40)], sources: [{ targetRevision: 'main' }] })).toEqual([
      'a'.repeat(40),
      'main',
    ]);
  });

  it.each([
    [{}, {}, 'shop', 'production'],
    [{ name: 'blog' }, {}, 'shop', 'other'],
    [{ name: 'blog' }, { production: ['shop'] }, 'shop', 'production'],
    [{ name: 'blog', destinationNamespace: 'qa' }, {}, 'qa', 'testing'],
    [{ labels: { environment: 'staging' } }, labels, 'staging', 'staging'],
    // A label that says nothing is not overruled by the name of the application.
    [{ labels: { environment: 'blue' } }, labels, 'blue', 'other'],
    [{ labels: null }, labels, 'shop', 'production'],
  ])('with %j, read by %j, lies in %s, which is %s', (changes, more, environment, tier) => {
    expect(read(changes, more)[0]?.fields).toMatchObject({ environment, tier });
  });
});
