import type { AlertHandler } from '@tandem/application/alert-handling-ports';
import { actorOf, type Principal } from '@tandem/application/access/principal';

/** Whoever acts, as the trail and the pages name them. A token acts for no side. */
export function handlerOf(principal: Principal): AlertHandler {
  return {
    actor: actorOf(principal),
    name: principal.name,
    side: principal.kind === 'account' ? principal.side : null,
  };
}
