import { checkBenefits, monthOfCase, type BenefitVerdict } from '@tandem/domain/initiative/benefit-check';
import { businessCase, type BusinessCase, type CaseTerms } from '@tandem/domain/initiative/business-case';
import { effectWindows } from '@tandem/domain/initiative/effect-windows';
import { stageOf, type Initiative } from '@tandem/domain/initiative/initiative';
import { settingsWith, type DecidedSettings } from '@tandem/domain/initiative/initiative-settings';
import { judgeGate, type GateJudgement } from '@tandem/domain/initiative/judge-gate';
import { isCurrency, minorUnitsIn } from '@tandem/domain/metric/currency';
import type { MetricSeries } from '@tandem/domain/metric/series';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { DecisionStore } from '../decisions/decision-ports.js';
import type { KnownConfiguration, ObservationReader } from '../ports.js';
import type { InitiativeJournal } from './initiative-ports.js';
import { readWaivers, type InitiativeWaiver } from './initiative-waivers.js';

/** An initiative with all that is known of it now. */
export interface InitiativeStanding {
  readonly initiative: Initiative;
  readonly case: BusinessCase | null;
  readonly judgement: GateJudgement;
  /** Of what is launched; null before. */
  readonly benefits: BenefitVerdict | null;
  readonly waivers: readonly InitiativeWaiver[];
}

export interface InitiativeContext {
  readonly configuration: Pick<Configuration, 'organisation' | 'goals' | 'initiatives'>;
  readonly settings: DecidedSettings;
  readonly terms: CaseTerms;
  readonly waivers: readonly InitiativeWaiver[];
  /** By metric, of what launched initiatives promise. */
  readonly series: ReadonlyMap<string, MetricSeries>;
  readonly now: Date;
}

export function decimalsOf({ currency }: Pick<DecidedSettings, 'currency'>): number {
  return isCurrency(currency) ? Math.round(Math.log10(minorUnitsIn(currency))) : 2;
}

export function caseTerms(settings: DecidedSettings): CaseTerms {
  return { discountRate: settings.discountRate, limitMonth: settings.gate.months, decimals: decimalsOf(settings) };
}

/** Everything that initiatives are judged by, read once. */
export async function readContext(
  dependencies: {
    readonly observations: ObservationReader;
    readonly journal: InitiativeJournal;
    readonly decisions: Pick<DecisionStore, 'list'>;
  },
  configuration: KnownConfiguration,
  now: Date,
): Promise<InitiativeContext> {
  const settings = settingsWith(configuration.organisation.initiatives);
  const [waivers, series] = await Promise.all([
    readWaivers(dependencies, { timeZone: configuration.organisation.timeZone, now }),
    promisedSeries(dependencies.observations, configuration, now),
  ]);
  return { configuration, settings, terms: caseTerms(settings), waivers, series, now };
}

async function promisedSeries(
  observations: ObservationReader,
  { initiatives, versions, organisation }: KnownConfiguration,
  now: Date,
): Promise<ReadonlyMap<string, MetricSeries>> {
  const launched = initiatives.filter((initiative) => stageOf(initiative) === 'launched');
  const keys = [...new Set(launched.flatMap(({ effect }) => (effect === undefined ? [] : [effect.metric])))];
  const known = keys.flatMap((key) => {
    const own = versions.get(key);
    return own === undefined ? [] : [{ key, own }];
  });
  if (known.length === 0) return new Map();
  const read = await observations.seriesOfEach(
    known.map(({ own }) => own),
    { metrics: versions, organisation, asKnownAt: null, now },
  );
  return new Map(known.flatMap(({ key }, index) => (read[index] ? [[key, read[index]] as const] : [])));
}

/** How an initiative stands: the one place where pages, plan, worker and API agree. */
export function standingOf(initiative: Initiative, context: InitiativeContext): InitiativeStanding {
  const { configuration, settings, terms, now } = context;
  const known = businessCase(initiative.months ?? [], terms);
  const benefits = benefitsOf(initiative, context);
  const waivers = context.waivers.filter((waiver) => waiver.initiative === initiative.id);
  const judgement = judgeGate(initiative, {
    goals: configuration.goals,
    case: known,
    settings,
    waivers,
    benefits,
    now,
  });
  return { initiative, case: known, judgement, benefits, waivers };
}

function benefitsOf(initiative: Initiative, { series, terms }: InitiativeContext): BenefitVerdict | null {
  const { launchedOn, effect, months = [], start } = initiative;
  if (stageOf(initiative) !== 'launched' || launchedOn === undefined) return null;
  const own = effect === undefined ? undefined : series.get(effect.metric);
  const windows = own === undefined ? { before: null, after: null } : effectWindows(own, launchedOn);
  return checkBenefits({ effect, months, launchMonth: monthOfCase(start, launchedOn), ...windows, terms });
}
