import { defineStandardMetric } from '@tandem/domain/catalogue/define-standard-metric';
import { needStanding, type ArrivedStream, type NeedStanding } from '@tandem/domain/catalogue/need-standing';
import { parameterValues, type StandardMetric, type StandardParameter } from '@tandem/domain/catalogue/standard-metric';
import { standardMetrics } from '@tandem/domain/catalogue/standard-metrics';
import { describeFormula } from '@tandem/domain/metric/describe-formula';
import { otherNumbersOfName } from '@tandem/domain/metric/same-name';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { StreamName } from '@tandem/domain/record/streams';
import type { ArrivalReader } from './arrival-ports.js';
import type { ConfigurationStore } from './ports.js';

export interface ReadCatalogueDependencies {
  readonly configuration: ConfigurationStore;
  readonly arrivals: ArrivalReader;
}

type Arrived = ReadonlyMap<StreamName, ArrivedStream>;

/** The ready-made metrics: what each says and needs, whether that is there, and which metrics were adopted from it. Of the present alone. */
export function readCatalogue({ configuration, arrivals }: ReadCatalogueDependencies) {
  return async () => {
    const { streams, by } = whatIsNeeded();
    const [current, arrived] = await Promise.all([configuration.load(), arrivals.arrived(streams, by)]);
    return {
      metrics: standardMetrics.map((standard) => describe(standard, current, arrived)),
      metricKeys: current.metrics.map(({ key }) => key),
      owners: [...current.people, ...current.teams.map((team) => ({ ...team, name: team.title }))].map(
        ({ id, name, side }) => ({ id, name, side }),
      ),
    };
  };
}

/** Streams that any standard metric reads, and the fields whose values decide whether a record counts. */
function whatIsNeeded(): { readonly streams: readonly StreamName[]; readonly by: readonly string[] } {
  const needs = standardMetrics.flatMap((standard) => standard.needs(parameterValues(standard)));
  const ofStreams = needs.flatMap((need) => ('stream' in need ? [need] : []));
  const chosen = ofStreams.flatMap(({ fields }) => fields.filter(({ value }) => value !== undefined));
  return {
    streams: [...new Set(ofStreams.map(({ stream }) => stream))],
    by: [...new Set(chosen.map(({ field }) => field))],
  };
}

function describe(standard: StandardMetric, current: Configuration, arrived: Arrived) {
  const definition = defineStandardMetric(standard);
  const { text, exclusions } = describeFormula(definition);
  const keys = new Set(current.metrics.map(({ key }) => key));
  const needs = standard.needs(parameterValues(standard)).map((need) => needStanding(need, arrived, keys));
  const { key, family, title, description, wording, precision, direction, windowDays, settlingDays } = standard;
  return {
    key,
    family,
    title,
    description,
    wording,
    formula: { text, exclusions },
    unit: definition.unit,
    precision,
    direction,
    windowDays,
    settlingDays,
    dimensions: [...definition.formula.dimensions],
    trap: standard.trap,
    source: standard.source,
    parameters: Object.entries(standard.parameters).map(([name, parameter]) => ({
      name,
      kind: parameter.kind,
      description: parameter.description,
      standsAt: parameter.standsAt,
      choices: choicesOf(parameter, current, arrived),
    })),
    needs: needs.map(shownNeed),
    data: dataOf(needs),
    adopted: linksTo(current.metrics.filter((metric) => metric.standard === key)),
    namesakes: linksTo(
      otherNumbersOfName(
        definition,
        current.metrics.filter((metric) => metric.standard !== key),
      ),
    ),
  };
}

function shownNeed(need: NeedStanding) {
  if ('metrics' in need) return { ...need, metrics: [...need.metrics] };
  return { ...need, sources: [...need.sources], fields: [...need.fields] };
}

function dataOf(needs: readonly NeedStanding[]) {
  if (needs.every(({ met }) => met)) return 'arrived' as const;
  const anything = needs.some((need) => need.met || ('stream' in need && need.sources.length > 0));
  return anything ? ('partly' as const) : ('none' as const);
}

/** What a parameter can name: metrics that there are, or the values that arrived. */
function choicesOf({ kind, namesValueOf }: StandardParameter, { metrics }: Configuration, arrived: Arrived): string[] {
  if (kind === 'metric') return metrics.map(({ key }) => key);
  if (namesValueOf === undefined) return [];
  const values =
    arrived.get(namesValueOf.stream)?.kinds.flatMap(({ values: said }) => said[namesValueOf.field] ?? []) ?? [];
  return [...new Set(values)].sort();
}

function linksTo(metrics: Configuration['metrics']) {
  return metrics.map(({ key, title }) => ({ key, title }));
}
