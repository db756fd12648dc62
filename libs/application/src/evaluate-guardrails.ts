import { evaluateGuardrail, windowOf } from '@tandem/domain/guardrail/evaluate-guardrail';
import { evaluateThreshold } from '@tandem/domain/guardrail/evaluate-threshold';
import { usualMostSlices, type Guardrail, type Verdict } from '@tandem/domain/guardrail/guardrail';
import { judgedSlices } from '@tandem/domain/guardrail/judged-slices';
import { withDependents } from '@tandem/domain/metric/derived-inputs';
import { addDays, startOfDay } from '@tandem/domain/metric/periods';
import type { MetricSeries } from '@tandem/domain/metric/series';
import type { ChangedLimit, GuardrailWatch, JudgedPast, WindowReading } from './guardrail-ports.js';
import { errorVerdict, mayChange, stepAlert, type Judgement, type Judging } from './judge-guardrails.js';
import { judgeLatePeriods, type Lateness, type SeriesRead } from './judge-late-periods.js';
import { trackKeyResultOf } from './key-result-evidence.js';
import type {
  AlertStore,
  Clock,
  ConfigurationStore,
  JobQueue,
  Jobs,
  KnownConfiguration,
  Log,
  ObservationReader,
  StoredAlert,
} from './ports.js';
import { readEachSeries } from './read-each-series.js';

export interface EvaluateGuardrailsDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly observations: Pick<ObservationReader, 'seriesOfEach'>;
  readonly watch: GuardrailWatch;
  readonly past: JudgedPast;
  readonly alerts: AlertStore;
  readonly jobs: JobQueue;
  readonly clock: Clock;
  /** Where people reach this installation, without trailing slash; null leaves links out. */
  readonly publicUrl: string | null;
  readonly log: Log;
}

/** So many metrics are read together. */
const batchSize = 25;
/**
 * A wake-up can be lost with the process that was to send it, or with the queue: so often a metric with guardrails is read anyway, and what
 * failed sooner.
 */
const lookAgainMs = 60_000;
const lookAgainSoonMs = 30_000;

/**
 * Judges the guardrails of the named metrics; for null those whose time has come, and the limits of all by their latest readings. Work is
 * proportional to what changed: metrics are read, the database finds the limits whose alert may change, and these are judged and written.
 * A metric that cannot be read gives its guardrails the verdict `error`; a guardrail whose alert cannot be written does not stop the others,
 * and fails the job at the end so that it is run again.
 */
export function evaluateGuardrails(dependencies: EvaluateGuardrailsDependencies) {
  return async (payload: Jobs['guardrails.evaluate'], signal: AbortSignal): Promise<void> => {
    const { clock, watch } = dependencies;
    const { metricKeys } = payload;
    // The clock looks often, and mostly finds nothing: then nothing else is read.
    const known = once(() =>
      dependencies.configuration.known({ now: clock(), asKnownAt: null, withGuardrails: false }),
    );
    const named = metricKeys && withDependents(metricKeys, (await known()).metrics);
    const keys = named ?? (await watch.metricsToRead(clock()));
    const work = new Work(dependencies);
    const past = new Past();
    for (let from = 0; from < keys.length; from += batchSize) {
      signal.throwIfAborted();
      past.add(await judgeMetrics(dependencies, await known(), keys.slice(from, from + batchSize), work, signal));
    }
    const now = clock();
    const limits = named?.length === 0 ? [] : await watch.changedLimits(named, now);
    for (const limit of limits) {
      const judging = { ...dependencies, configuration: await known(), now };
      signal.throwIfAborted();
      const { guardrail } = limit;
      const judge = judgeOf(limit, now);
      await work.step(judging, { guardrail, dimensions: {}, judge, began: past.beganOf(guardrail.id) });
    }
    await work.end();
    await past.keep(dependencies.past);
  };
}

interface JudgedMetrics {
  readonly series: readonly SeriesRead[];
  readonly lateness: Lateness;
  readonly now: Date;
}

/** What was read of the days before now. It is kept when all of it has been judged: what is left out by a failure is found again. */
class Past {
  private readonly judged: JudgedMetrics[] = [];

  add(judged: JudgedMetrics | null): void {
    if (judged) this.judged.push(judged);
  }

  beganOf(guardrailId: string): string | undefined {
    return this.judged.map(({ lateness }) => lateness.beganOf(guardrailId, {})).find((began) => began !== undefined);
  }

  async keep(past: JudgedPast): Promise<void> {
    for (const { series, lateness, now } of this.judged) {
      const begun = series.flatMap(({ metricKey, series: { freshness } }) =>
        freshness.dataTo === null || freshness.backfillRunning ? [] : [[metricKey, freshness.dataTo] as const],
      );
      if (begun.length > 0) await past.keep(lateness.read, new Map(begun), now);
    }
  }
}

function once<Value>(ask: () => Promise<Value>): () => Promise<Value> {
  let asked: Promise<Value> | null = null;
  return () => (asked ??= ask());
}

/** What an evaluation has told and where it failed. */
class Work {
  private toldOf = 0;
  private judged = 0;
  private readonly failures: unknown[] = [];

  constructor(private readonly dependencies: EvaluateGuardrailsDependencies) {}

  async step(judging: Judging, judgement: Judgement): Promise<void> {
    this.judged += 1;
    try {
      await this.told(await stepAlert(judging, judgement));
    } catch (error) {
      const guardrail = judgement.guardrail.id;
      this.dependencies.log.error('A guardrail could not be evaluated.', { guardrail, error });
      this.failures.push(error);
    }
  }

  /** The first to be told does not wait for the rest of the sweep. */
  async told(isTold: boolean): Promise<void> {
    if (!isTold) return;
    if (this.toldOf === 0) await wakeDelivery(this.dependencies);
    this.toldOf += 1;
  }

  async end(): Promise<void> {
    if (this.toldOf > 1) await wakeDelivery(this.dependencies);
    if (this.failures.length === 0) return;
    throw new AggregateError(
      this.failures,
      `${this.failures.length} of ${this.judged} guardrails could not be evaluated.`,
    );
  }
}

/** Reads metrics, keeps what limits are held against, and judges all other guardrails on them. */
async function judgeMetrics(
  dependencies: EvaluateGuardrailsDependencies,
  configuration: KnownConfiguration,
  keys: readonly string[],
  work: Work,
  signal: AbortSignal,
): Promise<JudgedMetrics | null> {
  const { clock, watch } = dependencies;
  // Taken before the reading: what is read later wins.
  const now = clock();
  const [windows, others] = await Promise.all([watch.windowsOf(keys), watch.othersOf(keys)]);
  if (windows.length === 0 && others.length === 0) return null;
  const read = readEachSeries(dependencies, configuration, now);
  const whole = await read(keys, null);
  const freshness = others.flatMap(({ guardrail }) => (guardrail.kind === 'freshness' ? [guardrail] : []));
  await watch.keep(
    windows.map(({ metricKey, windowDays }): WindowReading => {
      const series = whole.get(metricKey) ?? null;
      const within = freshness.flatMap(({ metric, withinMs }) => (metric === metricKey ? [withinMs] : []));
      return {
        metricKey,
        windowDays,
        read: series && readingOf(series, windowDays),
        nextAt: nextLook(series, within, now),
      };
    }),
    now,
  );
  const judging = { ...dependencies, configuration, now };
  const dimensions = [...new Set(others.flatMap(({ guardrail: { by } }) => by ?? []))];
  const sliced = new Map<string, ReadonlyMap<string, MetricSeries>>();
  for (const by of dimensions) {
    const metrics = new Set(others.flatMap(({ guardrail }) => (guardrail.by === by ? [guardrail.metric] : [])));
    sliced.set(by, await read([...metrics], by));
  }
  const series = [...seriesRead(whole, null), ...[...sliced].flatMap(([by, ofMetrics]) => seriesRead(ofMetrics, by))];
  const lateness = await judgeLatePeriods({ ...judging, past: dependencies.past }, series);
  await work.told(lateness.told);
  for (const { guardrail, alerts } of others) {
    signal.throwIfAborted();
    const own = (guardrail.by === undefined ? whole : sliced.get(guardrail.by))?.get(guardrail.metric) ?? null;
    for (const judged of judgementsOf(judging, guardrail, own, alerts)) {
      const judgement = { ...judged, began: lateness.beganOf(guardrail.id, judged.dimensions) };
      const alert = alerts.find(({ dimensions }) => isSame(dimensions, judgement.dimensions)) ?? null;
      if (mayChange(judgement, alert, now)) await work.step(judging, judgement);
    }
  }
  return { series, lateness, now };
}

function seriesRead(ofMetrics: ReadonlyMap<string, MetricSeries>, by: string | null): SeriesRead[] {
  return [...ofMetrics].map(([metricKey, series]) => ({ metricKey, by, series }));
}

function readingOf(series: MetricSeries, windowDays: number | null): WindowReading['read'] {
  const { stale, backfillRunning } = series.freshness;
  const observation = windowOf(windowDays === null ? {} : { windowDays }, series, '');
  return { observation, stale, backfillRunning };
}

/** The next midnight moves every window; sources fall silent in between. */
function nextLook(series: MetricSeries | null, within: readonly (number | undefined)[], now: Date): Date {
  const again = new Date(
    now.getTime() + (series === null || series.freshness.backfillRunning ? lookAgainSoonMs : lookAgainMs),
  );
  if (series === null) return again;
  const { timeZone } = series.calendar;
  const { collectedTo, expectedEveryMs } = series.freshness;
  const silences = within.flatMap((ms) => (collectedTo ? [collectedTo.getTime() + (ms ?? expectedEveryMs) + 1] : []));
  const midnight = addDays(startOfDay(now, timeZone), 1, timeZone).getTime();
  const ahead = [again.getTime(), midnight, ...silences].filter((time) => time > now.getTime());
  return new Date(Math.min(...ahead));
}

function judgeOf({ guardrail, read }: ChangedLimit, now: Date): Judgement['judge'] {
  return (alert) => {
    if (read === null) return errorVerdict(guardrail, 'evaluationFailed', alert, now);
    const { observation, stale, backfillRunning } = read;
    return evaluateThreshold({ guardrail, observation, freshness: { stale, backfillRunning }, alert: alert.state });
  };
}

/** One judgement of the whole, or one of each slice and one of the guardrail itself, which says whether all slices are judged. */
function judgementsOf(
  { configuration, log, now }: Judging,
  guardrail: Guardrail,
  series: MetricSeries | null,
  alerts: readonly StoredAlert[],
): Judgement[] {
  const { by } = guardrail;
  if (series === null) {
    const judge: Judgement['judge'] = (alert) => errorVerdict(guardrail, 'evaluationFailed', alert, now);
    const known = by === undefined || alerts.length === 0 ? [{}] : alerts.map(({ dimensions }) => dimensions);
    return known.map((dimensions) => ({ guardrail, dimensions, judge }));
  }
  const track = trackKeyResultOf(configuration.goals);
  const judgeSlice =
    (slice: string): Judgement['judge'] =>
    (alert) => {
      try {
        return evaluateGuardrail(guardrail, { series, slice, alert: alert.state, now, track });
      } catch (error) {
        log.error('A guardrail could not be judged.', { guardrail: guardrail.id, error });
        return errorVerdict(guardrail, 'evaluationFailed', alert, now);
      }
    };
  if (by === undefined) return [{ guardrail, dimensions: {}, judge: judgeSlice('') }];
  const isOpen = ({ state: { state } }: StoredAlert) => state !== 'inactive' && state !== 'resolved';
  const open = alerts.filter(isOpen).flatMap(({ dimensions }) => dimensions[by] ?? []);
  const { judged, left } = judgedSlices(guardrail, series, open);
  return [
    { guardrail, dimensions: {}, judge: (alert) => fanOutVerdict(guardrail, left, alert, now) },
    ...judged.map((slice) => ({ guardrail, dimensions: { [by]: slice }, judge: judgeSlice(slice) })),
  ];
}

/** What is beyond the limit of slices is not judged, and that is told as an evaluation that failed for them. */
function fanOutVerdict(guardrail: Guardrail, left: number, alert: Pick<StoredAlert, 'state'>, now: Date): Verdict {
  const limit = String(guardrail.mostSlices ?? usualMostSlices);
  if (left > 0) return { ...errorVerdict(guardrail, 'tooManySlices', alert, now), limit, n: left };
  return { ...errorVerdict(guardrail, 'insideLimit', alert, now), kind: 'ok', limit };
}

function isSame(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

/**
 * Without an id: a job that is running may have looked at the outbox already. The clock sweeps the outbox as well, so that a wake-up
 * that is lost costs seconds and not the message.
 */
async function wakeDelivery(dependencies: EvaluateGuardrailsDependencies): Promise<void> {
  try {
    await dependencies.jobs.enqueue('outbox.deliver', {});
  } catch (error) {
    dependencies.log.warn('The delivery of notifications could not be woken; the next sweep delivers them.', { error });
  }
}
