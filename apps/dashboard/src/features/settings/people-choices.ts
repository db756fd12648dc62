import type { Role } from '@tandem/contracts/access';
import { invalidateResources } from '../../api/resource-store.js';

export const roles: readonly Role[] = ['viewer', 'contributor', 'owner', 'administrator'];
export const roleOptions = roles.map((role) => ({ value: role, label: role }));
export const sideOptions = [
  { value: '', label: 'no side' },
  { value: 'marketing', label: 'Marketing' },
  { value: 'it', label: 'IT' },
];

export function sideOf(value: string): 'marketing' | 'it' | null {
  return value === 'marketing' || value === 'it' ? value : null;
}

export function refreshPeople(): void {
  invalidateResources((path) => path === '/accounts' || path === '/session', 0);
}
