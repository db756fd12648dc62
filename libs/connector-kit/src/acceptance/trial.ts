import assert from 'node:assert/strict';
import type { CanonicalRecord } from '@tandem/domain/record/streams';
import { coveringKeys, tombstoneVersion, type Tombstone } from '@tandem/domain/record/tombstone';
import { classifyFailure } from '../classify-failure.js';
import type {
  Finding,
  Json,
  Page,
  ReadContext,
  RejectedRow,
  StreamState,
  Surroundings,
  TimeWindow,
} from '../connector.js';
import type { ConnectorFailure } from '../connector-failure.js';
import type { HttpDeclaration, VendorRow } from '../http/declaration.js';
import { defineHttpConnector, type HttpConnector } from '../http/define-http-connector.js';
import { mapSecrets } from '../settings/setting-fields.js';
import { startVendorServer, type Fault, type VendorRequest, type VendorServer } from './vendor-server.js';
import type { VendorStub } from './vendor-stub.js';

const minuteMs = 60_000;

/** How a declaration becomes a connector; the proof of the suite makes broken ones. */
export type DefineConnector<Settings> = (declaration: HttpDeclaration<Settings>) => HttpConnector<Settings>;

/** A connector against its vendor's stub in a world of its own: its clock stands still but for requests and waits. */
export class Trial<Settings> {
  rows: VendorRow[] = [];
  now = new Date('2026-03-04T12:00:00.000Z');
  /** How far the vendor's clock is ahead of ours. */
  skewMs = 0;
  isDisordered = false;
  fault: (request: VendorRequest, number: number) => Fault | null = () => null;
  /** Before each answer, by the number of the request. */
  meanwhile: (number: number) => void = () => undefined;
  readonly waits: number[] = [];
  readonly problems: string[] = [];

  // What a database would hold.
  readonly records = new Map<string, CanonicalRecord>();
  readonly tombstones = new Map<string, Tombstone>();
  readonly states = new Map<string, StreamState>();
  rejected: RejectedRow[] = [];
  findings: Finding[] = [];
  private server: VendorServer | null = null;

  constructor(
    readonly stub: VendorStub<Settings>,
    private readonly connector: HttpConnector<Settings> = stub.connector,
  ) {}

  /** Runs `work` in a new trial and closes its server after it. */
  static async of<Settings>(
    stub: VendorStub<Settings>,
    work: (trial: Trial<Settings>) => Promise<void>,
    limits: HttpConnector<Settings>['declaration']['limits'] = {},
    define: DefineConnector<Settings> = defineHttpConnector,
  ): Promise<void> {
    const { declaration } = stub.connector;
    const connector = define({ ...declaration, limits: { ...declaration.limits, ...limits } });
    const trial = new Trial(stub, connector);
    try {
      await trial.start();
      await work(trial);
      assert.deepEqual([...new Set(trial.problems)], [], "requests against the vendor's published description");
    } finally {
      await trial.server?.close();
    }
  }

  get vendorNow(): Date {
    return new Date(this.now.getTime() + this.skewMs);
  }

  get requests(): readonly VendorRequest[] {
    return this.server?.requests ?? [];
  }

  forgetRequests(): void {
    this.server?.forget();
    this.waits.length = 0;
  }

  /** Adds rows that came to be one minute after the other, the last one minute ago. */
  addRows(count: number): void {
    const first = this.rows.length;
    for (let index = 0; index < count; index += 1)
      this.rows.push(this.stub.row(first + index, new Date(this.vendorNow.getTime() - (count - index) * minuteMs)));
  }

  /** Adds rows of one instant. */
  addTies(count: number, minutesAgo: number): void {
    const first = this.rows.length;
    const at = new Date(this.vendorNow.getTime() - minutesAgo * minuteMs);
    for (let index = 0; index < count; index += 1) this.rows.push(this.stub.row(first + index, at));
  }

  changeRow(index: number, change = this.stub.change): void {
    const row = this.rows[index];
    assert.ok(row, `there is no row ${index} to change`);
    this.rows[index] = change(row, this.vendorNow);
  }

  passMinutes(minutes: number): void {
    this.now = new Date(this.now.getTime() + minutes * minuteMs);
  }

  settings(): Settings {
    return this.connector.settings.parse(this.stub.settings(this.origin));
  }

  /** Secrets that the settings hold. */
  secrets(): readonly string[] {
    const found: string[] = [];
    mapSecrets(this.connector.settings, this.stub.settings(this.origin), (secret) => {
      found.push(secret);
      return secret;
    });
    return found;
  }

  get origin(): string {
    assert.ok(this.server);
    return this.server.origin;
  }

  context(changes: Partial<ReadContext> = {}): ReadContext {
    const surroundings: Surroundings = {
      clock: () => this.now,
      random: () => 0.5,
      sleep: (ms, signal) => {
        signal.throwIfAborted();
        this.waits.push(ms);
        this.now = new Date(this.now.getTime() + ms);
        return Promise.resolve();
      },
    };
    return {
      cursor: null,
      signal: new AbortController().signal,
      uploadDirectory: '',
      baseDirectory: '',
      allowPrivateAddresses: true,
      states: [...this.states.values()],
      surroundings,
      ...changes,
    };
  }

  read(changes: Partial<ReadContext> = {}): AsyncIterable<Page> {
    return this.connector.read(this.settings(), this.context(changes));
  }

  check() {
    return this.connector.check(this.settings(), this.context());
  }

  /** Reads to the end and keeps what comes, page by page, as a database would; answers the failure that ended it, or null. */
  async sync(changes: Partial<ReadContext> & { readonly window?: TimeWindow } = {}): Promise<ConnectorFailure | null> {
    this.rejected = [];
    this.findings = [];
    try {
      for await (const page of this.read(changes)) this.keep(page);
      return null;
    } catch (error) {
      return classifyFailure(error);
    }
  }

  /** A sync that must succeed. */
  async syncWhole(): Promise<void> {
    const failure = await this.sync();
    if (failure) assert.fail(`the sync failed: ${failure.code}: ${failure.message}`);
  }

  keep(page: Page): void {
    // What waits in a database is plain JSON.
    const kept = JSON.parse(JSON.stringify(page)) as Page;
    for (const record of kept.records) {
      const id = `${record.stream} ${record.naturalKey}`;
      const known = this.records.get(id);
      const isOlder = known?.version !== undefined && record.version !== undefined && record.version < known.version;
      if (!isOlder) this.records.set(id, record);
    }
    for (const tombstone of kept.gone ?? []) {
      const id = `${tombstone.stream} ${tombstone.covers} ${tombstone.key}`;
      if ((this.tombstones.get(id)?.version ?? '') < (tombstone.version ?? '~')) this.tombstones.set(id, tombstone);
    }
    if (this.tombstones.size > 0)
      for (const [id, record] of this.records) if (this.isGone(record)) this.records.delete(id);
    for (const state of kept.states ?? []) this.states.set(`${state.stream} ${state.partition}`, state);
    this.rejected.push(...kept.rejected);
    this.findings.push(...(kept.findings ?? []));
  }

  private isGone({ stream, naturalKey, version = '' }: CanonicalRecord): boolean {
    return coveringKeys(naturalKey).some((key) => {
      const covers = key === naturalKey ? 'record' : 'parts';
      const tombstone = this.tombstones.get(`${stream} ${covers} ${key}`);
      return (
        tombstone !== undefined && (tombstone.version === undefined || tombstoneVersion(tombstone.version) > version)
      );
    });
  }

  /** Every row of the vendor is here, as the vendor holds it now, and nothing else is. */
  async assertComplete(): Promise<void> {
    const keys = new Set([...this.records.values()].map((record) => record.naturalKey));
    const expected = new Set(this.rows.flatMap((row) => this.stub.keysOf(row)));
    assert.deepEqual([...expected].filter((key) => !keys.has(key)).slice(0, 5), [], 'records that are missing');
    assert.deepEqual(
      [...keys].filter((key) => !expected.has(key)).slice(0, 5),
      [],
      'records that the vendor does not have',
    );
    const fresh = new Trial(this.stub, this.connector);
    fresh.server = this.server;
    fresh.now = this.now;
    const { fault, isDisordered } = this;
    this.fault = () => null;
    this.isDisordered = false;
    await fresh.syncWhole();
    this.fault = fault;
    this.isDisordered = isDisordered;
    for (const [id, record] of fresh.records) {
      const kept = this.records.get(id);
      if (JSON.stringify(kept) !== JSON.stringify(record)) assert.deepEqual(kept, record, `the record ${id}`);
    }
  }

  stateText(): string {
    return JSON.stringify(
      [...this.states.values()].map(({ stream, partition, state }) => [stream, partition, timeOf(state)]),
    );
  }

  private async start(): Promise<void> {
    this.server = await startVendorServer({
      answer: (request) => {
        this.problems.push(...(this.stub.contract?.(request) ?? []));
        const slice = (sorted: readonly VendorRow[], offset: number, size: number) =>
          this.isDisordered ? disordered(sorted, offset, size) : sorted.slice(offset, offset + size);
        return this.stub.answer(request, { rows: this.rows, now: this.vendorNow, slice });
      },
      fault: (request, number) => {
        this.now = new Date(this.now.getTime() + 10);
        this.meanwhile(number);
        return this.fault(request, number);
      },
      now: () => this.vendorNow,
    });
  }
}

/** What a state says about data, without what it says about the reading. */
function timeOf(state: Json): unknown {
  const { time, id, readTo } = state as { readonly time: Json; readonly id: Json; readonly readTo: Json };
  return [time, id, readTo];
}

/** As if a row had come in front meanwhile: each later page begins with the last row of the one before; and its rows are turned round. */
function disordered(sorted: readonly VendorRow[], offset: number, size: number): readonly VendorRow[] {
  const begins = Math.max(0, offset - 1);
  return sorted.slice(begins, begins + size).reverse();
}
