import { ConnectorFailure } from '../connector-failure.js';
import type { Answer, CursorKind, HttpRequest, Reading, VendorRow } from './declaration.js';
import { requestTo, type PagePosition, type Paging } from './paging.js';

/** The request for a page, made of the request for the first one. */
export function requestAt(request: HttpRequest, paging: Paging, position: PagePosition): HttpRequest {
  if (position.kind === 'address') return requestTo(request, position.path);
  switch (paging.kind) {
    case 'none':
    case 'link':
    case 'address':
    case 'keyset':
      return request;
    case 'token':
      return position.kind === 'token' ? paging.put(request, position.token) : request;
    case 'offset': {
      if (position.kind !== 'offset') return paging.put(request, 0, paging.size);
      const { offset, anchor } = position;
      return paging.put(request, anchor === undefined ? offset : offset - 1, paging.size);
    }
    case 'page':
    case 'since': {
      const first = paging.first ?? 1;
      const page = position.kind === 'page' || position.kind === 'since' ? position.page : first;
      return paging.put(request, page, paging.size);
    }
  }
}

type OffsetPosition = Extract<PagePosition, { readonly kind: 'offset' }>;

interface Came {
  readonly paging: Paging;
  readonly cursor: CursorKind;
  readonly position: PagePosition;
  readonly answer: Answer;
  readonly rows: readonly VendorRow[];
  readonly reading: Reading<unknown>;
  /** Turns an address that the vendor names into a path behind the base address, or refuses it. */
  readonly pathOf: (address: string) => string;
}

/**
 * Where the page after this one begins; null after the last.
 *
 * @throws {ConnectorFailure} for pages that do not come forward, or rows that the vendor does not serve
 */
export function positionAfter(came: Came): PagePosition | null {
  const { paging, position, answer, rows } = came;
  const next = nextOf(came);
  if (next !== null && JSON.stringify(next) === JSON.stringify(position)) throw standsStill();
  if (paging.kind === 'offset' && next?.kind === 'offset' && paging.most !== undefined) {
    if (next.offset + paging.size > paging.most && !(paging.isLast?.(answer, rows) ?? false))
      throw tooMany(paging.most);
  }
  return next;
}

function nextOf({ paging, cursor, position, answer, rows, reading, pathOf }: Came): PagePosition | null {
  switch (paging.kind) {
    case 'none':
      return null;
    case 'link': {
      const address = nextLink(answer.headers.link ?? '');
      return address === null ? null : { kind: 'address', path: pathOf(address) };
    }
    case 'address': {
      const address = paging.next(answer);
      return address === null || address === '' ? null : { kind: 'address', path: pathOf(address) };
    }
    case 'token': {
      const token = paging.next(answer, rows, position.kind === 'token' ? position.token : null, reading);
      return token === null || token === '' ? null : { kind: 'token', token };
    }
    case 'offset':
      return nextOffset(paging, cursor, position, answer, rows);
    case 'page': {
      if (paging.isLast?.(answer, rows) ?? rows.length < paging.size) return null;
      return { kind: 'page', page: (position.kind === 'page' ? position.page : (paging.first ?? 1)) + 1 };
    }
    case 'keyset': {
      const last = lastOf(cursor, rows);
      return rows.length < paging.size || last === null ? null : { kind: 'after', ...last };
    }
    case 'since': {
      const last = lastOf(cursor, rows);
      if ((paging.isLast?.(answer, rows) ?? rows.length < paging.size) || last === null) return null;
      const first = paging.first ?? 1;
      const [time, page] = position.kind === 'since' ? [position.time, position.page] : [null, first];
      // While a whole page shares the time from which it was asked for, only counting comes forward.
      return { kind: 'since', time: last.time, page: time === last.time ? page + 1 : first };
    }
  }
}

/** So often a partition is stepped back in before its rows are taken as they come: some vendors have no order that one could rely on. */
const mostStepsBack = 20;

/**
 * With rows whose ids are known the next page begins one row early: the last row again shows that nothing has moved up. Where it is missing,
 * rows in front of this page may have been read by nobody, and the reading steps back until it meets that row again.
 */
function nextOffset(
  paging: Extract<Paging, { readonly kind: 'offset' }>,
  cursor: CursorKind,
  position: PagePosition,
  answer: Answer,
  rows: readonly VendorRow[],
): PagePosition | null {
  const at: OffsetPosition = position.kind === 'offset' ? position : { kind: 'offset', offset: 0 };
  const { anchor, seek, stepsBack = 0 } = at;
  const begins = anchor === undefined ? at.offset : at.offset - 1;
  const sought = anchor ?? seek;
  if (cursor.kind === 'timestampId' && sought !== undefined && begins > 0 && stepsBack < mostStepsBack) {
    if (!rows.some((row) => cursor.id(row) === sought)) {
      const offset = Math.max(0, begins - paging.size + 1);
      return { kind: 'offset', offset, seek: sought, stepsBack: stepsBack + 1 };
    }
  }
  if (paging.isLast?.(answer, rows) ?? rows.length < paging.size) return null;
  const last = lastOf(cursor, rows);
  const offset = begins + rows.length;
  return { kind: 'offset', offset, stepsBack, ...(last === null ? {} : { anchor: last.id }) };
}

/** Time and id of the latest row, the last of several; null where no row has a time. */
export function lastOf(
  cursor: CursorKind,
  rows: readonly VendorRow[],
): { readonly time: string; readonly id: string } | null {
  if (cursor.kind !== 'timestampId') return null;
  return rows.reduce<{ readonly time: string; readonly id: string } | null>((latest, row) => {
    const time = cursor.time(row);
    const isLater = time !== null && (latest === null || Date.parse(time) >= Date.parse(latest.time));
    return isLater ? { time, id: cursor.id(row) } : latest;
  }, null);
}

/** The address that a Link header (RFC 8288) names as the next; null where it names none. */
export function nextLink(header: string): string | null {
  for (const part of header.split(/,(?=\s*<)/)) {
    const [, address, parameters] = /^\s*<([^>]*)>(.*)$/s.exec(part) ?? [];
    if (address !== undefined && /;\s*rel\s*=\s*"?([^";]*\s)?next(\s[^";]*)?"?\s*(;|$)/i.test(parameters ?? ''))
      return address;
  }
  return null;
}

function standsStill(): ConnectorFailure {
  return new ConnectorFailure(
    'sourceChanged',
    'pagesStandStill',
    'The source names the same page again and again.',
    'Report this sentence: the connector and the source do not agree on pages.',
  );
}

function tooMany(most: number): ConnectorFailure {
  return new ConnectorFailure(
    'sourceChanged',
    'tooManyRows',
    `The source serves at most ${most.toLocaleString('en')} rows of one question, and there are more.`,
    'Narrow what is read in the settings of the connection, or sync more often.',
  );
}
