import type { FollowedMetrics } from '@tandem/contracts/followed-metrics';
import type { SessionState } from '@tandem/contracts/access';
import { sendJson } from '../../api/request.js';
import { invalidateResources } from '../../api/resource-store.js';
import { useResource } from '../../api/use-resource.js';

const PATH = '/account/followed';

/** The metrics that whoever is signed in follows; null while that is not known, and for who has no account to follow with. */
export function useFollowed(): ReadonlySet<string> | null {
  const session = useResource<SessionState>('/session');
  const { data } = useResource<FollowedMetrics>(session.data?.account ? PATH : null);
  return data ? new Set(data.metrics) : null;
}

/** Whether whoever is signed in may follow. As long as that is not known it is taken for likely, so that a button holds its place. */
export function useMayFollow(): boolean {
  const { data } = useResource<SessionState>('/session');
  return data === undefined || data.account !== null;
}

export async function follow(metric: string, follows: boolean): Promise<void> {
  await sendJson(`${PATH}/${encodeURIComponent(metric)}`, { method: follows ? 'PUT' : 'DELETE' });
  invalidateResources((path) => path === PATH, 0);
}
