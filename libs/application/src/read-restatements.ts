import type { MetricDefinition } from '@tandem/domain/metric/definition';
import { inputsOf } from '@tandem/domain/metric/derived-inputs';
import { whyUnlisted } from '@tandem/domain/metric/restated-days';
import { NotFound } from './input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration } from './ports.js';
import { readAsKnownAt } from './read-as-known-at.js';
import type { RestatementReader } from './restatement-ports.js';

export interface ReadRestatementsRequest {
  /** All metrics when left out. */
  readonly key?: string | undefined;
  readonly after?: string | undefined;
  readonly asKnownAt?: string | undefined;
  readonly since?: string | undefined;
  readonly limit: number;
}

/**
 * Settled values that changed, newest first: what a day said, what it says now, when and by which run. Of a metric that is reckoned from others
 * those of its inputs; what is not listed is named with its reason.
 */
export function readRestatements(dependencies: {
  readonly configuration: ConfigurationStore;
  readonly restatements: RestatementReader;
  readonly clock: Clock;
}) {
  return async ({ key, after, limit, asKnownAt: time, since }: ReadRestatementsRequest) => {
    const now = dependencies.clock();
    const asKnownAt = readAsKnownAt(time, now);
    const { versions } = await dependencies.configuration.known({ now, asKnownAt });
    if (key !== undefined && !versions.has(key)) throw new NotFound('metric', key, asKnownAt);
    const asked = key === undefined ? [...versions.keys()] : withInputs(key, versions);
    const metrics = key === undefined ? undefined : asked;
    const found = await dependencies.restatements.list({
      metrics,
      after,
      asKnownAt,
      since: since === undefined ? undefined : new Date(since),
      limit: limit + 1,
    });
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
      unlisted: asked.flatMap((metric) => unlistedOf(versions.get(metric)?.at(-1)?.definition)),
    };
  };
}

type Versions = KnownConfiguration['versions'];

/** A metric and all that it is or was reckoned from, directly or through others. */
function withInputs(key: string, versions: Versions): string[] {
  const reached = new Set([key]);
  for (const metric of reached) {
    for (const { definition } of versions.get(metric) ?? [])
      inputsOf(definition.formula).forEach((input) => reached.add(input));
  }
  return [...reached];
}

function unlistedOf(definition: MetricDefinition | undefined) {
  const reason = definition ? whyUnlisted(definition.formula) : null;
  return definition && reason ? [{ metric: { key: definition.key, title: definition.title }, reason }] : [];
}
