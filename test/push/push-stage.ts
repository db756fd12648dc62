import { connectors } from '@tandem/connectors/registry';
import { AccessStage } from '../access/access-stage.js';
import { adminHeaders } from '../product/admin-access.js';

/** The API in the process of the test, with one source and what is pushed to it. */
export class PushStage {
  private constructor(readonly access: AccessStage) {}

  static async open(secrets: Readonly<Record<string, string>> = {}): Promise<PushStage> {
    return new PushStage(await AccessStage.open({}, null, null, { connectors, secrets }));
  }

  close(): Promise<void> {
    return this.access.close();
  }

  async apply(text: string): Promise<void> {
    const { status, body } = await this.access.ask('POST', '/configuration', { headers: adminHeaders, body: { text } });
    if (status !== 200) throw new Error(JSON.stringify(body));
  }

  /** Sends bytes as they are. */
  async send(
    path: string,
    payload: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly text: string; readonly bytes: Buffer; readonly type: string }> {
    const answer = await this.access.api.inject({ method: 'POST', url: `/api/v1/push${path}`, payload, headers });
    return {
      status: answer.statusCode,
      text: answer.body,
      bytes: answer.rawPayload,
      type: String(answer.headers['content-type']),
    };
  }

  /** As the administrator's token. */
  sendAs(path: string, payload: string | Buffer, headers: Readonly<Record<string, string>> = {}) {
    return this.send(path, payload, { 'content-type': 'application/json', ...adminHeaders, ...headers });
  }

  /** The current records of a source, without what tells when they came. */
  async records(source: string): Promise<readonly { readonly key: string; readonly data: Record<string, unknown> }[]> {
    const { rows } = await this.access.database.pool.query<{ key: string; data: Record<string, unknown> }>(
      'select natural_key as key, data from record where connection_id = $1 order by stream, natural_key',
      [source],
    );
    return rows;
  }

  async count(table: string): Promise<number> {
    const { rows } = await this.access.database.pool.query<{ n: number }>(`select count(*)::int as n from ${table}`);
    return rows[0]?.n ?? 0;
  }
}

export const pushSource = (id: string, settings: object = {}): string =>
  JSON.stringify({
    version: 1,
    connections: [{ id, name: id, connector: 'push', expectedEvery: '1d', settings }],
  });
