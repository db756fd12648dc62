/** How far a metric is that is being counted from all its records. */
export interface BackfillProgress {
  readonly state: 'running' | 'stopped';
  /** 0 to 0.99, two decimals. */
  readonly share: number;
  /** Records that have been looked at. */
  readonly records: number;
}

export interface MetricBackfill {
  /**
   * Counts what the versions of the metric have not counted yet, in bounded transactions; goes on where an earlier count was interrupted.
   * `stopped` when somebody has stopped it: what is counted stays counted.
   */
  count(metricKey: string, now: () => Date, signal?: AbortSignal): Promise<'counted' | 'stopped'>;
  /** Counts all versions of the metric anew, from their first record. */
  recalculate(metricKey: string, now: Date): Promise<void>;
  /** Both answer false for a metric that is not being counted, and keep in the audit trail who asked. */
  stop(metricKey: string, actor: string, now: Date): Promise<boolean>;
  resume(metricKey: string, actor: string, now: Date): Promise<boolean>;
  /** The metrics that are not counted yet, by key. */
  progress(): Promise<ReadonlyMap<string, BackfillProgress>>;
}
