import type { CanonicalRecord, StreamName } from '@tandem/domain/record/streams';
import type { Tombstone } from '@tandem/domain/record/tombstone';
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
  | { readonly records: readonly CanonicalRecord[]; readonly gone?: readonly Tombstone[] }
  | { readonly field: string | null; readonly reason: string };

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
  /** What the source says is not there any more. */
  readonly gone?: readonly Tombstone[];
  /** Where to go on after this page has been committed. */
  readonly cursor: Json;
  /** Share of the whole that has been read, 0 to 1; null when the length is not known. */
  readonly progress: number | null;
  /** What the source covers so far, per stream; told with the last page. */
  readonly coverage?: Readonly<Partial<Record<StreamName, CoveredTime>>>;
  /** How far the streams of the source have been read; kept from run to run. Absent: as before. */
  readonly states?: readonly StreamState[];
  /** What is noticed about the source beside its rows. */
  readonly findings?: readonly Finding[];
  /** Rows as the vendor gave them, from which `replay` makes the same records again. */
  readonly raw?: RawPage;
}

/** How far one partition (a repository, a project) of a stream has been read: opaque to everybody but the connector. */
export interface StreamState {
  readonly stream: string;
  /** Empty where the stream has one part only. */
  readonly partition: string;
  readonly state: Json;
}

/** Something that the owner of a source should know though the run goes on. */
export interface Finding {
  readonly kind: 'fieldAdded' | 'fieldRemoved' | 'fieldChanged' | 'clockSkew' | 'notRead' | 'other';
  readonly stream: string;
  readonly field: string | null;
  /** A sentence: what was seen, and what it means. */
  readonly message: string;
}

export interface RawPage {
  readonly stream: string;
  readonly partition: string;
  /** The canonical stream that the rows are kept as long as. */
  readonly delivers: StreamName;
  readonly rows: readonly RawRow[];
}

export interface RawRow {
  /** The same for the same thing of the vendor: of each the last row is kept. */
  readonly key: string;
  readonly row: Json;
}

/** Half-open; ISO instants. */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

/** A connector's own stream, for people who choose or read about it. */
export interface StreamDescription {
  readonly name: string;
  readonly title: string;
  readonly delivers: readonly StreamName[];
}

/** What can be chosen for a setting: repositories, projects, properties. */
export interface DiscoveredChoices {
  /** Path of the setting, joined by dots. */
  readonly field: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  /** Why there are no more, or none; null when all are there. */
  readonly note: string | null;
  /** Of a mapping: the first rows as they came, for whoever says what a row means. */
  readonly sample?: SampleRows;
}

export interface SampleRows {
  readonly columns: readonly string[];
  /** As many cells as columns; what came longer is cut. */
  readonly rows: readonly (readonly string[])[];
}

/** What the first rows became, where rows are mapped. */
export interface TriedRows {
  readonly rows: number;
  readonly records: number;
  /** Left out on purpose by a filter. */
  readonly leftOut: number;
  readonly rejected: readonly Pick<RejectedRow, 'stream' | 'field' | 'line' | 'reason'>[];
}

/** What is asked of a tracker. */
export interface ItemQuestion {
  /** In the tracker's own language. */
  readonly query: string;
  /** Ids or names of its fields. */
  readonly fields: readonly string[];
  readonly most: number;
}

/** What a query of a tracker finds: for each item its key, and the text of each field that was asked for; empty where nothing stands. */
export interface FoundItems {
  readonly items: readonly {
    readonly key: string;
    /** Its page in the tracker. */
    readonly url: string;
    /** By the field as it was asked for. */
    readonly fields: Readonly<Record<string, string>>;
  }[];
  /** There are more than were asked for. */
  readonly isCut: boolean;
}

/** What the operator of an installation lets sources use of its machine; settings only name what is in here. */
export interface LocalAccess {
  /** Absolute directories in which, and below which, files may be read; or whatever the process may read. */
  readonly files: 'any' | readonly string[];
  /** Absolute directories in which, and below which, repositories may be read. */
  readonly repositories: readonly string[];
  /** Programs that speak Singer, by name: an absolute path each. */
  readonly taps: Readonly<Record<string, string>>;
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
  /** Where absent, nothing of this machine may be used but files below the base directory. */
  readonly local?: LocalAccess;
  /** How far earlier runs came; absent or empty for a source that was never read. */
  readonly states?: readonly StreamState[];
  /** Reads this time only and moves no state: a backfill. */
  readonly window?: TimeWindow;
  /**
   * Keeps a secret that the source has replaced, in the place of the former one; done before the fresh one is used. Absent where settings are only tried: then
   * nothing is used that its use would end.
   */
  readonly keepSecret?: (former: string, fresh: string) => Promise<void>;
  /** Time and chance, given from outside so that tests wait for nothing; the real ones where absent. */
  readonly surroundings?: Surroundings;
}

export interface Surroundings {
  readonly clock: () => Date;
  /** Rejects when the signal is raised before the time has passed. */
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** From 0 up to, but without, 1. */
  readonly random: () => number;
}

export interface CheckResult {
  readonly ok: boolean;
  /** What could be read, or why not, in sentences. */
  readonly findings: readonly string[];
  /** A few of the records that would come. */
  readonly records?: readonly CanonicalRecord[];
  readonly tried?: TriedRows;
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
  /** What there is to read; absent where the settings say it (files). */
  readonly streams?: readonly StreamDescription[];
  /** What can be chosen for settings, asked of the source with the settings as far as they are given. */
  discover?(settings: Settings, context: ReadContext): Promise<readonly DiscoveredChoices[]>;
  /** Items of a tracker, asked once and kept nowhere; absent where there are none to ask for. */
  findItems?(settings: Settings, question: ItemQuestion, context: ReadContext): Promise<FoundItems>;
  /** Its data is sent to it: the clock and a change of its settings read nothing. */
  readonly isPushed?: true;
  /** Whether nothing is read with these settings, and the connection is there for what it is asked alone; never where left out. */
  isIdle?(settings: Settings): boolean;
  check(settings: Settings, context: ReadContext): Promise<CheckResult>;
  read(settings: Settings, context: ReadContext): AsyncIterable<Page>;
  /** Reads one refused row again without asking the source; left out where no row can be read by itself. */
  readRow?(settings: Settings, row: MendedRow): Promise<RowReading>;
  /** Makes records again from kept rows, without asking the source; absent where none are kept. */
  replay?(
    settings: Settings,
    raw: Omit<RawPage, 'delivers'>,
  ): Pick<Page, 'records' | 'rejected' | 'filteredOut' | 'gone'>;
}

/** Keeps the settings' type inside a declaration while a registry holds connectors of many kinds. */
export function defineConnector<Settings>(connector: Connector<Settings>): Connector<Settings> {
  return connector;
}
