import { goalLevel } from '@tandem/domain/goal/goal-level';
import type { MetricSeries } from '@tandem/domain/metric/series';
import type { ReviewContent } from '@tandem/domain/review/review-content';
import type { EvidenceReader } from '../evidence-ports.js';
import type { InitiativeJournal } from '../initiatives/initiative-ports.js';
import type { ReadingDependencies } from '../metric-reading.js';
import type { AlertReader, KnownConfiguration } from '../ports.js';
import type { ProposalReader } from '../proposal-ports.js';
import type { RestatementReader } from '../restatement-ports.js';
import { readSeriesOf, trackGoals, type TrackedGoal } from '../track-goals.js';
import type { TalkSectionDependencies } from './gather-talk.js';
import type { BreachHistoryReader, ReviewStore } from './review-ports.js';

/** What the sections of a review are read from. */
export interface ReviewDependencies extends ReadingDependencies, TalkSectionDependencies {
  readonly journal: Pick<InitiativeJournal, 'verdictsUntil'>;
  readonly alerts: Pick<AlertReader, 'states'>;
  readonly evidence: Pick<EvidenceReader, 'deployments' | 'spans'>;
  readonly proposals: Pick<ProposalReader, 'list'>;
  readonly restatements: RestatementReader;
  readonly breachHistory: BreachHistoryReader;
  readonly reviews: ReviewStore;
}

/** Everything that more than one section needs, read once, so that no two of them can say different things. */
export interface ReviewReading {
  readonly number: number;
  readonly period: { readonly from: Date; readonly to: Date };
  readonly configuration: KnownConfiguration;
  /** By key, every metric. */
  readonly series: ReadonlyMap<string, MetricSeries>;
  /** Joint goals that ran in the period. */
  readonly goals: readonly TrackedGoal[];
  /** null for a draft, which says what is known now. */
  readonly asKnownAt: Date | null;
  /** The moment that everything is told of: `asKnownAt`, or now. */
  readonly asOf: Date;
  /** The review before; null for the first one. */
  readonly previous: ReviewContent | null;
}

export async function readForReview(
  dependencies: ReviewDependencies,
  asked: Pick<ReviewReading, 'number' | 'period' | 'asKnownAt' | 'asOf' | 'previous'>,
): Promise<ReviewReading> {
  const { asKnownAt, asOf: now, period } = asked;
  const [configuration, alerts] = await Promise.all([
    dependencies.configuration.known({ now, asKnownAt }),
    dependencies.alerts.states(asKnownAt),
  ]);
  const { observations } = dependencies;
  const reading = { configuration, observations, alerts, now, asKnownAt };
  const series = await readSeriesOf([...configuration.versions.keys()], reading);
  const joint = configuration.goals.filter(
    (goal) => goalLevel(goal) === 'joint' && goal.start <= dateOf(period.to) && goal.due >= dateOf(period.from),
  );
  const goals = await trackGoals(joint, { ...reading, observations: alreadyRead(series) });
  return { ...asked, configuration, series, goals };
}

/** Local dates and these differ by a day at most, which is no matter for whether a goal still runs. */
function dateOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

function alreadyRead(series: ReadonlyMap<string, MetricSeries>): ReadingDependencies['observations'] {
  const of = (key: string | undefined) => {
    const known = key === undefined ? undefined : series.get(key);
    if (known === undefined) throw new Error(`The series of ${key ?? 'a metric'} was not read.`);
    return known;
  };
  return {
    series: ({ versions }) => Promise.resolve(of(versions[0]?.definition.key)),
    seriesOfEach: (wanted) => Promise.resolve(wanted.map((versions) => of(versions[0]?.definition.key))),
  };
}
