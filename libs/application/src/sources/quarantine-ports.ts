import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
import type { Connection } from '@tandem/domain/organisation/organisation';

/** Which open rows are meant: some of them, or all that were refused for one reason. */
export type QuarantineSelection =
  { readonly ids: readonly string[] } | { readonly reason: string; readonly stream: string };

/** A row of quarantine as it came. */
export interface RefusedRow {
  readonly id: string;
  readonly stream: StreamName;
  readonly file: string;
  readonly line: number;
  readonly raw: string;
  readonly columns: readonly string[] | null;
  readonly cells: readonly string[] | null;
  /** It was pushed as a canonical record and not read by a connector. */
  readonly pushed: boolean;
}

/** What somebody changed in a row: cells by their column, or all of it anew. */
export type RowEdit = { readonly cells: Readonly<Record<string, string>> } | { readonly raw: string };

/** What has become of a row that was read again. No records: its mapping leaves it out on purpose. */
export type ReadAgain =
  | { readonly row: RefusedRow; readonly records: readonly CanonicalRecord[]; readonly gone?: readonly Tombstone[] }
  | { readonly row: RefusedRow; readonly field: string | null; readonly reason: string };

export interface Mended {
  readonly runId: string | null;
  readonly mended: number;
  readonly stored: number;
  readonly unchanged: number;
  /** Rows that do not fit yet, and stay as they are. */
  readonly refused: readonly { readonly id: string; readonly field: string | null; readonly reason: string }[];
  /** Rows of the selection that are still open beside those, for there were more than one step takes. */
  readonly left: number;
  readonly touchedMetrics: readonly string[];
}

export interface QuarantineStore {
  /**
   * Reads rows again and commits what fits, as a run of its own, with its row of the audit trail. null: there is no such source.
   */
  mend(
    connectionId: string,
    selection: QuarantineSelection,
    act: { readonly actor: string; readonly now: Date; readonly edit: RowEdit | null },
    readAgain: (connection: Connection, rows: readonly RefusedRow[]) => Promise<readonly ReadAgain[]>,
  ): Promise<Mended | null>;
  /** null: there is no such source. */
  dismiss(
    connectionId: string,
    selection: QuarantineSelection,
    act: { readonly actor: string; readonly now: Date; readonly reason: string },
  ): Promise<{ readonly dismissed: number } | null>;
}
