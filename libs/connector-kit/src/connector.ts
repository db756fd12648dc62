import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type { z } from 'zod';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A row that does not fit. It is kept, shown and can be mended; the rest of the page goes on. */
export interface RejectedRow {
  readonly stream: StreamName;
  readonly file: string;
  /** 1-based physical line on which the row starts. */
  readonly line: number;
  readonly field: string | null;
  /** A sentence that says what is wrong and what to do. */
  readonly reason: string;
  /** The row as it came, cut to 4,000 characters. */
  readonly raw: string;
  /** Names of its cells, where a row is made of cells: with them it can be mended by hand. */
  readonly columns?: readonly string[];
  /** As many as columns; left out where the row could not be told apart into them. */
  readonly cells?: readonly string[];
}

/** A row that was refused, as somebody has mended it: by its cells, or as a whole where there are none. */
export interface MendedRow {
  readonly stream: StreamName;
  readonly file: string;
  readonly line: number;
  readonly raw: string;
  readonly columns: readonly string[] | null;
  readonly cells: readonly string[] | null;
}

/** No records: the row is left out on purpose. */
export type RowReading =
  { readonly records: readonly CanonicalRecord[] } | { readonly field: string | null; readonly reason: string };

/** Time that a source covers completely: ISO instants, half-open. */
export interface CoveredTime {
  readonly from: string;
  readonly to: string;
  /** The records carry `knownAt`: the source covered each day on that day already, and not only since it was read. */
  readonly replayed?: true;
}

/** What one read step delivers; it is committed as a whole, together with its cursor. */
export interface Page {
  readonly records: readonly CanonicalRecord[];
  readonly rejected: readonly RejectedRow[];
  /** Rows that no mapping takes, left out on purpose by its filter. */
  readonly filteredOut: number;
  /** Where to go on after this page has been committed. */
  readonly cursor: Json;
  /** Share of the whole that has been read, 0 to 1; null when the length is not known. */
  readonly progress: number | null;
  /** What the source covers so far, per stream; told with the last page. */
  readonly coverage?: Readonly<Partial<Record<StreamName, CoveredTime>>>;
}

export interface ReadContext {
  /** Cursor of an interrupted run, null for a run from the start. */
  readonly cursor: Json | null;
  readonly signal: AbortSignal;
  /** Directory in which uploads of this connection are kept. */
  readonly uploadDirectory: string;
  /** Base of relative paths in settings. */
  readonly baseDirectory: string;
  /** Private and loopback addresses that may be contacted: none (also where absent), all, or the listed. Link-local addresses never are. */
  readonly allowPrivateAddresses?: boolean | readonly string[];
  /** Directory whose files are this installation's own and no source: keys, tokens, the database. */
  readonly closedDirectory?: string;
}

export interface CheckResult {
  readonly ok: boolean;
  /** What could be read, or why not, in sentences. */
  readonly findings: readonly string[];
}

/** A connector is a typed declaration; the kit runs it. */
export interface Connector<Settings = unknown> {
  readonly id: string;
  readonly title: string;
  readonly settings: z.ZodType<Settings>;
  /** Where it reads, without secrets, for people. */
  location(settings: Settings): string;
  /** Web addresses that it would contact, judged when the settings are saved and again at every connection. */
  contacts?(settings: Settings): readonly string[];
  /** Whether, with these settings, it reads the files that people upload. */
  takesUploads?(settings: Settings): boolean;
  check(settings: Settings, context: ReadContext): Promise<CheckResult>;
  read(settings: Settings, context: ReadContext): AsyncIterable<Page>;
  /** Reads one refused row again without asking the source; left out where no row can be read by itself. */
  readRow?(settings: Settings, row: MendedRow): Promise<RowReading>;
}

/** Keeps the settings' type inside a declaration while a registry holds connectors of many kinds. */
export function defineConnector<Settings>(connector: Connector<Settings>): Connector<Settings> {
  return connector;
}
