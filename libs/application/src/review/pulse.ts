import { addDays, endOfDate } from '@tandem/domain/metric/periods';
import { trailingWindows, observationsOf } from '@tandem/domain/metric/series';
import { usualThresholds } from '@tandem/domain/review/communication-gaps';
import {
  pulseOf,
  pulseRound,
  pulseRoundAt,
  type PulseAnswer,
  type RoundPulse,
} from '@tandem/domain/review/alignment-pulse';
import { actorOf, type AccountPrincipal } from '../access/principal.js';
import { InvalidInput } from '../input-errors.js';
import type { Clock, ConfigurationStore, KnownConfiguration, ObservationReader } from '../ports.js';
import { readSeriesOf } from '../track-goals.js';
import type { TalkReader, TalkWriter } from './talk-ports.js';

export interface PulseDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly talk: TalkReader & TalkWriter;
  readonly clock: Clock;
}

/** Rounds that are drawn: a year of them. */
const drawnRounds = 24;
const roundDays = 16;

/** The pulse of both sides round by round, beside the values of a chosen metric at the end of each round. */
export function readPulse({ configuration, observations, talk, clock }: PulseDependencies) {
  return async ({ metric, account }: { readonly metric?: string | undefined; readonly account: string | null }) => {
    const now = clock();
    const known = await configuration.known({ now, asKnownAt: null });
    const { timeZone, communication = {} } = known.organisation;
    const { pulseMinimum, alignmentPoints } = { ...usualThresholds, ...communication };
    const present = pulseRoundAt(now, timeZone);
    const first = pulseRoundAt(addDays(now, -drawnRounds * roundDays, timeZone), timeZone);
    const answers = await talk.pulseAnswers(first.key);
    const rounds = pulseRounds(answers, pulseMinimum);
    const values = metric === undefined ? null : await valuesAt(metric, rounds, { known, observations, now });
    return {
      round: present,
      answered: account === null ? false : await talk.hasAnswered(present.key, account),
      minimum: pulseMinimum,
      alignmentPoints,
      rounds: rounds.map((one, index) => ({ ...one, value: values?.values[index] ?? null })),
      metric: values?.metric ?? null,
      metrics: known.metrics.map(({ key, title }) => ({ key, title })),
      timeZone,
    };
  };
}

/** The rounds in which anybody answered, oldest first. */
export function pulseRounds(
  answers: Awaited<ReturnType<TalkReader['pulseAnswers']>>,
  minimum: number,
): readonly RoundPulse[] {
  return [...answers]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, given]) => pulseOf(pulseRound(key), given, minimum));
}

/** Somebody answers for their side, once a round. What is kept of the answer does not say whose it is. */
export function answerPulse({ configuration, talk, clock }: PulseDependencies) {
  return async (account: AccountPrincipal, answer: PulseAnswer): Promise<void> => {
    const now = clock();
    const { organisation } = await configuration.known({ now, asKnownAt: null });
    const { side, accountId } = account;
    if (side === null) {
      const reason = 'Your account is of neither side: ask an administrator to name it.';
      throw new InvalidInput([{ field: 'side', reason }]);
    }
    const { key } = pulseRoundAt(now, organisation.timeZone);
    const kept = await talk.answerPulse(key, { side, accountId, actor: actorOf(account), answer, now });
    if (kept) return;
    throw new InvalidInput([
      { field: 'round', reason: 'You have answered in this round. The next one begins with the next half of a month.' },
    ]);
  };
}

async function valuesAt(
  key: string,
  rounds: readonly RoundPulse[],
  {
    known,
    observations,
    now,
  }: {
    readonly known: KnownConfiguration;
    readonly observations: PulseDependencies['observations'];
    readonly now: Date;
  },
) {
  if (!known.versions.has(key)) throw new InvalidInput([{ field: 'metric', reason: `There is no metric "${key}".` }]);
  const reading = { configuration: known, observations, alerts: new Map(), now, asKnownAt: null };
  const series = (await readSeriesOf([key], reading)).get(key);
  if (!series) return null;
  const { title, unit, precision, windowDays, direction } = series.definition;
  const { timeZone } = series.calendar;
  const windows = rounds.flatMap(({ round }) => {
    const end = endOfDate(round.lastDate, timeZone);
    return trailingWindows(series, addDays(end, -1, timeZone), end, windowDays).slice(0, 1);
  });
  const values = observationsOf(series, windows).map(({ value, state }) => (state === 'partial' ? null : value));
  return { metric: { key, title, unit, precision, direction }, values };
}
