import { secretReferencePattern, secretRules } from '@tandem/contracts/route-document';
import { hasSecret, type Route } from '@tandem/domain/organisation/organisation';
import type { Path } from './yaml-document.js';

/**
 * Routes with `${TANDEM_SECRET_…}` replaced by what the environment holds. Only names of that kind are ever looked up: whoever writes a file
 * could otherwise have any secret of the server signed with, or sent out.
 */
export function resolveSecrets(
  routes: readonly Route[],
  secrets: Readonly<Record<string, string>>,
): { readonly routes: readonly Route[]; readonly issues: readonly { readonly path: Path; readonly reason: string }[] } {
  const issues: { path: Path; reason: string }[] = [];
  const resolved = routes.map((route, index) => {
    if (!hasSecret(route)) return route;
    const name = secretReferencePattern.exec(route.secret)?.[1];
    if (name === undefined) return route;
    const secret = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    const path = ['routes', index, 'secret'];
    if (secret === undefined) {
      issues.push({
        path,
        reason: `${name} is not set in the environment of the server: set it and start the server again`,
      });
      return route;
    }
    const { pattern, hint } = secretRules[route.channel];
    if (!pattern.test(secret)) issues.push({ path, reason: `the value of ${name} ${hint}` });
    else if (route.channel === 'slack' && secret.startsWith('xox') && route.to === undefined) {
      const reason = 'is missing: a token needs the conversation that it writes to, such as C0123456789';
      issues.push({ path: ['routes', index, 'to'], reason });
    }
    return { ...route, secret };
  });
  return { routes: resolved, issues };
}
