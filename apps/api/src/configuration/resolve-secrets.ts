import { secretReferencePattern, signingSecretHint, signingSecretPattern } from '@tandem/contracts/route-document';
import type { Route } from '@tandem/domain/organisation/organisation';
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
    const name = route.channel === 'webhook' ? secretReferencePattern.exec(route.secret)?.[1] : undefined;
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
    if (!signingSecretPattern.test(secret)) issues.push({ path, reason: `the value of ${name} ${signingSecretHint}` });
    return { ...route, secret };
  });
  return { routes: resolved, issues };
}
