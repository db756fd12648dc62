import type { ChangeEvent } from '@tandem/contracts/system';

const AREAS: Record<ChangeEvent['kind'], readonly string[]> = {
  observations: ['/board', '/catalogue', '/goals', '/initiatives', '/metrics', '/reviews', '/sources', '/setup'],
  alerts: ['/alerts', '/board', '/goals', '/metrics', '/reviews', '/routes', '/silences'],
  reviews: ['/review'],
  sources: ['/sources', '/board', '/setup'],
  configuration: ['/'],
  notes: [],
  resync: ['/'],
};

/** What people wrote on a metric or a goal; no number changes with it. */
const NOTES = /^\/(metrics|goals)\/[^/]+\/notes/;

/**
 * Whether the answer of a path may have changed. A page of one metric is left alone when the event names other metrics; every other
 * page of an area is asked for again, because a board or a list holds all of them. Answers for an earlier time never change.
 */
export function concernsPath(event: ChangeEvent, path: string): boolean {
  if (path.includes('asKnownAt=')) return event.kind === 'resync' || event.kind === 'configuration';
  if (event.kind === 'notes') return NOTES.test(path);
  if (!AREAS[event.kind].some((area) => path.startsWith(area))) return false;
  const metric = /^\/metrics\/([^/?]+)/.exec(path)?.[1];
  if (event.kind !== 'observations' || metric === undefined || event.keys.length === 0) return true;
  return event.keys.includes(decodeURIComponent(metric));
}
