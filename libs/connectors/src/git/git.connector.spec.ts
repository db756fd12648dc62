import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { acceptanceSuite } from '@tandem/connector-kit/acceptance-suite';
import { classifyFailure } from '@tandem/connector-kit/classify-failure';
import type { Page, ReadContext, StreamState } from '@tandem/connector-kit/connector';
import { gitConnector, gitSettings } from './git.connector.js';

const now = new Date('2026-11-22T12:00:00Z');
let base: string;
let shop: string;
let before: ReadonlySet<string>;

/** Runs git as a developer would, at a certain time. */
function git(directory: string, at: string, ...args: string[]): string {
  const identity = {
    GIT_AUTHOR_NAME: 'dev',
    GIT_AUTHOR_EMAIL: 'd@e',
    GIT_COMMITTER_NAME: 'dev',
    GIT_COMMITTER_EMAIL: 'd@e',
  };
  const env = { PATH: process.env['PATH'] ?? '', HOME: base, ...identity, GIT_AUTHOR_DATE: at, GIT_COMMITTER_DATE: at };
  return execFileSync('git', ['-c', 'init.defaultBranch=main', ...args], {
    cwd: directory,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

const commit = (at: string, subject: string) => {
  git(shop, at, 'commit', '--quiet', '--allow-empty', '-m', subject);
  return git(shop, at, 'rev-parse', 'HEAD');
};

beforeEach(async () => {
  before = new Set(await readdir(tmpdir()));
  base = await realpath(await mkdtemp(path.join(tmpdir(), 'tandem-trial-of-git-')));
  shop = path.join(base, 'acme', 'shop');
  await mkdir(shop, { recursive: true });
  git(shop, '2026-01-01T00:00:00Z', 'init', '--quiet');
  commit('2026-10-01T08:00:00Z', 'first');
  git(shop, '2026-10-01T09:00:00Z', 'tag', 'v1.0');
  commit('2026-10-02T08:00:00+02:00', 'feat(basket): more room');
  commit('2026-10-03T08:00:00Z', 'Revert "first"');
  git(shop, '2026-10-04T12:00:00Z', 'tag', '-a', 'v1.1', '-m', 'eleven');
  commit('2026-10-05T08:00:00Z', 'fix: less');
  git(shop, '2026-10-05T09:00:00Z', 'tag', 'nightly-7');
});
afterEach(() => rm(base, { recursive: true, force: true }));

const settingsOf = (changes: object = {}) =>
  gitSettings.parse({ location: path.join(base, 'acme'), repositories: ['shop'], tags: 'v*', ...changes });
const context = (changes: Partial<ReadContext> = {}): ReadContext => ({
  cursor: null,
  signal: new AbortController().signal,
  uploadDirectory: '',
  baseDirectory: '',
  allowPrivateAddresses: true,
  local: { files: [], repositories: [base], taps: {} },
  surroundings: { clock: () => now, sleep: () => Promise.resolve(), random: () => 0.5 },
  ...changes,
});

async function read(settings = settingsOf(), changes: Partial<ReadContext> = {}): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of gitConnector.read(settings, context(changes))) pages.push(page);
  return pages;
}
const recordsOf = (pages: readonly Page[]) => pages.flatMap(({ records }) => records);
const statesOf = (pages: readonly Page[]): readonly StreamState[] =>
  JSON.parse(JSON.stringify(pages.flatMap(({ states }) => states ?? []))) as StreamState[];
const toldOf = (pages: readonly Page[]) =>
  pages.flatMap(({ findings }) => (findings ?? []).map(({ message }) => message));
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => classifyFailure(error),
  );
const leftovers = async () =>
  (await readdir(tmpdir())).filter((name) => name.startsWith('tandem-git-') && !before.has(name));

describe('the git connector', () => {
  const suite = (title: RegExp) => {
    const cases = () =>
      acceptanceSuite({ connector: gitConnector, settings: settingsOf(), context: context(), rows: 4 });
    return cases().find((one) => title.test(one.title));
  };
  it.each([
    [/reads equal records twice/],
    [/accounts for every row/],
    [/delivers canonical records/],
    [/stops when told to/],
  ])('keeps what every connector owes: %s', async (title) => {
    await suite(title)?.run();
    expect(suite(title)).toBeDefined();
  });

  it('reads light and annotated tags as deployments, and the commits between them as changes', async () => {
    const pages = await read();
    const [first, second, ...changes] = recordsOf(pages);
    expect(first).toMatchObject({
      stream: 'deployment',
      naturalKey: 'tag/shop/v1.0',
      fields: {
        service: 'shop',
        environment: 'production',
        tier: 'production',
        ref: 'v1.0',
        outcome: 'succeeded',
        finishedAt: '2026-10-01T08:00:00.000Z',
      },
    });
    // What the first tag brought is not known.
    expect(first?.fields).not.toHaveProperty('firstCommitAt');
    expect(second?.fields).toMatchObject({
      ref: 'v1.1',
      finishedAt: '2026-10-04T12:00:00.000Z',
      createdAt: '2026-10-03T08:00:00.000Z',
      firstCommitAt: '2026-10-02T06:00:00.000Z',
    });
    expect(
      changes.map(({ stream, fields: { kind, revert, merge, deploymentRef } }) => [
        stream,
        kind,
        revert,
        merge,
        deploymentRef,
      ]),
    ).toEqual([
      ['change', undefined, true, false, 'v1.1'],
      ['change', 'feat', false, false, 'v1.1'],
    ]);
    expect(pages.at(-1)?.coverage?.deployment).toEqual({ from: '2025-11-22T12:00:00.000Z', to: now.toISOString() });
    expect(await leftovers()).toEqual([]);
  });

  it('reads nothing again that has not changed, and then only what is new', async () => {
    const states = statesOf(await read());
    const again = await read(settingsOf(), { states });
    expect([recordsOf(again), toldOf(again)]).toEqual([[], []]);
    git(shop, '2026-10-06T12:00:00Z', 'tag', '-a', 'v1.2', '-m', 'twelve');
    const third = await read(settingsOf(), { states: statesOf(again) });
    expect(recordsOf(third).map(({ stream, fields }) => [stream, fields.deploymentRef ?? fields.ref])).toEqual([
      ['deployment', 'v1.2'],
      ['change', 'v1.2'],
    ]);
    const window = { from: '2026-10-04T00:00:00.000Z', to: '2026-10-05T00:00:00.000Z' };
    const backfilled = await read(settingsOf(), { states: statesOf(third), window });
    expect(
      recordsOf(backfilled)
        .map(({ fields }) => fields.ref)
        .slice(0, 1),
    ).toEqual(['v1.1']);
    expect(statesOf(backfilled)).toEqual([]);
  });

  it('follows a tag that was moved, and takes back the deployment of one that is gone', async () => {
    const states = statesOf(await read());
    const head = git(shop, now.toISOString(), 'rev-parse', 'HEAD');
    git(shop, '2026-10-07T12:00:00Z', 'tag', '-f', '-a', 'v1.1', '-m', 'again', head);
    git(shop, '2026-10-07T12:00:00Z', 'tag', '-d', 'v1.0');
    const pages = await read(settingsOf(), { states });
    const records = recordsOf(pages);
    expect(pages.flatMap(({ gone = [] }) => gone)).toEqual([
      { stream: 'deployment', key: 'tag/shop/v1.0', covers: 'record', origin: 'shop tag v1.0' },
    ]);
    expect(records.find(({ naturalKey }) => naturalKey === 'tag/shop/v1.1')?.fields).toMatchObject({
      commit: head,
      finishedAt: '2026-10-07T12:00:00.000Z',
    });
    expect(toldOf(pages)).toEqual([
      expect.stringMatching(/v1\.1 of shop was moved/),
      expect.stringMatching(/v1\.0 of shop is gone/),
    ]);
    const after = await read(settingsOf(), { states: statesOf(pages) });
    expect([recordsOf(after), after.flatMap(({ gone = [] }) => gone), toldOf(after)]).toEqual([[], [], []]);
  });

  it('takes the time of the commit for a tag that says to be older, and leaves out tags of what is no commit', async () => {
    git(shop, '2026-09-01T00:00:00Z', 'tag', '-a', 'v0.9', '-m', 'early', 'HEAD');
    git(shop, '2026-10-06T00:00:00Z', 'tag', 'v-tree', 'HEAD^{tree}');
    git(shop, '2026-10-08T00:00:00Z', 'tag', '-a', 'v-outer', '-m', 'tag of a tag', 'v1.1');
    const pages = await read();
    const deployments = recordsOf(pages).filter(({ stream }) => stream === 'deployment');
    expect(deployments.map(({ fields: { ref, finishedAt } }) => [ref, finishedAt])).toEqual([
      ['v1.0', '2026-10-01T08:00:00.000Z'],
      ['v1.1', '2026-10-04T12:00:00.000Z'],
      ['v0.9', '2026-10-05T08:00:00.000Z'],
      ['v-outer', '2026-10-08T00:00:00.000Z'],
    ]);
    expect(toldOf(pages)).toEqual([
      expect.stringMatching(/v0\.9 of shop is older than its commit/),
      expect.stringMatching(/1 tags of shop are left out/),
    ]);
  });

  it('says of a shallow clone that its changes are missing, and still reads its tags', async () => {
    const shallow = path.join(base, 'acme', 'shallow');
    git(
      base,
      now.toISOString(),
      'clone',
      '--quiet',
      '--depth=1',
      '--no-single-branch',
      '--branch',
      'v1.1',
      `file://${shop}`,
      shallow,
    );
    git(shallow, now.toISOString(), 'fetch', '--quiet', '--depth=1', 'origin', 'tag', 'v1.0');
    const pages = await read(settingsOf({ repositories: ['shallow'] }));
    expect(recordsOf(pages).map(({ stream, fields }) => [stream, fields.ref])).toEqual([
      ['deployment', 'v1.0'],
      ['deployment', 'v1.1'],
    ]);
    expect(pages.flatMap(({ findings }) => findings ?? [])).toMatchObject([
      { kind: 'notRead', message: expect.stringMatching(/shallow clone/) },
    ]);
  });

  it('reads other repositories when one fails, and says which', async () => {
    const failing = settingsOf({ repositories: ['gone', 'shop'] });
    const pages: Page[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const page of gitConnector.read(failing, context())) pages.push(page);
      })(),
    );
    expect(recordsOf(pages)).toHaveLength(4);
    expect(pages.at(-1)?.coverage).toEqual({});
    expect(failure).toMatchObject({
      action: 'configuration',
      code: 'notFound',
      message: expect.stringMatching(/acme\/gone .* Everything else was read/),
    });
  });

  it('reads no directory that its operator has not named, links included', async () => {
    for (const local of [
      undefined,
      { files: [], repositories: [], taps: {} },
      { files: [], repositories: [path.join(base, 'other')], taps: {} },
    ]) {
      const { local: _, ...without } = context();
      const reading = gitConnector.read(settingsOf(), local ? { ...without, local } : without);
      expect(
        await failureOf(
          reading[Symbol.asyncIterator]()
            .next()
            .then(() => reading[Symbol.asyncIterator]().next()),
        ),
      ).toMatchObject({ code: 'pathRefused' });
    }
    await mkdir(path.join(base, 'open'));
    execFileSync('ln', ['-s', shop, path.join(base, 'open', 'link')]);
    const linked = settingsOf({ location: path.join(base, 'open'), repositories: ['link'] });
    expect(
      await failureOf(read(linked, { local: { files: [], repositories: [path.join(base, 'open')], taps: {} } })),
    ).toMatchObject({ code: 'pathRefused' });
  });

  it('runs nothing that a repository wants to have run', async () => {
    const trap = path.join(base, 'trap');
    await writeFile(trap, `#!/bin/sh\ntouch '${base}/sprung'\nexit 1\n`);
    await chmod(trap, 0o755);
    const settings = [
      'core.fsmonitor',
      'core.sshCommand',
      'gpg.program',
      'uploadpack.packObjectsHook',
      'core.pager',
      'core.askPass',
      'credential.helper',
    ];
    for (const name of settings) git(shop, now.toISOString(), 'config', name, trap);
    git(shop, now.toISOString(), 'config', 'log.showSignature', 'true');
    git(shop, now.toISOString(), 'config', 'remote.origin.url', `ext::${trap}`);
    git(shop, now.toISOString(), 'config', 'remote.origin.promisor', 'true');
    for (const hook of ['post-checkout', 'reference-transaction', 'pre-auto-gc', 'post-index-change'])
      await writeFile(path.join(shop, '.git', 'hooks', hook), `#!/bin/sh\ntouch '${base}/sprung'\n`, { mode: 0o755 });
    expect(recordsOf(await read())).toHaveLength(4);
    expect(existsSync(path.join(base, 'sprung'))).toBe(false);
  });

  it('finds repositories below a directory, and shows in a check what they hold', async () => {
    git(base, now.toISOString(), 'init', '--quiet', '--bare', 'acme/group/bare.git');
    const [found] = (await gitConnector.discover?.(settingsOf({ repositories: [] }), context())) ?? [];
    expect(found).toEqual({
      field: 'repositories',
      choices: ['group/bare.git', 'shop'].map((value) => ({ value, label: value })),
      note: null,
    });
    const check = await gitConnector.check(settingsOf(), context());
    expect(check).toMatchObject({ ok: true, findings: ['shop has 2 tags that match "v*".'] });
    expect(check.records?.map(({ fields }) => fields.ref)).toEqual(['v1.0', 'v1.1']);
    const bad = await gitConnector.check(settingsOf({ repositories: ['none'] }), context());
    expect(bad).toMatchObject({
      ok: false,
      findings: [expect.stringMatching(/acme\/none is not there/), expect.any(String)],
    });
  });

  it.each([
    ['ext::sh -c date', /must begin with https/],
    ['ssh://git@example.org/acme', /must begin with https/],
    ['file:///etc', /must begin with https/],
    ['https://user:pw@example.org/', /must hold no user/],
    ['--upload-pack=date', /must be an address/],
  ])('does not take the location %s', (location, sentence) => {
    expect(JSON.stringify(gitSettings.safeParse({ location }).error?.issues)).toMatch(sentence);
  });

  it.each(['../etc', '-x', 'a/../b', 'a//b', '/a'])('does not take the repository %s', (name) => {
    expect(gitSettings.safeParse({ location: '/srv', repositories: [name] }).success).toBe(false);
  });
});

describe('a repository on a host', () => {
  let server: Server;
  let origin: string;
  let asked: string[];
  let answer: number | null;

  beforeEach(async () => {
    asked = [];
    answer = null;
    server = createServer((request, response) => {
      const given = request.headers.authorization;
      asked.push(request.url ?? '');
      if (given !== `Basic ${Buffer.from('git:token-of-the-trial').toString('base64')}`) {
        response.writeHead(401, { 'www-authenticate': 'Basic realm="git"' }).end();
        return;
      }
      if (answer !== null) {
        response.writeHead(answer, answer < 400 ? { location: 'http://169.254.169.254/' } : {}).end();
        return;
      }
      const url = new URL(request.url ?? '/', 'http://host.invalid');
      const backend = spawn('git', ['http-backend'], {
        env: {
          PATH: process.env['PATH'] ?? '',
          GIT_PROJECT_ROOT: base,
          GIT_HTTP_EXPORT_ALL: '1',
          PATH_INFO: decodeURIComponent(url.pathname),
          QUERY_STRING: url.search.slice(1),
          REQUEST_METHOD: request.method ?? 'GET',
          CONTENT_TYPE: request.headers['content-type'] ?? '',
          HTTP_CONTENT_ENCODING: String(request.headers['content-encoding'] ?? ''),
          GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
        },
      });
      request.pipe(backend.stdin);
      const chunks: Buffer[] = [];
      backend.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      backend.on('close', () => {
        const whole = Buffer.concat(chunks);
        const end = whole.indexOf('\r\n\r\n');
        const headers = whole
          .subarray(0, end)
          .toString()
          .split('\r\n')
          .map((line) => line.split(': '));
        const status = Number(headers.find(([name]) => name === 'Status')?.[1]?.slice(0, 3) ?? 200);
        for (const [name = '', value = ''] of headers) if (name !== 'Status') response.setHeader(name, value);
        response.writeHead(status).end(whole.subarray(end + 4));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  });
  const remote = (changes: object = {}) =>
    settingsOf({
      location: `${origin}/acme`,
      repositories: ['shop/.git'.replace('/.git', '')],
      token: 'token-of-the-trial',
      ...changes,
    });

  it('is read as one of this machine is, without a directory that anybody has named', async () => {
    const here = recordsOf(await read());
    const there = recordsOf(await read(remote(), { local: { files: [], repositories: [], taps: {} } }));
    expect(there).toEqual(here);
    expect(gitConnector.contacts?.(remote())).toEqual([`${origin}/acme`]);
  });

  it.each([
    [401, 'notAuthenticated', 'configuration'],
    [403, 'accessDenied', 'configuration'],
    [404, 'notFound', 'configuration'],
    [302, 'redirectRefused', 'configuration'],
    [429, 'rateLimited', 'rateLimited'],
    [503, 'sourceUnavailable', 'retry'],
  ])('that answers %i is told: %s', async (status, code, action) => {
    answer = status;
    const failure = await failureOf(read(status === 401 ? remote({ token: 'another-token' }) : remote()));
    expect(failure).toMatchObject({ code, action });
    expect(JSON.stringify([failure?.message, failure?.hint])).not.toMatch(/token-of-the-trial|another-token|Z2l0O/);
    expect(await leftovers()).toEqual([]);
  });

  it('lies on no private address unless allowed', async () => {
    expect(await failureOf(read(remote(), { allowPrivateAddresses: false }))).toMatchObject({ code: 'addressRefused' });
    expect(await failureOf(read(remote({ location: 'http://169.254.169.254/x' })))).toMatchObject({
      code: 'addressRefused',
    });
    expect(asked).toEqual([]);
  });

  it('is connected to by the address that was judged', async () => {
    // Nobody but the look-up before knows this name as ours.
    const named = remote({ location: `${origin.replace('127.0.0.1', 'localhost')}/acme` });
    expect(recordsOf(await read(named))).toHaveLength(4);
  });
});
