import { ruleOf } from '@tandem/domain/guardrail/guardrail-rule';
import { explainVerdict } from '@tandem/domain/guardrail/explain-verdict';
import type { Guardrail, Verdict } from '@tandem/domain/guardrail/guardrail';
import { rehearseGuardrail, type RehearsedSlice } from '@tandem/domain/guardrail/rehearse-guardrail';
import { checkConfiguration, type ConfigurationIssue } from '@tandem/domain/organisation/check-configuration';
import { addDays, startOfDay } from '@tandem/domain/metric/periods';
import type { MetricSeries } from '@tandem/domain/metric/series';
import { ConfigurationRejected } from './apply-configuration.js';
import { InvalidInput, NotFound } from './input-errors.js';
import type { CollectedHistory } from './guardrail-ports.js';
import { trackKeyResultOf } from './key-result-evidence.js';
import type { ReadingDependencies } from './metric-reading.js';
import { metricSummary } from './metric-summary.js';
import type { KnownConfiguration } from './ports.js';
import { readTime } from './read-time.js';

export interface RehearseGuardrailDependencies extends ReadingDependencies {
  readonly collected: CollectedHistory;
}

export interface RehearsedTime {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

const usualDays = 182;
const mostDays = 731;
/** Drawn and listed slice by slice: more would say less. */
const mostSlices = 20;

/**
 * When a guardrail would have fired over history, for how long, and how often it would have flapped: before it is enabled, or as it stands.
 * Nothing is stored. Throws `ConfigurationRejected` for a guardrail that could not be applied.
 */
export function rehearseGuardrails(dependencies: RehearseGuardrailDependencies) {
  return {
    ofCandidate: async ({ guardrail, ...time }: RehearsedTime & { readonly guardrail: Guardrail }) => {
      const now = dependencies.clock();
      const configuration = await dependencies.configuration.known({ now, asKnownAt: null });
      const faults = faultsOf(configuration, guardrail);
      if (faults.length > 0) throw new ConfigurationRejected(faults);
      return rehearse(dependencies, configuration, guardrail, time, now);
    },
    ofStored: async ({ id, ...time }: RehearsedTime & { readonly id: string }) => {
      const now = dependencies.clock();
      const configuration = await dependencies.configuration.known({ now, asKnownAt: null });
      const guardrail = configuration.guardrails.find((one) => one.id === id);
      if (guardrail === undefined) throw new NotFound('guardrail', id);
      return rehearse(dependencies, configuration, guardrail, time, now);
    },
  };
}

function faultsOf(configuration: KnownConfiguration, guardrail: Guardrail): readonly ConfigurationIssue[] {
  return checkConfiguration(configuration, { guardrails: [guardrail] });
}

async function rehearse(
  { observations, collected }: RehearseGuardrailDependencies,
  configuration: KnownConfiguration,
  guardrail: Guardrail,
  time: RehearsedTime,
  now: Date,
) {
  const { organisation, versions: metrics } = configuration;
  const series = await observations.series({
    versions: metrics.get(guardrail.metric) ?? [],
    metrics,
    organisation,
    asKnownAt: null,
    now,
    ...(guardrail.by === undefined ? {} : { by: guardrail.by }),
  });
  const { from, to } = periodOf(time, series, now);
  const history = guardrail.kind === 'freshness' ? await collected.collectedOf(metrics, guardrail.metric) : undefined;
  const { slices, left } = rehearseGuardrail(guardrail, series, {
    from,
    to,
    track: trackKeyResultOf(configuration.goals),
    ...(history === undefined ? {} : { collected: history }),
    mostSlices,
  });
  const { definition, freshness, calendar } = series;
  const explain = explaining(guardrail, series);
  return {
    guardrail: { id: guardrail.id, title: guardrail.title, ...ruleOf(guardrail), by: guardrail.by ?? null },
    metric: metricSummary(definition, freshness),
    from: from.toISOString(),
    to: to.toISOString(),
    timeZone: calendar.timeZone,
    dataTo: freshness.dataTo?.toISOString() ?? null,
    slices: slices.map((slice) => shownSlice(slice, explain)),
    left,
  };
}

export type ShownRehearsal = Awaited<ReturnType<typeof rehearse>>;

function shownSlice(
  { slice, episodes, looks, ...counts }: RehearsedSlice,
  explain: (verdict: Verdict, slice: string) => ReturnType<typeof explainVerdict>,
) {
  return {
    ...counts,
    slice,
    episodes: episodes.map(({ verdict, ...episode }) => ({ ...episode, explanation: explain(verdict, slice) })),
    looks: looks.map(({ at, verdict, state }) => {
      const { kind, value, limit, measured, n } = verdict;
      return {
        at,
        state,
        verdict: kind,
        value,
        n,
        measured: measured === undefined || measured.of === 'specialCause' ? value : measured.value,
        limit,
        bounds: measured?.of === 'specialCause' ? { lower: measured.lower, upper: measured.upper } : null,
      };
    }),
  };
}

function explaining(guardrail: Guardrail, { definition, calendar }: MetricSeries) {
  const { key, title, unit, formula } = definition;
  const metric = { key, title, unit, stream: formula.kind === 'derived' ? null : formula.stream };
  return (verdict: Verdict, slice: string) =>
    explainVerdict({
      verdict,
      rule: ruleOf(guardrail),
      metric,
      dimensions: guardrail.by === undefined ? {} : { [guardrail.by]: slice },
      timeZone: calendar.timeZone,
    });
}

/** Half a year that ends with the data, or what is asked for, as far as there is data. */
function periodOf({ from: wantedFrom, to: wantedTo }: RehearsedTime, series: MetricSeries, now: Date) {
  const { timeZone } = series.calendar;
  const { dataFrom, dataTo } = series.freshness;
  const asked = (field: string, text: string | undefined) =>
    text === undefined ? null : readTime(field, text, timeZone);
  const to = earliest(asked('to', wantedTo) ?? now, now);
  const begin =
    asked('from', wantedFrom) ?? addDays(startOfDay(earliest(to, dataTo ?? to), timeZone), -usualDays, timeZone);
  const from = dataFrom !== null && begin < dataFrom ? dataFrom : begin;
  if (from >= to) {
    throw new InvalidInput([
      {
        field: 'from',
        reason: 'There is no data of this metric in that time: choose an earlier end or another metric.',
      },
    ]);
  }
  if (from < addDays(to, -mostDays, timeZone)) {
    throw new InvalidInput([
      { field: 'from', reason: `At most ${mostDays} days can be rehearsed at once: choose a later beginning.` },
    ]);
  }
  return { from, to };
}

function earliest(a: Date, b: Date): Date {
  return a < b ? a : b;
}
