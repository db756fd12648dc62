import type { Role } from '@tandem/contracts/access';
import { invalidateResources } from '../../api/resource-store.js';
import { optionsOf } from '../../ui/options-of.js';
import { PEOPLE } from './people-words.js';

export const roles: readonly Role[] = ['viewer', 'contributor', 'owner', 'administrator'];
export const roleOptions = () => roles.map((role) => ({ value: role, label: PEOPLE.roles[role] }));
export const sideOptions = () => optionsOf(PEOPLE.sides);

export function sideOf(value: string): 'marketing' | 'it' | null {
  return value === 'marketing' || value === 'it' ? value : null;
}

export function refreshPeople(): void {
  invalidateResources((path) => path === '/accounts' || path === '/session', 0);
}
