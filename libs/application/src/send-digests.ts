import { digestDue, type DigestDue } from '@tandem/domain/alert/digest-slot';
import { currentWindow, observationOf } from '@tandem/domain/metric/series';
import type { DigestGoal, DigestMetric, NoticeContent } from './delivery-ports.js';
import type { DigestStore, DigestSubscription } from './digest-ports.js';
import { shownFreshness } from './metric-summary.js';
import type { AlertReader, ConfigurationStore, JobQueue, ObservationReader } from './ports.js';
import { describeChange, readSeriesOf, trackGoals } from './track-goals.js';

export interface SendDigestsDependencies {
  readonly digests: DigestStore;
  readonly configuration: ConfigurationStore;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly alerts: Pick<AlertReader, 'states'>;
  readonly jobs: JobQueue;
  /** Where people reach this installation, without trailing slash; null leaves links out. */
  readonly publicUrl: string | null;
}

/** Things that one digest lists of each kind; the rest is counted. */
const listedAtMost = 50;

/** Sends the digests that are due: each slot once to each person, whoever else looks at the same time, and after any standstill. */
export function sendDigests(dependencies: SendDigestsDependencies) {
  return async (now: Date): Promise<void> => {
    const { digests, configuration, jobs } = dependencies;
    const subscriptions = await digests.subscriptions();
    if (subscriptions.length === 0) return;
    const { organisation } = await configuration.load();
    const changed = goalChanges(dependencies, now);
    let sent = 0;
    for (const subscription of subscriptions) {
      const { timeZone, weekStartsOn } = organisation;
      const { cadence, hour, toldTo } = subscription;
      const due = digestDue(toldTo, now, { cadence, hour, timeZone, weekStartsOn });
      if (due === null) continue;
      if ('restartAt' in due) {
        await digests.restart(subscription, due.restartAt);
        continue;
      }
      const goals = await changed(due);
      const followed = await followedMetrics(dependencies, subscription.follows, due.to, now);
      const content = await contentOf(dependencies, subscription, due, { timeZone, goals, followed });
      if (await digests.send(subscription, due.to, content, now)) sent += 1;
    }
    if (sent > 0) await jobs.enqueue('outbox.deliver', {});
  };
}

async function contentOf(
  { digests, publicUrl }: SendDigestsDependencies,
  { side, cadence }: DigestSubscription,
  { from, to }: DigestDue,
  {
    timeZone,
    goals,
    followed,
  }: {
    readonly timeZone: string;
    readonly goals: readonly DigestGoal[];
    readonly followed: readonly DigestMetric[];
  },
): Promise<NoticeContent> {
  const alerts = (await digests.alerts(side, from, to)).map(({ id, ...alert }) => ({
    ...alert,
    url: publicUrl === null ? null : `${publicUrl}/alerts/${encodeURIComponent(id)}`,
  }));
  const listed = { alerts: alerts.slice(0, listedAtMost), goals: goals.slice(0, listedAtMost) };
  return {
    kind: 'digest',
    cadence,
    side,
    from: from.toISOString(),
    to: to.toISOString(),
    at: to.toISOString(),
    timeZone,
    url: publicUrl,
    ...listed,
    followed,
    more: alerts.length - listed.alerts.length + goals.length - listed.goals.length,
  };
}

/** What somebody follows, with the same digits as the pages, as it was known at a time. What is followed is listed whole. */
async function followedMetrics(
  { configuration, observations, publicUrl }: SendDigestsDependencies,
  keys: readonly string[],
  at: Date,
  now: Date,
): Promise<readonly DigestMetric[]> {
  if (keys.length === 0) return [];
  const known = await configuration.known({ now, asKnownAt: at });
  const reading = { configuration: known, observations, alerts: new Map(), now, asKnownAt: at };
  const series = await readSeriesOf(keys, reading);
  return keys.flatMap((key) => {
    const own = series.get(key);
    if (!own) return [];
    const current = observationOf(own, currentWindow(own));
    const { title, unit } = own.definition;
    return {
      title,
      unit,
      value: current.value,
      start: current.start,
      end: current.end,
      change: describeChange(own, current),
      stale: shownFreshness(own.freshness).stale,
      url: publicUrl === null ? null : `${publicUrl}/metrics/${encodeURIComponent(key)}`,
    };
  });
}

/** Goals whose status is another one than at the beginning, both as they were known then. Asked for once for each time. */
function goalChanges(dependencies: SendDigestsDependencies, now: Date) {
  const known = new Map<string, Promise<readonly DigestGoal[]>>();
  return (due: DigestDue): Promise<readonly DigestGoal[]> => {
    const key = `${due.from.toISOString()} ${due.to.toISOString()}`;
    const asked = known.get(key) ?? changesOf(dependencies, due, now);
    known.set(key, asked);
    return asked;
  };
}

async function changesOf(
  dependencies: SendDigestsDependencies,
  { from, to }: DigestDue,
  now: Date,
): Promise<readonly DigestGoal[]> {
  const before = new Map((await statusesAt(dependencies, from, now)).map((goal) => [goal.id, goal.status]));
  const after = await statusesAt(dependencies, to, now);
  return after
    .filter(({ id, status }) => before.get(id) !== status)
    .map(({ id, title, status }) => ({
      title,
      from: before.get(id) ?? null,
      to: status,
      url: dependencies.publicUrl === null ? null : `${dependencies.publicUrl}/goals/${encodeURIComponent(id)}`,
    }));
}

async function statusesAt({ configuration, observations, alerts }: SendDigestsDependencies, at: Date, now: Date) {
  const known = await configuration.known({ now, asKnownAt: at });
  const states = await alerts.states(at);
  return trackGoals(known.goals, { configuration: known, observations, alerts: states, now, asKnownAt: at });
}
