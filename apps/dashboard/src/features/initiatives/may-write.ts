import type { SessionState } from '@tandem/contracts/access';

/** Whether whoever is signed in may take ideas in and change them. */
export function mayWrite(session: SessionState | undefined): boolean {
  const role = session?.account?.role;
  return role !== undefined && role !== 'viewer';
}
