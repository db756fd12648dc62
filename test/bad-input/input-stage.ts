import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import type { Problem } from '@tandem/contracts/common';
import type { RecordsAnswer } from '@tandem/contracts/metrics';
import type { SourcePage } from '@tandem/contracts/sources';
import { adminHeaders } from '../product/admin-access.js';
import { createDatabase, startProduct, until, type Product } from '../product/start-product.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The body as a problem; every refusal must be one. */
  readonly problem: Problem;
}

export interface Asked {
  readonly body?: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface SourceOptions {
  readonly fileName?: string;
  /** Beside or instead of the usual settings of the connection. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Beside or instead of the usual mapping. */
  readonly mapping?: Readonly<Record<string, unknown>>;
}

/** The running product with a directory of files that it reads, each as a source of its own with a metric that counts its records. */
export class InputStage {
  private constructor(
    readonly product: Product,
    readonly directory: string,
    private readonly database: Awaited<ReturnType<typeof createDatabase>>,
  ) {}

  static async open(): Promise<InputStage> {
    const database = await createDatabase();
    const directory = await mkdtemp(path.join(os.tmpdir(), 'tandem-bad-input-'));
    const product = await startProduct({ databaseUrl: database.url });
    return new InputStage(product, directory, database);
  }

  async close(): Promise<void> {
    await this.product.stop();
    await rm(this.directory, { recursive: true, force: true });
    await this.database.drop();
  }

  fileOf(id: string, { fileName = `${id}.csv` }: SourceOptions = {}): string {
    return path.join(this.directory, fileName);
  }

  /** Writes the file, makes it a source, and answers the source once it was read. */
  async source(id: string, content: string | Buffer | null, options: SourceOptions = {}): Promise<SourcePage> {
    if (content !== null) await writeFile(this.fileOf(id, options), content);
    const text = JSON.stringify(this.document(id, options));
    await this.product.post('/api/v1/configuration', { file: `${id}.yaml`, text });
    return this.finished(id, null);
  }

  /** Reads a source again, after its file was replaced. */
  async readAgain(id: string, content: string | Buffer, options: SourceOptions = {}): Promise<SourcePage> {
    const before = await this.page(id);
    await writeFile(this.fileOf(id, options), content);
    await this.product.post(`/api/v1/sources/${id}/sync`);
    return this.finished(id, before.source.lastRun?.id ?? null);
  }

  page(id: string): Promise<SourcePage> {
    return this.product.get<SourcePage>(`/api/v1/sources/${id}`);
  }

  finished(id: string, previousRun: string | null): Promise<SourcePage> {
    return until(`the source ${id} was read`, async () => {
      const page = await this.page(id);
      const { lastRun } = page.source;
      const over = lastRun?.state === 'succeeded' || lastRun?.state === 'failed';
      return over && lastRun.id !== previousRun ? page : null;
    });
  }

  /** Keys of what a source has stored, in the order of their time. */
  async stored(id: string): Promise<string[]> {
    const answer = await this.product.get<RecordsAnswer>(
      `/api/v1/metrics/rows-of-${id}/records?from=2026-01-01&to=2027-01-01&limit=500`,
    );
    if (answer.next !== null) throw new Error('The examples are small enough for one page.');
    return answer.records.map(({ naturalKey }) => naturalKey);
  }

  /** A request of an administrator with exactly this path: nothing on the way corrects it. */
  ask(method: string, route: string, { body, headers: own = {} }: Asked = {}): Promise<Answer> {
    const headers = { ...adminHeaders, ...own };
    const { hostname, port } = new URL(this.product.url);
    return new Promise((resolve, reject) => {
      const request = httpRequest({ hostname, port, method, path: route, headers, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('error', reject);
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text, problem: problemIn(text) }));
      });
      request.on('error', reject);
      request.setTimeout(60_000, () => request.destroy(new Error(`${method} ${route.slice(0, 100)} is not answered.`)));
      request.end(body);
    });
  }

  postJson(route: string, body: unknown): Promise<Answer> {
    return this.postText(route, JSON.stringify(body));
  }

  postText(route: string, body: string): Promise<Answer> {
    return this.ask('POST', route, { body, headers: { 'content-type': 'application/json' } });
  }

  apply(text: string): Promise<Answer> {
    return this.postJson('/api/v1/configuration', { file: 'tandem.yaml', text });
  }

  /** Sources, metrics and goals as they are: two answers differ when anything was written in between. */
  async inventory(): Promise<unknown> {
    return Promise.all(['sources', 'metrics', 'goals'].map((name) => this.product.get(`/api/v1/${name}`)));
  }

  private document(id: string, { fileName, settings, mapping }: SourceOptions): object {
    return {
      version: 1,
      organisation: { name: 'Bad input', timeZone: 'UTC', weekStartsOn: 'monday' },
      connections: [
        {
          id,
          name: `Tickets ${id}`,
          connector: 'file',
          expectedEvery: '7d',
          settings: {
            location: { path: this.fileOf(id, fileName === undefined ? {} : { fileName }) },
            mappings: [{ ...usualMapping, ...mapping }],
            ...settings,
          },
        },
      ],
      metrics: [countOf(id)],
    };
  }
}

/** Reads `id,opened,closed,state`, plus the priority where a file has it. */
export const usualMapping = {
  stream: 'slaCycle',
  fields: {
    ticket: 'id',
    measure: { constant: 'resolution' },
    startedAt: 'opened',
    stoppedAt: 'closed',
    state: { column: 'state', values: { met: 'met', breached: 'breached' } },
  },
  naturalKey: { columns: ['id'] },
};

export const header = 'id,opened,closed,state';

/** A row that is as it should be. */
export function goodRow(id: string, day = '01'): string {
  return `${id},2026-09-${day}T08:00:00Z,2026-09-${day}T09:00:00Z,met`;
}

export function fileOf(...rows: readonly string[]): string {
  return [header, ...rows, ''].join('\n');
}

/** A path that surely does not exist. */
export const nowhere = path.join(os.tmpdir(), `tandem-nowhere-${randomUUID()}`, 'tickets.csv');

function countOf(id: string): object {
  return {
    key: `rows-of-${id}`,
    title: `Rows of ${id}`,
    description: 'Every stored record of this source.',
    unit: 'count',
    precision: 0,
    direction: 'up',
    windowDays: 7,
    settlingDays: 0,
    formula: {
      kind: 'count',
      stream: 'slaCycle',
      connections: [id],
      at: ['stoppedAt', 'startedAt'],
      dimensions: ['priority'],
    },
  };
}

function problemIn(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    return { statusCode: 0, error: 'The answer is no JSON.', message: text.slice(0, 300) };
  }
}
