export interface RestatedValue {
  readonly value: string | null;
  readonly numerator: string | null;
  readonly denominator: string | null;
  readonly n: number;
}

/** A settled value that changed. */
export interface RestatementRow {
  readonly id: string;
  readonly metric: string;
  readonly version: number;
  /** Local day `YYYY-MM-DD`. */
  readonly day: string;
  readonly start: Date;
  readonly end: Date;
  readonly before: RestatedValue;
  readonly after: RestatedValue;
  readonly restatedAt: Date;
  readonly runId: string;
  readonly trigger: string;
  readonly source: { readonly id: string; readonly name: string };
}

export interface RestatementReader {
  /** Newest first; `after` is the id that the page before ended with. */
  list(request: {
    /** Keys of the metrics that are asked about; all of them when left out. */
    readonly metrics?: readonly string[] | undefined;
    readonly after?: string | undefined;
    readonly asKnownAt: Date | null;
    /** Only what changed after it; all when left out. */
    readonly since?: Date | undefined;
    readonly limit: number;
  }): Promise<readonly RestatementRow[]>;
}
