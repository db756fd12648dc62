import type { streams } from '@tandem/domain/record/streams';

export type Tier = (typeof streams.deployment.tier.type.oneOf)[number];

/**
 * Tier of an environment that only has a name (`prod-eu`, `staging`, `Preview`), by the parts of it; what cannot be told is `other`.
 *
 * @param production names that count as production whatever they look like; case does not matter
 */
export function tierOfName(environment: string, production: readonly string[] = []): Tier {
  const name = environment.toLowerCase();
  if (production.some((one) => one.toLowerCase() === name)) return 'production';
  // An environment for a branch under review carries the branch's name, which may say anything: `review/prod-fix`.
  if (name.startsWith('review/')) return 'development';
  const words = name.split(/[^a-z]+/);
  const has = (...names: readonly string[]) => names.some((one) => words.includes(one));
  if (has('nonprod', 'preprod', 'nonproduction', 'preproduction')) return 'staging';
  if (has('production', 'prod', 'live', 'main')) return has('pre', 'non') ? 'staging' : 'production';
  if (has('staging', 'stage', 'stg', 'uat', 'acceptance')) return 'staging';
  if (has('test', 'testing', 'qa', 'integration', 'ci')) return 'testing';
  return has('development', 'dev', 'develop', 'local', 'preview', 'review', 'sandbox') ? 'development' : 'other';
}

/** The latest of some instants in a form that sorts as text, for a record's version; `0` where none is an instant. */
export function latestInstant(instants: readonly (string | null | undefined)[]): string {
  const latest = Math.max(
    ...instants.map((instant) => Date.parse(instant ?? '')).filter((time) => !Number.isNaN(time)),
  );
  return Number.isFinite(latest) ? new Date(latest).toISOString() : '0';
}
