import type { MetricDefinition } from '@tandem/domain/metric/definition';
import type { GovernedDefinition } from '@tandem/domain/metric/governed-definition';
import { withWordingOf } from '@tandem/domain/metric/governed-definition';
import type { Observation } from '@tandem/domain/metric/observation';
import { wholeWeeksBefore } from '@tandem/domain/metric/periods';
import { currentWindow, observationOf, observationsOf, type MetricSeries } from '@tandem/domain/metric/series';
import { shownDifference as shownDelta } from '@tandem/domain/metric/shown-value';
import { InvalidInput, NotFound } from './input-errors.js';
import type { ReadingDependencies } from './metric-reading.js';
import type { StoredMetricVersion } from './ports.js';
import { CountingTookTooLong, type ProposalReader } from './proposal-ports.js';
import { checkedCandidate } from './propose-definition.js';
import { shownDifference } from './read-proposals.js';

export interface PreviewDependencies extends ReadingDependencies {
  readonly proposals: ProposalReader;
}

const previewedWeeks = 26;
const everBefore = new Date(0);

/**
 * What a change would do: the history by the present definition beside that by the proposed one, over the same weeks, by the engine that
 * answers every other reader. Nothing is stored.
 */
export function previewDefinition(dependencies: PreviewDependencies) {
  return {
    ofCandidate: async ({ key, definition }: { readonly key: string; readonly definition: GovernedDefinition }) => {
      const current = await dependencies.configuration.load();
      const present = current.metrics.find((metric) => metric.key === key);
      if (!present) throw new NotFound('metric', key);
      const base = await latestOf(dependencies, key);
      return preview(dependencies, base, checkedCandidate(current, present, definition, base.version));
    },
    ofProposal: async ({ key, id }: { readonly key: string; readonly id: string }) => {
      const proposal = await dependencies.proposals.find(id);
      if (proposal?.metric !== key) throw new NotFound('proposal', id);
      const base = await latestOf(dependencies, key, proposal.baseVersion);
      return preview(dependencies, base, withWordingOf(proposal.definition, base.definition));
    },
  };
}

async function latestOf(
  { configuration, clock }: PreviewDependencies,
  key: string,
  version?: number,
): Promise<StoredMetricVersion> {
  const versions = (await configuration.known({ now: clock(), asKnownAt: null })).versions.get(key);
  const found = version === undefined ? versions?.at(-1) : versions?.find((one) => one.version === version);
  if (!found) throw new NotFound('metric', key);
  return found;
}

async function preview(dependencies: PreviewDependencies, base: StoredMetricVersion, candidate: MetricDefinition) {
  const now = dependencies.clock();
  const { organisation, versions: metrics } = await dependencies.configuration.known({ now, asKnownAt: null });
  // Each is asked for all of the time, as if there were no other: so neither is cut off where the other one begins.
  const alone = (version: Omit<StoredMetricVersion, 'validFrom'>) =>
    dependencies.observations.series({
      versions: [{ ...version, validFrom: everBefore }],
      metrics,
      organisation,
      asKnownAt: null,
      now,
    });
  const [before, after] = await Promise.all([
    alone(base),
    alone({ id: '', countedBy: null, version: base.version + 1, definition: candidate }),
  ]).catch(tooLong);
  const { end } = currentWindow(before);
  const weeks = wholeWeeksBefore(end, previewedWeeks, organisation);
  return {
    baseVersion: base.version,
    timeZone: organisation.timeZone,
    fields: shownDifference(base.definition, candidate),
    before: shown(before),
    after: shown(after),
    points: paired(observationsOf(before, weeks), observationsOf(after, weeks), candidate),
  };
}

function tooLong(error: unknown): never {
  if (!(error instanceof CountingTookTooLong)) throw error;
  const reason = `${error.message} This metric is too large for a preview; once signed it is counted in the background.`;
  throw new InvalidInput([{ field: 'definition', reason }]);
}

function shown(series: MetricSeries) {
  const { unit, precision, direction, windowDays } = series.definition;
  return { unit, precision, direction, windowDays, current: observationOf(series, currentWindow(series)) };
}

function paired(before: readonly Observation[], after: readonly Observation[], { precision }: MetricDefinition) {
  return before.flatMap((old, index) => {
    const changed = after[index];
    if (!changed) return [];
    return [{ before: old, after: changed, delta: shownDelta(changed.value, old.value, precision) }];
  });
}
