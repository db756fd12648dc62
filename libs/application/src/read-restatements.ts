import { NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore } from './ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import type { RestatementReader } from './restatement-ports.js';

export interface ReadRestatementsRequest {
  /** All metrics when left out. */
  readonly key?: string | undefined;
  readonly after?: string | undefined;
  readonly asKnownAt?: string | undefined;
  readonly limit: number;
}

/** Settled values that changed, newest first: what a day said, what it says now, when and by which run. */
export function readRestatements(dependencies: {
  readonly configuration: ConfigurationStore;
  readonly restatements: RestatementReader;
  readonly clock: Clock;
}) {
  return async ({ key, after, limit, asKnownAt: asked }: ReadRestatementsRequest) => {
    const now = dependencies.clock();
    const asKnownAt = readAsKnownAt(asked, now);
    const { versions } = await dependencies.configuration.known({ now, asKnownAt });
    if (key !== undefined && !versions.has(key)) throw new NotFound('metric', key, asKnownAt);
    const found = await dependencies.restatements.list({ metric: key, after, asKnownAt, limit: limit + 1 });
    const page = found.slice(0, limit);
    return {
      asKnownAt: asKnownAt?.toISOString() ?? null,
      next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
      restatements: page.map(({ metric, version, start, end, restatedAt, ...rest }) => {
        const definition = versions.get(metric)?.find((one) => one.version === version)?.definition;
        return {
          ...rest,
          version,
          metric: { key: metric, title: definition?.title ?? metric, unit: definition?.unit ?? 'count' },
          start: start.toISOString(),
          end: end.toISOString(),
          restatedAt: restatedAt.toISOString(),
        };
      }),
    };
  };
}
