import type { AccountList, SignInLinkMade } from '@tandem/contracts/access';
import pg from 'pg';
import { adminHeaders } from '../product/admin-access.js';
import type { Product } from '../product/start-product.js';
import type { Answered, Endpoint } from './description.js';

const inputsBetweenResets = 50;

/**
 * Who sends the inputs: every fourth the administrator's token, and the first administrator with a session of a browser the others, since there is
 * more that only people may do. A session that an input ended is opened anew.
 */
export class FuzzCaller {
  private cookie = '';
  private sent = 0;
  private renewing: Promise<void> | null = null;

  private constructor(
    private readonly product: Product,
    private readonly database: pg.Pool,
  ) {}

  static async open(product: Product, databaseUrl: string): Promise<FuzzCaller> {
    const caller = new FuzzCaller(product, new pg.Pool({ connectionString: databaseUrl, max: 1 }));
    await caller.signIn();
    await caller.speakAsSomebody();
    return caller;
  }

  close(): Promise<void> {
    return this.database.end();
  }

  /** Requests that a person sends outside the inputs, to prepare them. */
  get<T>(path: string): Promise<T> {
    return this.ask('GET', path);
  }
  post<T>(path: string, body: object): Promise<T> {
    return this.ask('POST', path, body);
  }

  private async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(this.product.url + path, {
      method,
      headers: { ...this.signedIn(), ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  async headers(index: number): Promise<Readonly<Record<string, string>>> {
    this.sent += 1;
    if (this.sent % inputsBetweenResets === 0) await this.reset();
    await this.renewing;
    return index % 4 === 0 ? adminHeaders : this.signedIn();
  }

  /** Sees whether the session is over. */
  async hear({ method, path }: Endpoint, { status }: Answered): Promise<void> {
    const isAboutSignIn = path.startsWith('/api/v1/session');
    const signedOut = method === 'DELETE' && isAboutSignIn && status === 204;
    if (!signedOut && (isAboutSignIn || status !== 401)) return;
    this.renewing ??= this.signIn().finally(() => (this.renewing = null));
    await this.renewing;
  }

  private signedIn(): Readonly<Record<string, string>> {
    return { cookie: this.cookie, 'sec-fetch-site': 'same-origin' };
  }

  private async signIn(): Promise<void> {
    const { link } = await this.product.post<SignInLinkMade>('/api/v1/sign-in-links', {});
    const answer = await fetch(`${this.product.url}/api/v1/session/link`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      body: JSON.stringify({ link: link.split('#')[1] }),
    });
    if (!answer.ok) throw new Error(`The link did not sign in: ${answer.status} ${await answer.text()}`);
    this.cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
  }

  /** Only an account that speaks as a person of the configuration signs and proposes. */
  private async speakAsSomebody(): Promise<void> {
    const { accounts, people } = await this.product.get<AccountList>('/api/v1/accounts');
    const [account, person] = [accounts[0], people[0]];
    if (!account || !person) throw new Error('There is nobody to speak as.');
    const answer = await this.product.fetch(`/api/v1/accounts/${account.id}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ personId: person.id, side: person.side }),
    });
    if (!answer.ok) throw new Error(`The account speaks as nobody: ${await answer.text()}`);
    await this.signIn();
  }

  /** Limits of guessing have tests of their own; here they would keep the inputs from what lies behind them, and so would a password or a second factor. */
  private async reset(): Promise<void> {
    await this.database.query('delete from sign_in_attempt');
    await this.database.query(`delete from sign_in_rule`);
    await this.database.query(
      `update account set password_hash = null, totp_secret = null, totp_confirmed_at = null
        where password_hash is not null or totp_secret is not null`,
    );
  }
}
