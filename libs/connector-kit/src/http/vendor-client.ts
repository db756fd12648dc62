import { classifyFailure } from '../classify-failure.js';
import type { ReadContext, Surroundings } from '../connector.js';
import { ConnectorFailure } from '../connector-failure.js';
import { accessTokenIn, tokenQuestion, type AccessToken } from './access-token.js';
import { secretsOf, type Authentication } from './authentication.js';
import type { Answer, Ask, FailureRule, HttpDeclaration, HttpRequest, Limits } from './declaration.js';
import { failureOf } from './failure-table.js';
import { standardLimits } from './limits.js';
import { answerOf } from './read-answer.js';
import { realSurroundings } from './real-surroundings.js';
import { basic, messageOf } from './request-message.js';
import { openWire, type Received, type Wire } from './send-request.js';
import { askedWaitMs, backoffMs, vendorTime } from './wait-for.js';

/** A failure that ends the whole run: nothing else of this connection can be read either. */
export class ConnectionFailure extends ConnectorFailure {}

/** No access token was given, with the time for which the vendor asks to be left alone. */
class TokenFailure extends ConnectorFailure {
  constructor(
    { action, code, message, hint }: ConnectorFailure,
    readonly waitMs: number | null,
  ) {
    super(action, code, message, hint);
  }
}

/** Asks one vendor during one run. */
export class VendorClient<Settings> {
  readonly limits: Limits;
  /** The vendor's clock and ours at its last answer; null before the first, or where it does not tell its time. */
  clocks: { readonly vendor: Date; readonly ours: Date } | null = null;
  private readonly wire: Wire;
  private authentication: Authentication;
  /** Refresh tokens that were replaced during this run, the one that is kept first: they are still secrets. */
  private former: string[] = [];
  private readonly base: string;
  private readonly surroundings: Surroundings;
  private readonly sent: number[] = [];
  private token: Promise<AccessToken> | null = null;
  private blockedUntil = 0;

  constructor(
    private readonly declaration: HttpDeclaration<Settings>,
    settings: Settings,
    private readonly context: ReadContext,
  ) {
    this.limits = { ...standardLimits, ...declaration.limits };
    this.surroundings = context.surroundings ?? realSurroundings;
    this.authentication = declaration.authentication(settings);
    this.base = declaration.baseUrl(settings).replace(/\/+$/, '');
    this.wire = openWire(this.limits, context.allowPrivateAddresses ?? false);
  }

  /** @param subject what is read, as the beginning of a sentence: "Deployments of acme/shop" */
  askFor(subject: string): Ask {
    return async (request) => {
      try {
        return await this.ask(request, subject);
      } catch (error) {
        throw this.withoutSecrets(error);
      }
    };
  }

  close(): Promise<void> {
    return this.wire.close();
  }

  /** An address that the vendor gave, as path and query behind the base address. @throws {ConnectorFailure} for another host */
  pathOf(address: string): string {
    const url = URL.canParse(address, `${this.base}/`) ? new URL(address, `${this.base}/`) : null;
    const base = new URL(this.base);
    if (url?.origin !== base.origin || !`${url.pathname}/`.startsWith(base.pathname.replace(/\/*$/, '/'))) {
      throw new ConnectorFailure(
        'sourceChanged',
        'pageElsewhere',
        'The source names a next page that lies at another address than the source itself. It was not asked for.',
        'Check the address in the settings of the connection.',
      );
    }
    return `${url.pathname.slice(base.pathname.replace(/\/*$/, '').length)}${url.search}`;
  }

  private async ask(request: HttpRequest, subject: string): Promise<Answer> {
    let renewed = false;
    for (let attempt = 0; ; attempt += 1) {
      const { signal } = this.context;
      signal.throwIfAborted();
      await this.pace(subject);
      const outcome = await this.once(request, subject).catch((error: unknown) => {
        signal.throwIfAborted();
        return classifyFailure(error, subject);
      });
      if (!(outcome instanceof ConnectorFailure)) {
        const rule = failureOf(this.declaration.failures, outcome);
        if (rule === null) return outcome;
        if (outcome.status === 401 && this.token !== null && !renewed) {
          this.token = null;
          renewed = true;
          continue;
        }
        const waitMs = askedWaitMs(outcome, this.limits.rate, this.surroundings.clock());
        await this.waitOrThrow(failureBy(rule, subject), attempt, waitMs, subject);
      } else {
        const waitMs = outcome instanceof TokenFailure ? outcome.waitMs : null;
        await this.waitOrThrow(outcome, attempt, waitMs, subject);
      }
    }
  }

  private async waitOrThrow(
    failure: ConnectorFailure,
    attempt: number,
    askedMs: number | null,
    subject: string,
  ): Promise<void> {
    const again = failure.action === 'retry' || failure.action === 'rateLimited';
    if (!again || attempt + 1 >= this.limits.attempts) throw failure;
    const waitMs = askedMs ?? backoffMs(attempt, this.surroundings.random);
    if (waitMs > this.limits.mostWaitMs) throw tooLongAWait(subject, waitMs);
    await this.surroundings.sleep(waitMs, this.context.signal);
  }

  private async once(request: HttpRequest, subject: string): Promise<Answer> {
    const proof = await this.credentials();
    const received = await this.wire.send(
      this.urlOf(request),
      messageOf(request, this.declaration, proof),
      this.context.signal,
    );
    this.noteClocks(received);
    const waitMs = received.status < 400 ? askedWaitMs(received, this.limits.rate, this.surroundings.clock()) : null;
    if (waitMs !== null) this.blockedUntil = this.surroundings.clock().getTime() + waitMs;
    return answerOf(received, subject);
  }

  private noteClocks(received: Received): void {
    const vendor = vendorTime(received);
    if (vendor) this.clocks = { vendor, ours: this.surroundings.clock() };
  }

  /** Waits until the next request is allowed, by the vendor's last word and by the limit of requests a minute. */
  private async pace(subject: string): Promise<void> {
    const { requestsPerMinute, mostWaitMs } = this.limits;
    const now = () => this.surroundings.clock().getTime();
    const blockedMs = this.blockedUntil - now();
    if (blockedMs > mostWaitMs) throw tooLongAWait(subject, blockedMs);
    if (blockedMs > 0) await this.surroundings.sleep(blockedMs, this.context.signal);
    if (requestsPerMinute === null) return;
    while (this.sent.length > 0 && (this.sent[0] ?? 0) <= now() - 60_000) this.sent.shift();
    const oldest = this.sent[this.sent.length - requestsPerMinute];
    if (oldest !== undefined) await this.surroundings.sleep(oldest + 60_000 - now(), this.context.signal);
    this.sent.push(now());
  }

  private urlOf({ path, query = {} }: HttpRequest): URL {
    const url = new URL(`${this.base}${path}`);
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined) continue;
      for (const one of typeof value === 'object' ? value : [String(value)]) url.searchParams.append(name, one);
    }
    return url;
  }

  private async credentials(): Promise<Readonly<Record<string, string>>> {
    const { authentication } = this;
    switch (authentication.kind) {
      case 'none':
        return {};
      case 'token': {
        const { header = 'authorization', scheme = header === 'authorization' ? 'Bearer' : '', token } = authentication;
        return { [header.toLowerCase()]: scheme === '' ? token : `${scheme} ${token}` };
      }
      case 'basic':
        return { authorization: basic(authentication) };
      case 'clientCredentials':
      case 'refreshToken':
      case 'serviceAccount':
        return { authorization: `Bearer ${await this.accessToken(authentication)}` };
    }
  }

  private async accessToken(authentication: Extract<Authentication, { readonly tokenUrl: string }>): Promise<string> {
    const now = this.surroundings.clock();
    const kept = await this.token;
    if (kept && now.getTime() < kept.renewAt) return kept.token;
    this.token = this.fetchToken(authentication, now);
    try {
      return (await this.token).token;
    } catch (error) {
      this.token = null;
      throw error;
    }
  }

  private async fetchToken(
    authentication: Extract<Authentication, { readonly tokenUrl: string }>,
    now: Date,
  ): Promise<AccessToken> {
    if (authentication.kind === 'refreshToken' && !this.context.keepSecret) throw usedUpByTrying();
    const { url, form, credentials } = tokenQuestion(authentication, now);
    const headers = {
      accept: 'application/json',
      'content-type': 'application/x-www-form-urlencoded',
      'user-agent': 'Tandem',
    };
    const body = new URLSearchParams(form).toString();
    const received = await this.wire.send(
      new URL(url),
      { method: 'POST', headers, credentials, body },
      this.context.signal,
    );
    if (received.status >= 400 && received.status < 500 && received.status !== 429) {
      throw new ConnectionFailure(
        'configuration',
        'notAuthenticated',
        'The vendor gives no access token for these credentials.',
        'Check the client, its secret and its rights in the settings of the connection.',
      );
    }
    const answer = answerOf(received, 'The access token');
    const rule = failureOf([], answer);
    if (rule) throw new TokenFailure(failureBy(rule, 'The access token'), askedWaitMs(answer, null, now));
    const token = accessTokenIn(answer.body, now);
    if (authentication.kind === 'refreshToken' && token.refreshToken !== null)
      await this.keepRefreshToken(authentication, token.refreshToken);
    return token;
  }

  /** The one that was used may have ended with the answer: whoever comes next needs the fresh one, whatever becomes of this run. */
  private async keepRefreshToken(
    authentication: Extract<Authentication, { readonly kind: 'refreshToken' }>,
    fresh: string,
  ): Promise<void> {
    if (fresh === authentication.refreshToken) return;
    this.former.push(authentication.refreshToken);
    this.authentication = { ...authentication, refreshToken: fresh };
    // What could not be kept before is still the one that stands in the settings.
    const [kept = authentication.refreshToken] = this.former;
    await this.context.keepSecret?.(kept, fresh);
    this.former = [];
  }

  /** Nothing that proves who we are is ever in a message, whatever was answered or thrown. */
  private withoutSecrets(error: unknown): unknown {
    if (!(error instanceof ConnectorFailure)) return error;
    const { authentication } = this;
    const secrets = [
      ...this.former,
      ...secretsOf(authentication),
      ...(authentication.kind === 'basic' ? [basic(authentication)] : []),
    ];
    const clean = (text: string) =>
      secrets.reduce((cleaned, secret) => (secret === '' ? cleaned : cleaned.replaceAll(secret, '•••')), text);
    if (clean(error.message) === error.message && clean(error.hint) === error.hint) return error;
    return new ConnectorFailure(error.action, error.code, clean(error.message), clean(error.hint));
  }
}

function usedUpByTrying(): ConnectionFailure {
  return new ConnectionFailure(
    'configuration',
    'notTried',
    'A refresh token cannot be tried: its vendor may replace it, and the one that was given would have ended.',
    'Save the source: its first sync uses the token, and keeps the one that replaces it.',
  );
}

function failureBy({ action, code, message, hint, scope }: FailureRule, subject: string): ConnectorFailure {
  const Kind = scope === 'connection' ? ConnectionFailure : ConnectorFailure;
  return new Kind(action, code, `${subject} ${message}`, hint);
}

function tooLongAWait(subject: string, waitMs: number): ConnectorFailure {
  const minutes = Math.ceil(waitMs / 60_000);
  return new ConnectionFailure(
    'rateLimited',
    'rateLimited',
    `${subject} cannot be read at present: the vendor asks to wait for ${minutes} minutes.`,
    'The next sync goes on where this one ended; sync less often if this stays.',
  );
}
