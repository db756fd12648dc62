import { guardrailProximity } from '@tandem/domain/guardrail/guardrail-proximity';
import type { Guardrail } from '@tandem/domain/guardrail/guardrail';
import { addDays, localDateOf, startOfDay } from '@tandem/domain/metric/periods';
import { observationsOf, type MetricSeries } from '@tandem/domain/metric/series';
import { breaches, stripDays, type BreachesSection, type GuardrailFacts } from '@tandem/domain/review/breaches';
import type { Section } from '@tandem/domain/review/section';
import { ownersOf } from '../metric-summary.js';
import type { ReviewDependencies, ReviewReading } from './review-reading.js';

interface StripDay {
  readonly date: string;
  readonly start: Date;
  readonly end: Date;
}

export async function gatherBreaches(
  { breachHistory }: Pick<ReviewDependencies, 'breachHistory'>,
  reading: ReviewReading,
): Promise<Section<BreachesSection>> {
  const { configuration, series, asOf } = reading;
  const { timeZone } = configuration.organisation;
  const days = daysBefore(asOf, timeZone);
  const histories = await breachHistory.histories(days[0]?.start ?? asOf, asOf);
  const facts = configuration.guardrails.flatMap((guardrail) => {
    const own = series.get(guardrail.metric);
    return own ? [factsOf(guardrail, own, { histories, days, reading })] : [];
  });
  return breaches(facts, { days, timeZone });
}

/** Whole days that have passed: the day that runs can still turn out otherwise. */
function daysBefore(asOf: Date, timeZone: string): readonly StripDay[] {
  const today = startOfDay(asOf, timeZone);
  return Array.from({ length: stripDays }, (_, index) => {
    const start = addDays(today, index - stripDays, timeZone);
    return { date: localDateOf(start, timeZone), start, end: addDays(start, 1, timeZone) };
  });
}

function factsOf(
  guardrail: Guardrail,
  series: MetricSeries,
  {
    histories,
    days,
    reading: { configuration },
  }: {
    readonly histories: Awaited<ReturnType<ReviewDependencies['breachHistory']['histories']>>;
    readonly days: readonly StripDay[];
    readonly reading: ReviewReading;
  },
): GuardrailFacts {
  const { key, title, unit, precision } = series.definition;
  const owners = ownersOf(guardrail.owners, configuration);
  const history = histories.get(guardrail.id);
  return {
    id: guardrail.id,
    title: guardrail.title,
    severity: guardrail.severity,
    metric: { key, title, unit, precision },
    owners: { marketing: owners.marketing?.name ?? null, it: owners.it?.name ?? null },
    alerts: history?.alerts ?? [],
    episodes: history?.episodes ?? [],
    valuesOfDays: valuesOf(guardrail, series, days),
  };
}

/** Only the value of a whole metric can be close to a limit; other rules are breached or not. */
function valuesOf(
  guardrail: Guardrail,
  series: MetricSeries,
  days: readonly StripDay[],
): GuardrailFacts['valuesOfDays'] {
  if (guardrail.kind !== 'threshold' || guardrail.by !== undefined) return days.map(() => null);
  const { definition, calendar } = series;
  const windowDays = guardrail.windowDays ?? definition.windowDays;
  const windows = days.map(({ end }) => ({ start: addDays(end, -windowDays, calendar.timeZone), end }));
  return observationsOf(series, windows).map(({ value, state, n }) => {
    if (state === 'absent' || state === 'partial') return 'absent';
    return value === null || n < guardrail.minimumEvents ? 'inside' : guardrailProximity(guardrail, value, null);
  });
}
