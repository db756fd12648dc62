import {
  streamsFor,
  type Answer,
  type CursorKind,
  type HttpRequest,
  type HttpStream,
  type VendorRow,
} from '@tandem/connector-kit/http/declaration';
import type { Paging } from '@tandem/connector-kit/http/paging';
import { valueAt } from '@tandem/connector-kit/mapping/cell-text';
import { mainStream } from '@tandem/connector-kit/mapping/mapping-settings';
import type { z } from 'zod';
import type { HttpJsonSettings } from './http-json-settings.js';
import { rowNormalizer } from './http-json.normalize.js';

const hourMs = 3_600_000;
const stream = streamsFor<HttpJsonSettings>();

/** The one stream that the settings make. @param row what a row must hold */
export function rowStream(settings: HttpJsonSettings, row: z.ZodObject): HttpStream<HttpJsonSettings> {
  const normalize = rowNormalizer(settings.mappings);
  return stream({
    name: 'rows',
    title: 'Rows',
    delivers: [mainStream(settings.mappings)],
    row,
    cursor: cursorOf(settings),
    paging: pagingOf(settings),
    request: ({ from }) => firstRequest(settings, from),
    rows: (body) => rowsIn(body, settings),
    normalize,
    // Without a time to ask from nobody knows which days an answer is about.
    covers: settings.since !== undefined,
    ...(settings.mappings.some(({ gone }) => gone !== undefined) ? { takesBack: true as const } : {}),
  });
}

/** The request for the first page. @param from rows that changed then or later; null for all */
export function firstRequest(settings: HttpJsonSettings, from: string | null = null): HttpRequest {
  const { url, query, headers, since, sizeParameter, size } = settings;
  const parameters = new Map<string, string[]>();
  for (const line of query) {
    const [name = '', value = ''] = line.split(/=(.*)/s);
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  }
  return {
    path: new URL(url).pathname,
    query: {
      ...Object.fromEntries(parameters),
      ...(sizeParameter === undefined ? {} : { [sizeParameter]: size }),
      ...(since === undefined || from === null ? {} : { [since]: writtenTime(from, settings) }),
    },
    headers: Object.fromEntries(headers.map((line) => line.split(/:\s*(.*)/s).slice(0, 2) as [string, string])),
  };
}

/** What stands where the rows are said to be. */
export function rowsIn(body: unknown, { rows }: Pick<HttpJsonSettings, 'rows'>): unknown {
  return rows === '' ? body : inside(body, rows);
}

function inside(value: unknown, at: string): unknown {
  return typeof value === 'object' && value !== null ? valueAt(value, at, at.split('.')) : undefined;
}

function textIn({ body }: Answer, at = ''): string | null {
  const found = inside(body, at);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' ? found : null;
}

function writtenTime(instant: string, { sinceFormat }: HttpJsonSettings): string {
  switch (sinceFormat) {
    // As the row wrote it, every digit kept.
    case 'iso':
      return instant;
    case 'date':
      return new Date(instant).toISOString().slice(0, 10);
    case 'epoch-seconds':
      return String(Math.floor(Date.parse(instant) / 1000));
    case 'epoch-ms':
      return String(Date.parse(instant));
  }
}

function cursorOf({ since, sortedBy, lookBackHours, mappings }: HttpJsonSettings): CursorKind {
  if (since === undefined) return { kind: 'none' };
  if (sortedBy === undefined) return { kind: 'lookBack', lookBackMs: lookBackHours * hourMs };
  const ids = mappings[0]?.naturalKey.columns ?? [];
  return {
    kind: 'timestampId',
    time: (row) => changedAt(row, sortedBy),
    id: (row) => JSON.stringify(ids.map((column) => inside(row, column) ?? null)),
    overlapMs: lookBackHours * hourMs,
  };
}

/** ISO with a zone; null where there is no such time. Numbers are seconds since 1970, or milliseconds where they are that large. */
function changedAt(row: VendorRow, at: string): string | null {
  const found = inside(row, at);
  if (typeof found === 'number') return new Date(found > 1e11 ? found : found * 1000).toISOString();
  if (typeof found !== 'string') return null;
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(found) ? found : `${found.replace(' ', 'T')}Z`;
  return Number.isNaN(Date.parse(zoned)) ? null : zoned;
}

/**
 * Pages that are counted end at one without rows, and not at a short one: an interface may give fewer rows than it was asked for. Where rows are sorted by
 * their time of change, the next page is asked for from the last time on, so that rows that move meanwhile shift nothing.
 */
function pagingOf(settings: HttpJsonSettings): Paging {
  const { paging, next, pageParameter = '', size, firstPage: first, sortedBy, url } = settings;
  const put = (request: HttpRequest, value: string | number): HttpRequest => ({
    ...request,
    query: { ...request.query, [pageParameter]: value },
  });
  switch (paging) {
    case 'none':
    case 'link':
      return { kind: paging };
    case 'next-url':
      return {
        kind: 'address',
        next: (answer) => {
          const address = textIn(answer, next);
          return address?.startsWith('?') ? `${new URL(url).pathname}${address}` : address;
        },
      };
    case 'cursor':
      return { kind: 'token', next: (answer) => textIn(answer, next), put };
    case 'page':
      return {
        kind: sortedBy === undefined ? 'page' : 'since',
        size,
        first,
        put: (request: HttpRequest, page: number) => put(request, page),
        isLast: (_answer: Answer, rows: readonly unknown[]) => rows.length === 0,
      };
    case 'offset':
      return {
        kind: 'offset',
        size,
        put: (request, offset) => put(request, offset),
        // Where rows have a time and an id, a page begins with the last row of the one before.
        isLast: (_answer, rows) => rows.length <= (sortedBy === undefined ? 0 : 1),
      };
  }
}
