import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { StreamName } from '@tandem/domain/record/streams';

export interface EvidenceSelection {
  readonly definition: MetricDefinition;
  /** Half-open. */
  readonly from: Date;
  readonly to: Date;
  readonly asKnownAt: Date | null;
  /** Reach of links between incidents and deployments, in hours; 24 when left out. */
  readonly linkWithinHours?: number | undefined;
  /** Only records whose dimension has this value. */
  readonly slice?: { readonly dimension: string; readonly value: string };
}

export interface EvidenceRequest extends EvidenceSelection {
  /** Position after which to go on, as answered by the page before; a `RangeError` for any other text. */
  readonly after?: string;
  readonly limit: number;
}

/** One record behind a value, and what it adds to it. */
export interface EvidenceRecord {
  readonly connection: string;
  readonly stream: string;
  readonly naturalKey: string;
  readonly origin: string;
  readonly at: string;
  readonly knownAt: string;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  readonly dimensions: Readonly<Record<string, string>>;
}

export interface ProductionDeployment {
  readonly at: string;
  readonly service: string;
  readonly ref: string;
  readonly outcome: string;
}

/** What stands in the lanes below a chart beside deployments. */
export type LaneStream = 'campaign' | 'freeze';

export interface LaneSpan {
  readonly title: string;
  readonly start: string;
  /** null while no end is known. */
  readonly end: string | null;
  /** Channel of a campaign, service of a freeze. */
  readonly detail: string | null;
}

export interface LaneQuestion {
  readonly from: Date;
  readonly to: Date;
  /** null asks for all. */
  readonly services: readonly string[] | null;
  readonly asKnownAt: Date | null;
  readonly limit: number;
}

export interface EvidenceReader {
  records(
    request: EvidenceRequest,
  ): Promise<{ readonly records: readonly EvidenceRecord[]; readonly total: number; readonly next: string | null }>;
  /** All records behind a value, batch after batch, from one snapshot; stopping early gives everything back. Throws `Busy` when there are many already. */
  stream(selection: EvidenceSelection): AsyncIterable<readonly EvidenceRecord[]>;
  /** Which services the records behind a value are of, most records first, at most 500 of them; none for streams whose records name no service. */
  services(selection: EvidenceSelection): Promise<readonly { readonly service: string; readonly n: number }[]>;
  /** Of all services when `services` is null; the latest ones when there are more than `limit`. */
  deployments(request: LaneQuestion): Promise<readonly ProductionDeployment[]>;
  /** Those that touch the time, in order of their beginning; a freeze without a service holds for all. */
  spans(stream: LaneStream, request: LaneQuestion): Promise<readonly LaneSpan[]>;
  /** Of which of these streams any record is known. */
  told(streams: readonly StreamName[], asKnownAt: Date | null): Promise<ReadonlySet<string>>;
}

/** Nothing is wrong with the request; it has to wait for others. */
export class Busy extends Error {
  readonly retryAfterSeconds = 15;

  constructor(reason: string) {
    super(`${reason} Try again in a moment.`);
    this.name = 'Busy';
  }
}
