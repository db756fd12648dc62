import type { Finding } from '@tandem/connector-kit/connector';
import type { RunFailure, RunTrigger } from '../ports.js';

export interface SyncRunView {
  readonly id: string;
  readonly trigger: RunTrigger;
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed' | 'stopped';
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly filteredOut: number;
  /** Records that were there before, and that the source said are gone. */
  readonly takenBack: number;
  readonly progress: number | null;
  readonly error: RunFailure | null;
}

export interface SourceView {
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly expectedEveryMs: number;
  /** null: only on request. */
  readonly syncEveryMs: number | null;
  readonly lastSyncAt: Date | null;
  /** When the clock reads it next; null when it does not, or not yet planned. */
  readonly nextSyncAt: Date | null;
  readonly dataTo: Date | null;
  readonly streams: readonly string[];
  /** Rows of quarantine that nobody has mended or dismissed. */
  readonly quarantined: number;
  readonly paused: PauseView | null;
  /** Runs that failed since the last one that did not, or since it was resumed. */
  readonly failedRuns: number;
  readonly failingSince: Date | null;
  readonly warnedAt: Date | null;
  readonly lastRun: SyncRunView | null;
}

export interface PauseView {
  readonly at: string;
  /** A name for people. */
  readonly by: string;
  readonly reason: string;
}

/** Of all runs that are kept: received = stored + unchanged + quarantined. */
export interface RunTotals {
  readonly runs: number;
  readonly received: number;
  readonly stored: number;
  readonly unchanged: number;
  readonly quarantined: number;
  readonly filteredOut: number;
  readonly takenBack: number;
}

export type QuarantineState = 'open' | 'mended' | 'dismissed';

export interface QuarantinedRowView {
  readonly id: string;
  readonly stream: string;
  readonly file: string;
  readonly line: number;
  readonly field: string | null;
  readonly reason: string;
  readonly raw: string;
  /** The row by its columns; null where it has none, or could not be told apart into them. */
  readonly cells: readonly { readonly column: string; readonly value: string }[] | null;
  readonly seenAt: string;
  readonly state: QuarantineState;
  /** Who decided what became of it, when and why; null while it is open. */
  readonly decided: { readonly at: string; readonly by: string; readonly reason: string | null } | null;
}

/** Open rows that were refused for the same reason. */
export interface RefusalReason {
  readonly stream: string;
  readonly field: string | null;
  readonly reason: string;
  readonly rows: number;
}

/** Something that the organisation does not keep for ever, and of which something has been removed. */
export interface RemovedView {
  readonly kind: 'uploads' | 'versions' | 'records' | 'observations';
  /** A stream; of uploads the source. */
  readonly subject: string;
  readonly keptFrom: string;
  /** How much the last run has removed, and when it removed the last of it. */
  readonly removed: number;
  readonly removedAt: string;
}

export interface QuarantineQuestion {
  readonly state: QuarantineState;
  readonly reason?: string;
  /** Id of the last row that is known. */
  readonly after: string | null;
  readonly limit: number;
}

/** What was noticed of a source beside its rows. */
export interface FindingView {
  readonly run: string;
  readonly kind: Finding['kind'];
  readonly stream: string;
  readonly field: string | null;
  readonly message: string;
  readonly seenAt: string;
}

export interface SourceReader {
  /** Of the latest runs, the newest first. */
  findings(id: string, limit: number): Promise<readonly FindingView[]>;
  removed(): Promise<readonly RemovedView[]>;
  list(id?: string): Promise<readonly SourceView[]>;
  /** Newest first; `before` is the id of the oldest that is known. */
  runs(id: string, limit: number, before?: string): Promise<readonly SyncRunView[]>;
  totals(id: string): Promise<RunTotals>;
  /** Oldest first. */
  quarantine(id: string, question: QuarantineQuestion): Promise<readonly QuarantinedRowView[]>;
  /** The most frequent first. */
  reasons(id: string, limit: number): Promise<readonly RefusalReason[]>;
}

/** What people decide about a source; each is a row of the audit trail in the same transaction. null: there is no such source. */
export interface SourceControl {
  /** Ends a run that waits or works as well. `unchanged`: it is paused already. */
  pause(id: string, act: SourceAct): Promise<'done' | 'unchanged' | null>;
  /** Its failures are forgotten, and its beat begins anew. */
  resume(id: string, act: Omit<SourceAct, 'reason'>): Promise<'done' | 'unchanged' | null>;
  /** What the run has committed stays. `unchanged`: it has ended already. */
  stopRun(id: string, runId: string, act: Omit<SourceAct, 'reason'>): Promise<'done' | 'unchanged' | null>;
}

export interface SourceAct {
  readonly actor: string;
  readonly now: Date;
  readonly reason: string;
}
