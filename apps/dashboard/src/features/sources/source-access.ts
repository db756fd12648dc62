import type { SessionState } from '@tandem/contracts/access';
import { useResource } from '../../api/use-resource.js';

/** What whoever is signed in may do with sources; nobody is offered what the server would refuse. */
export function useSourceAccess(): { readonly mayFeed: boolean; readonly mayConfigure: boolean } {
  const role = useResource<SessionState>('/session').data?.account?.role;
  return { mayFeed: role !== undefined && role !== 'viewer', mayConfigure: role === 'administrator' };
}
