import { apiPath } from '../navigation/address.js';

/** The metric whose page is opened. */
export function metricOf(pathname: string): string | undefined {
  const key = /^\/metrics\/([^/]+)$/.exec(pathname)?.[1];
  return key === 'new' ? undefined : key;
}

/**
 * What the opened page will ask first. It is asked while the page's own code is still on its way, which saves a round trip; the page then
 * finds the answer waiting. A page that is not listed here asks by itself a moment later.
 */
export function firstQuestions(pathname: string, search: string): readonly string[] {
  const params = new URLSearchParams(search);
  const asKnownAt = params.get('asOf');
  if (pathname === '/' || pathname === '/board') {
    return [apiPath('/board', { period: params.get('period'), asKnownAt }), '/setup'];
  }
  const metric = metricOf(pathname);
  if (metric !== undefined) return [apiPath(`/metrics/${metric}`, { asKnownAt })];
  const goal = /^\/goals\/([^/]+)$/.exec(pathname)?.[1];
  return goal === undefined || goal === 'new' ? [] : [apiPath(`/goals/${goal}`, { asKnownAt })];
}
