import type { Json } from '../connector.js';
import type { VendorRow } from '../http/declaration.js';
import type { HttpConnector } from '../http/define-http-connector.js';
import type { VendorAnswer, VendorRequest } from './vendor-server.js';

/** What a vendor holds at the moment, and how it deals pages out. */
export interface VendorWorld {
  /** In the order in which they came to be; the stub sorts and filters as its vendor does. */
  readonly rows: readonly VendorRow[];
  /** By the vendor's clock. */
  readonly now: Date;
  /**
   * A page of rows that are sorted already: always deal pages out by this, for it can bring the disorder of a busy vendor: rows repeated
   * from the page before, and rows of a page in another order.
   */
  slice(sorted: readonly VendorRow[], offset: number, size: number): readonly VendorRow[];
}

/** One stream of a vendor, imitated by the vendor's published contract. */
export interface VendorStub<Settings> {
  readonly connector: HttpConnector<Settings>;
  /** Settings as a person writes them, that read this stream and no other from the given address. */
  readonly settings: (origin: string) => Json;
  readonly stream: string;
  /** Rows of a full page. */
  readonly pageSize: number;
  /**
   * A row as the vendor holds it, as `answer` deals it out; `complete`d parts are in it as well. The same index is the same thing.
   *
   * @param at when it came to be and was last changed
   */
  readonly row: (index: number, at: Date) => VendorRow;
  /** The row after a change that its record shows. */
  readonly change: (row: VendorRow, at: Date) => VendorRow;
  /** Natural keys of the records that a row gives. */
  readonly keysOf: (row: VendorRow) => readonly string[];
  /** Answers as the vendor would, tokens included; null for what it does not have. */
  readonly answer: (request: VendorRequest, world: VendorWorld) => VendorAnswer | null;
  /** Top-level field of a row that its record needs: the suite takes it away and changes its kind. */
  readonly neededField: string;
  /** What is wrong with a request by the vendor's published description; see `openApiProblems`. */
  readonly contract?: (request: VendorRequest) => readonly string[];
  /**
   * How the vendor shows that a row was deleted, and that it is there again; needed where a stream of the connector takes such records back.
   * `answer` and `keysOf` read off the row what became of it.
   */
  readonly deletions?: {
    /** Settings under which deletions are read, where `settings` leave them out. */
    readonly settings?: (origin: string) => Json;
    readonly remove: (row: VendorRow, at: Date) => VendorRow;
    readonly restore: (row: VendorRow, at: Date) => VendorRow;
  };
  /** How the vendor words an error; `{ message }` where left out. */
  readonly errorBody?: (status: number) => Json;
}
