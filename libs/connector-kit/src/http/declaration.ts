import type { StreamName } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type { z } from 'zod';
import type { DiscoveredChoices, FoundItems, ItemQuestion, Json, StreamDescription } from '../connector.js';
import type { FailureAction } from '../connector-failure.js';
import type { Authentication } from './authentication.js';
import type { Paging } from './paging.js';

/** One question to a vendor. The path follows the connector's base address; parts of it that come from data are escaped by the caller. */
export interface HttpRequest {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  /** What is undefined is left out; a list repeats its name. */
  readonly query?: Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. Only questions are asked by POST: a request may be sent twice. */
  readonly body?: Json;
  /** Sent as a form, where the vendor asks for one. */
  readonly form?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** By names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON, in which whole numbers that JavaScript would round are texts of their digits. Of an answer that is no JSON, its text. */
  readonly body: unknown;
}

/** Asks with authentication, guard, limits, retries and the failures table applied; throws a ConnectorFailure. */
export type Ask = (request: HttpRequest) => Promise<Answer>;

/** What the vendor's answer of this kind means. The first rule that fits decides; after the connector's rules come the kit's own. */
export interface FailureRule {
  /** One status, or the first and the last of a range. 200 stands for errors that a vendor sends as a success. */
  readonly status: number | readonly [number, number];
  /** Narrows the rule to some answers. */
  readonly when?: (answer: Answer) => boolean;
  /** `retry` and `rateLimited` are tried again within the run first. */
  readonly action: FailureAction;
  readonly code: string;
  /** Follows what was read, as in "Deployments of acme/shop …": a sentence for the owner of the source. */
  readonly message: string;
  /** What the owner can do about it. */
  readonly hint: string;
  /** Why the vendor answers so, for whoever maintains the connector. */
  readonly why: string;
  /** `connection`: nothing else can be read either, so the run ends here. Without it the other streams and partitions go on. */
  readonly scope?: 'connection';
}

export interface Limits {
  /** Requests at the same time to one host, over all connections of this process. */
  readonly concurrency: number;
  /** Requests to one host in any minute; null for no such limit. */
  readonly requestsPerMinute: number | null;
  readonly connectTimeoutMs: number;
  /** Longest wait for the first byte of an answer. */
  readonly headersTimeoutMs: number;
  /** Longest silence within an answer. */
  readonly bodyTimeoutMs: number;
  readonly mostBytes: number;
  /** Requests for one answer, the first included. */
  readonly attempts: number;
  /** Longest wait that a vendor may ask for within a run; beyond it the run ends and goes on later. */
  readonly mostWaitMs: number;
  /** Pages of one partition of a stream in one run: a bound against paging without end. */
  readonly mostPages: number;
  /** Headers by which the vendor tells what is left of its limit. */
  readonly rate: RateHeaders | null;
}

export interface RateHeaders {
  readonly remaining: string;
  readonly reset: string;
  /** What `reset` counts: the second since 1970 at which the limit is new, or seconds from now. */
  readonly resetIs: 'epochSeconds' | 'secondsFromNow';
}

/** What is read at the moment. */
export interface Reading<Settings> {
  readonly settings: Settings;
  /** Empty for a stream without partitions. */
  readonly partition: string;
  /** Read what changed at this instant or later (ISO); null for everything. */
  readonly from: string | null;
  /** Read what came before this instant: the moment at which the reading began, by the vendor's clock, or the end of a backfilled window. */
  readonly to: string;
  /** With keyset paging: the last row of the page before; null on the first page. */
  readonly after: { readonly time: string; readonly id: string } | null;
}

/** A row as the vendor gives it, not checked yet. */
export type VendorRow = Readonly<Record<string, Json>>;

/** How a stream is read again without loss; see docs/connectors.md. */
export type CursorKind =
  /**
   * Rows sorted upwards by time of change and id, asked for from the last time on, that time included. The next run begins `overlapMs`
   * before it.
   */
  | {
      readonly kind: 'timestampId';
      /** The row's time of change as the vendor writes it, ISO with a zone, every digit kept; null for a row that has none. */
      readonly time: (row: VendorRow) => string | null;
      readonly id: (row: VendorRow) => string;
      readonly overlapMs: number;
    }
  /** The source filters or sorts by creation: each run reads again what began up to `lookBackMs` before the last complete reading. */
  | { readonly kind: 'lookBack'; readonly lookBackMs: number }
  /** Figures that the vendor goes on correcting: each run reads the last whole days again. */
  | { readonly kind: 'rewriteWindow'; readonly days: number }
  /** Everything, each time. */
  | { readonly kind: 'none' };

/** A record as `normalize` gives it: instants in any ISO form with a zone; what is null or undefined is left out. */
export interface RecordDraft {
  readonly stream: StreamName;
  /** The same for the same thing, for ever; unique within connection and stream, so that it names the partition where ids do not. */
  readonly key: string;
  readonly fields: Readonly<Record<string, string | number | boolean | null | undefined>>;
  readonly dimensions?: Readonly<Record<string, string | null | undefined>>;
  /** Sorts byte by byte, such as the time of change in ISO form: an older version that comes late then stays older. */
  readonly version?: string;
  /** When the source itself knew this version; only a replay of history says so. */
  readonly knownAt?: string;
  /** Where a person finds it again. */
  readonly url?: string | null;
}

/** That the vendor has taken something back, as `normalize` gives it; see `Tombstone`. */
export interface GoneDraft extends Omit<Tombstone, 'origin'> {
  readonly url?: string | null;
}

/** What a vendor's row is for us. */
export interface NormalizedRow {
  readonly records: readonly RecordDraft[];
  /** What the row says is not there any more; only of a stream that `takesBack`. */
  readonly gone?: readonly GoneDraft[];
  /** What is wrong with it, where not even the records that are given are all. */
  readonly rejected?: readonly {
    readonly stream: StreamName;
    readonly field: string | null;
    readonly reason: string;
  }[];
}

export interface StreamDeclaration<Settings, Row extends z.ZodObject = z.ZodObject> {
  /** Stays the same for ever: states are kept under it. */
  readonly name: string;
  readonly title: string;
  readonly delivers: readonly [StreamName, ...StreamName[]];
  /** What a row must hold, as far as it is used; a row that does not fit is quarantined. Fields beside it are let through unread. */
  readonly row: Row;
  /** Parts that are read and remembered each by itself. */
  readonly partitions?: (settings: Settings, ask: Ask) => readonly string[] | Promise<readonly string[]>;
  readonly cursor: CursorKind;
  readonly paging: Paging;
  readonly request: (reading: Reading<Settings>) => HttpRequest;
  /** The rows of an answer, as the vendor gives them; anything but a list fails as a source that has changed. */
  readonly rows: (body: unknown, reading: Reading<Settings>) => unknown;
  /** What the owner should know of an answer that is taken all the same, in sentences: figures that are estimated, rows that are withheld. */
  readonly notices?: (body: unknown) => readonly string[];
  /** Asks for what a row leaves out (statuses of a deployment) and adds it, before the row is checked and kept. */
  readonly complete?: (row: VendorRow, ask: Ask, reading: Reading<Settings>) => Promise<VendorRow>;
  /** With a newest-first source: true for a row from which on nothing is new any more, so that no further page is asked for. */
  readonly endsAt?: (row: VendorRow, reading: Reading<Settings>) => boolean;
  /** Pure. No record and no reason means a row left out on purpose. */
  readonly normalize: (
    row: z.output<Row>,
    about: { readonly settings: Settings; readonly partition: string },
  ) => NormalizedRow;
  /** Whether a complete reading covers its time, so that a day without a record counts as zero. Default true. */
  readonly covers?: boolean;
  /** The vendor tells by this stream what it has deleted, be it its own records or those of another stream of the connector. */
  readonly takesBack?: true;
}

/** A stream whose row type is known inside it only. */
export type HttpStream<Settings> = Omit<StreamDeclaration<Settings>, 'row' | 'normalize'> & {
  readonly row: z.ZodObject;
  readonly normalize: (row: never, about: { readonly settings: Settings; readonly partition: string }) => NormalizedRow;
};

/** Declares the streams of a connector: `const stream = streamsFor<Settings>();` and then `stream({ … })` for each. */
export function streamsFor<Settings>() {
  return <Row extends z.ZodObject>(declaration: StreamDeclaration<Settings, Row>): HttpStream<Settings> => declaration;
}

export interface HttpDeclaration<Settings> {
  readonly id: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  /** Where everything lies, without a slash at the end: `https://api.github.com`. */
  readonly baseUrl: (settings: Settings) => string;
  /** For people, without secrets; the base address where left out. */
  readonly location?: (settings: Settings) => string;
  readonly authentication: (settings: Settings) => Authentication;
  /** Sent with each request: versions of the API, kinds of answers. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits>;
  readonly failures: readonly FailureRule[];
  /** The first instant of a first reading; null reads everything. */
  readonly begins: (settings: Settings, now: Date) => Date | null;
  readonly streams: readonly HttpStream<Settings>[];
  /** For a connector whose rows are whatever its owner asks for: the streams that the settings make, in place of `streams`. */
  readonly bySettings?: {
    readonly described: readonly StreamDescription[];
    readonly streams: (settings: Settings) => readonly HttpStream<Settings>[];
  };
  /** Streams that the settings ask for; all where left out. */
  readonly chosen?: (settings: Settings) => readonly string[];
  /** For a connector whose settings may leave nothing to be read. */
  readonly idle?: {
    readonly isIdle: (settings: Settings) => boolean;
    /** Tries the connection all the same, and answers a sentence that says what it is there for. */
    readonly attempt: (settings: Settings, ask: Ask) => Promise<string>;
  };
  readonly discover?: (settings: Settings, ask: Ask) => Promise<readonly DiscoveredChoices[]>;
  readonly findItems?: (settings: Settings, question: ItemQuestion, ask: Ask) => Promise<FoundItems>;
}

/** All streams that a connector has with these settings. */
export function streamsOf<Settings>(
  { streams, bySettings }: Pick<HttpDeclaration<Settings>, 'streams' | 'bySettings'>,
  settings: Settings,
): readonly HttpStream<Settings>[] {
  return bySettings?.streams(settings) ?? streams;
}
