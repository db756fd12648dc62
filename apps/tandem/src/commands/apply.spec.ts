import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Problem } from '@tandem/contracts/common';
import type { ApplyAnswer } from '@tandem/contracts/system';
import { CommandFailure } from '../command.js';
import { run as runApply } from './apply.js';
import { run as runExport } from './export.js';
import { run as runSchema } from './schema.js';

const applied: ApplyAnswer = {
  applied: true,
  recounts: [],
  changes: [
    {
      kind: 'organisation',
      id: 'organisation',
      action: 'change',
      fields: [{ field: 'timeZone', from: 'UTC', to: 'Europe/Lisbon' }],
    },
    {
      kind: 'person',
      id: 'lead',
      action: 'create',
      fields: [{ field: 'name', from: null, to: 'Lead \u001b[31mred\nline' }],
    },
    {
      kind: 'metric',
      id: 'lead-time',
      action: 'propose',
      fields: [{ field: 'precision', from: '1', to: '2' }],
      waitsFor: ['marketing', 'it'],
    },
    { kind: 'goal', id: 'faster', action: 'unchanged', fields: [] },
  ],
  warnings: [],
};
const refused: Problem = {
  statusCode: 400,
  error: 'Bad Request',
  message: 'metrics[0].unit: is missing; goals.x: is stored',
  issues: [
    { field: 'metrics[0].unit', reason: 'is missing', file: 'team.yaml', line: 12, column: 5 },
    { field: 'goals.x.owners.it', reason: 'is stored' },
  ],
};

describe('apply, export and schema', () => {
  let server: Server;
  let url: string;
  let directory: string;
  let answer: { status: number; body: string };
  let received: { method: string | undefined; path: string | undefined; body: string }[];

  beforeEach(async () => {
    received = [];
    answer = { status: 200, body: JSON.stringify(applied) };
    server = createServer((request, response) => {
      void text(request).then((body) => {
        received.push({ method: request.method, path: request.url, body });
        response.writeHead(answer.status, { 'content-type': 'application/json' }).end(answer.body);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    directory = await mkdtemp(path.join(tmpdir(), 'tandem-apply-'));
    await writeFile(path.join(directory, 'team.yaml'), 'version: 1\n');
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });
  });

  async function command(
    run: typeof runApply,
    args: readonly string[],
    { env = { TANDEM_URL: url }, input = '' }: { env?: Record<string, string>; input?: string } = {},
  ) {
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const code = await run(args, { env, cwd: directory, stdin: Readable.from([input]), stdout, stderr });
    stdout.end();
    stderr.end();
    return { code, out: await text(stdout), err: await text(stderr) };
  }

  it('sends the file and shows what changed, without letting a title touch the terminal', async () => {
    expect(await command(runApply, ['team.yaml'])).toEqual({
      code: 0,
      out: [
        '~ organisation',
        '    timeZone: UTC → Europe/Lisbon',
        '+ person lead',
        '    name: Lead ·[31mred⏎line',
        '? metric lead-time: waits for the signature of marketing and IT',
        '    precision: 1 → 2',
        'Applied: 1 created, 1 changed, 1 proposed, 1 unchanged.',
        '',
      ].join('\n'),
      err: '',
    });
    expect(received).toEqual([
      {
        method: 'POST',
        path: '/api/v1/configuration',
        body: JSON.stringify({ file: 'team.yaml', text: 'version: 1\n', dryRun: false }),
      },
    ]);
  });

  it('says of a dry run that nothing was written', async () => {
    answer.body = JSON.stringify({ ...applied, applied: false });
    const { code, out } = await command(runApply, ['--dry-run', 'team.yaml']);
    expect(code).toBe(0);
    expect(out).toContain('Dry run: 1 would be created, 1 changed, 1 proposed, 1 unchanged. Nothing was written.');
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({ dryRun: true });
  });

  it('says when there is nothing to change', async () => {
    answer.body = JSON.stringify({ ...applied, changes: applied.changes.slice(3) });
    expect((await command(runApply, ['team.yaml'])).out).toBe('Nothing to change: 1 as written already.\n');
  });

  it('warns of what was not refused, and still succeeds', async () => {
    const warning = { code: 'sameName', metrics: ['a', 'b'], message: 'a and b are all called "R\u001b[31m".' };
    answer.body = JSON.stringify({
      applied: true,
      changes: applied.changes.slice(3),
      recounts: [],
      warnings: [warning],
    });
    const { code, out } = await command(runApply, ['team.yaml']);
    expect(code).toBe(0);
    expect(out).toBe('Nothing to change: 1 as written already.\nWarning: a and b are all called "R·[31m".\n');
  });

  it('tells each fault with its place and fails', async () => {
    answer = { status: 400, body: JSON.stringify(refused) };
    expect(await command(runApply, ['team.yaml'])).toEqual({
      code: 1,
      out: '',
      err: 'team.yaml:12:5: metrics[0].unit: is missing\nteam.yaml: goals.x.owners.it: is stored\n2 faults; nothing was written.\n',
    });
  });

  it('reads from the standard input', async () => {
    await command(runApply, ['-'], { input: 'version: 1\npeople: []\n' });
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      file: 'standard input',
      text: 'version: 1\npeople: []\n',
    });
  });

  it('explains a wrong call, a missing file, and that nobody answers', async () => {
    expect(await command(runApply, [])).toMatchObject({ code: 2, err: expect.stringContaining('Name one file') });
    await expect(command(runApply, ['none.yaml'])).rejects.toThrow('none.yaml does not exist');
    await expect(command(runApply, ['team.yaml'], { env: { TANDEM_URL: 'ftp://x' } })).rejects.toThrow(
      'TANDEM_URL must be',
    );
    await expect(command(runApply, ['team.yaml'], { env: { TANDEM_DATA_DIR: directory } })).rejects.toThrow(
      `No Tandem runs on ${directory}`,
    );
    await writeFile(path.join(directory, 'tandem.json'), JSON.stringify({ url: 'http://127.0.0.1:1', pid: 1 }));
    await expect(command(runApply, ['team.yaml'], { env: { TANDEM_DATA_DIR: directory } })).rejects.toThrow(
      'Nobody answers at http://127.0.0.1:1',
    );
    answer = { status: 502, body: '<html>' };
    await expect(command(runApply, ['team.yaml'])).rejects.toThrow(CommandFailure);
  });

  it('finds the instance that runs on the data directory', async () => {
    await writeFile(path.join(directory, 'tandem.json'), JSON.stringify({ url, pid: 1 }));
    expect((await command(runApply, ['team.yaml'], { env: { TANDEM_DATA_DIR: directory } })).code).toBe(0);
  });

  it('prints the exported file as it comes', async () => {
    answer.body = 'version: 1\npeople: []\n';
    expect(await command(runExport, [])).toEqual({ code: 0, out: 'version: 1\npeople: []\n', err: '' });
    expect(received).toEqual([{ method: 'GET', path: '/api/v1/configuration', body: '' }]);
  });

  it('prints the schema without asking anybody', async () => {
    const { out } = await command(runSchema, [], { env: {} });
    expect(JSON.parse(out)).toMatchObject({ title: 'Tandem configuration', additionalProperties: false });
    expect(received).toEqual([]);
  });
});
