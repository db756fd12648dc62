import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '@tandem/api/create-api';
import type { AccessSettings, ApiDependencies } from '@tandem/api/dependencies';
import type { Invited, TokenMade } from '@tandem/contracts/access';
import { openTestDatabase, type TestDatabase } from '@tandem/testing/test-database';
import { adminHeaders, apiAccess } from '../product/admin-access.js';

type Headers = Readonly<Record<string, string>>;

export interface Reply<T = unknown> {
  readonly status: number;
  readonly body: T;
  readonly headers: Readonly<Record<string, unknown>>;
  /** The session that the answer set, as a browser sends it back; null when it set none. */
  readonly session: Headers | null;
}

export const goodPassword = 'rowing over calm water';

/** The whole API in the process of the test, over a database of its own and a clock that the test moves. */
export class AccessStage {
  now = new Date('2026-11-10T08:00:00Z');

  private constructor(
    readonly database: TestDatabase,
    readonly api: NestFastifyApplication,
  ) {}

  static async open(
    settings: Partial<AccessSettings> = {},
    dashboardDirectory: string | null = null,
    opened: TestDatabase | null = null,
    others: Partial<
      Pick<
        ApiDependencies,
        'connectors' | 'uploadDirectory' | 'demoDocument' | 'secrets' | 'allowPrivateAddresses' | 'local'
      >
    > = {},
  ): Promise<AccessStage> {
    const database = opened ?? (await openTestDatabase());
    const holder: { stage?: AccessStage } = {};
    const api = await createApi({
      database,
      feed: { subscribe: () => () => undefined, close: () => Promise.resolve() },
      jobs: { enqueue: () => Promise.resolve() },
      connectors: [],
      clock: () => holder.stage?.now ?? new Date('2026-11-10T08:00:00Z'),
      version: '0.1.0',
      secrets: {},
      dashboardDirectory,
      uploadDirectory: '/nonexistent',
      demoDocument: null,
      http: { requestsPerMinute: 999_999_999 },
      access: { ...apiAccess, ...settings },
      ...others,
    });
    return (holder.stage = new AccessStage(database, api));
  }

  async close(): Promise<void> {
    await this.api.close();
    await this.database.close();
  }

  later(ms: number): void {
    this.now = new Date(this.now.getTime() + ms);
  }

  async ask<T = unknown>(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT' | 'HEAD',
    path: string,
    { headers = {}, body, from = '198.51.100.7' }: { headers?: Headers; body?: object; from?: string } = {},
  ): Promise<Reply<T>> {
    const answer = await this.api.inject({
      method,
      url: `/api/v1${path}`,
      // What a browser says of a request that a page of this server sends.
      headers: { 'sec-fetch-site': 'same-origin', ...headers },
      remoteAddress: from,
      ...(body === undefined ? {} : { payload: body }),
    });
    const set = answer.cookies.find(({ name }) => /^(__Host-)?tandem$/.test(name));
    return {
      status: answer.statusCode,
      body: (String(answer.headers['content-type']).includes('json') ? answer.json() : answer.body) as T,
      headers: answer.headers,
      session: set?.value ? { cookie: `${set.name}=${set.value}` } : null,
    };
  }

  /** Somebody with a password, who came by an invitation; answers their session. */
  async person(
    email: string,
    role: 'viewer' | 'contributor' | 'owner' | 'administrator',
    side: 'marketing' | 'it' | null = null,
    personId: string | null = null,
  ): Promise<Headers> {
    const made = await this.ask<Invited>('POST', '/accounts/invitations', {
      headers: adminHeaders,
      body: { email, name: `Person ${email}`, role, side, personId },
    });
    const accepted = await this.ask('POST', '/invitation/accept', {
      body: { token: made.body.link.split('#')[1], name: `Person ${email}`, password: goodPassword },
    });
    if (accepted.session === null)
      throw new Error(`The invitation was not accepted: ${JSON.stringify([made, accepted])}`);
    return accepted.session;
  }

  signIn(email: string, password = goodPassword, from?: string): Promise<Reply> {
    return this.ask('POST', '/session', { body: { email, password }, ...(from === undefined ? {} : { from }) });
  }

  /** A token that an administrator made. */
  async token(administrator: Headers, body: object): Promise<TokenMade> {
    const made = await this.ask<TokenMade>('POST', '/tokens', { headers: administrator, body });
    if (made.status !== 201) throw new Error(JSON.stringify(made));
    return made.body;
  }
}

export const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
