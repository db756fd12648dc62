import type { ChangeEvent } from '@tandem/contracts/system';

const AREAS: Record<ChangeEvent['kind'], readonly string[]> = {
  observations: ['/board', '/catalogue', '/goals', '/metrics', '/sources', '/setup'],
  alerts: ['/alerts', '/board', '/goals', '/metrics', '/routes', '/silences'],
  sources: ['/sources', '/board', '/setup'],
  configuration: ['/'],
  resync: ['/'],
};

/**
 * Whether the answer of a path may have changed. A page of one metric is left alone when the event names other metrics; every other
 * page of an area is asked for again, because a board or a list holds all of them. Answers for an earlier time never change.
 */
export function concernsPath(event: ChangeEvent, path: string): boolean {
  if (path.includes('asKnownAt=')) return event.kind === 'resync' || event.kind === 'configuration';
  if (!AREAS[event.kind].some((area) => path.startsWith(area))) return false;
  const metric = /^\/metrics\/([^/?]+)/.exec(path)?.[1];
  if (event.kind !== 'observations' || metric === undefined || event.keys.length === 0) return true;
  return event.keys.includes(decodeURIComponent(metric));
}
