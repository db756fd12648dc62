import type { Json } from '../connector.js';
import type { Answer, HttpRequest, Reading } from './declaration.js';

/** How the pages of an answer follow each other. */
export type Paging =
  /** One answer holds all rows. */
  | { readonly kind: 'none' }
  /** `Link: <…>; rel="next"` (RFC 8288). */
  | { readonly kind: 'link' }
  /** The answer holds the address of the next page; null after the last. */
  | { readonly kind: 'address'; readonly next: (answer: Answer) => string | null }
  /** The answer names the next page: a token, the id of the last row, or an address. */
  | {
      readonly kind: 'token';
      /** null after the last page. `current` is the token of the page that has come; null on the first; `reading` is what is read. */
      readonly next: (
        answer: Answer,
        rows: readonly Json[],
        current: string | null,
        reading: Reading<unknown>,
      ) => string | null;
      /** The first request with the token put in; an address of the same host replaces path and query by `requestTo`. */
      readonly put: (request: HttpRequest, token: string) => HttpRequest;
    }
  /** Rows are counted. Ends at a page shorter than `size`, or where `isLast` says so. */
  | {
      readonly kind: 'offset';
      readonly size: number;
      readonly put: (request: HttpRequest, offset: number, size: number) => HttpRequest;
      readonly isLast?: (answer: Answer, rows: readonly Json[]) => boolean;
      /** Highest sum of offset and size that the vendor serves; what lies behind it is an error, never left out in silence. */
      readonly most?: number;
    }
  /** Pages are counted, from `first` (1 where left out). Ends as `offset` does. */
  | {
      readonly kind: 'page';
      readonly size: number;
      readonly first?: number;
      readonly put: (request: HttpRequest, page: number, size: number) => HttpRequest;
      readonly isLast?: (answer: Answer, rows: readonly Json[]) => boolean;
    }
  /**
   * The request itself asks for what comes after the last row (`reading.after`), by time and id; for cursors of the kind `timestampId`.
   * Nothing moves under it, so it is the safest way where a vendor allows it.
   */
  | { readonly kind: 'keyset'; readonly size: number }
  /**
   * For cursors of the kind `timestampId` where a vendor filters by time (that time included), sorts upwards, but counts pages: the next
   * page is asked for from the time of the last row on, and pages are counted only while all rows share one time. So rows that move to the
   * end meanwhile shift nothing.
   */
  | {
      readonly kind: 'since';
      readonly size: number;
      readonly first?: number;
      readonly put: (request: HttpRequest, page: number, size: number) => HttpRequest;
      readonly isLast?: (answer: Answer, rows: readonly Json[]) => boolean;
    };

/** Where a page begins; plain JSON, kept in the cursor of the run. */
export type PagePosition =
  | { readonly kind: 'first' }
  | { readonly kind: 'address'; readonly path: string }
  | { readonly kind: 'token'; readonly token: string }
  /** `anchor` is the id of the row in front: where it is missing rows have moved, and then `seek` is looked for further in front. */
  | {
      readonly kind: 'offset';
      readonly offset: number;
      readonly anchor?: string;
      readonly seek?: string;
      readonly stepsBack?: number;
    }
  | { readonly kind: 'page'; readonly page: number }
  | { readonly kind: 'after'; readonly time: string; readonly id: string }
  | { readonly kind: 'since'; readonly time: string; readonly page: number };

/** A request to an address that the vendor gave, as `path?query` behind the base address. */
export function requestTo(request: HttpRequest, path: string): HttpRequest {
  const { query: _query, ...rest } = request;
  return { ...rest, path };
}
