import { stageOf, type Initiative } from '@tandem/domain/initiative/initiative';
import { settingsWith } from '@tandem/domain/initiative/initiative-settings';
import { planInSteps } from '@tandem/domain/initiative/plan-initiatives';
import { planTerms } from '@tandem/domain/initiative/scenario';
import {
  initiativesSection,
  type InitiativeFacts,
  type InitiativesSection,
} from '@tandem/domain/review/initiatives-section';
import type { Section } from '@tandem/domain/review/section';
import type { Configuration } from '@tandem/domain/organisation/organisation';
import type { InitiativeJournal, StoredVerdict } from '../initiatives/initiative-ports.js';
import { decimalsOf } from '../initiatives/judge-initiative.js';
import { inSteps } from '../initiatives/plan-capacity.js';
import type { ConfigurationStore } from '../ports.js';
import type { ReviewReading } from './review-reading.js';

export interface InitiativeSectionDependencies {
  readonly configuration: Pick<ConfigurationStore, 'known'>;
  readonly journal: Pick<InitiativeJournal, 'verdictsUntil'>;
}

type Known = Pick<Configuration, 'organisation' | 'initiatives'>;

/** Initiatives as they were known then, held against how they were known at the last review; null where there are none. */
export async function gatherInitiatives(
  { configuration: store, journal }: InitiativeSectionDependencies,
  { configuration, period: { from }, asOf }: ReviewReading,
): Promise<Section<InitiativesSection> | null> {
  if (configuration.initiatives.length === 0) return null;
  const [verdicts, before] = await Promise.all([
    journal.verdictsUntil(asOf),
    store.known({ now: from, asKnownAt: from, withGuardrails: false }),
  ]);
  const earlier = verdicts.filter(({ at }) => at <= from);
  const plannedNow = await plannedOf(configuration, verdicts);
  const plannedBefore = await plannedOf(before, earlier);
  const stages = new Map(before.initiatives.map((one) => [one.id, stageOf(one)]));
  const facts = configuration.initiatives.map((initiative): InitiativeFacts => {
    const { id, title } = initiative;
    const own = verdicts.filter((verdict) => verdict.initiative === id);
    return {
      id,
      title,
      stage: stageOf(initiative),
      stageBefore: stages.get(id) ?? null,
      gate: gateOf(own),
      benefits: benefitsOf(initiative, own),
      planned: { before: plannedBefore.has(id), now: plannedNow.has(id) },
    };
  });
  return initiativesSection(facts, { from, timeZone: configuration.organisation.timeZone });
}

function gateOf(newestFirst: readonly StoredVerdict[]): InitiativeFacts['gate'] {
  const [latest] = newestFirst;
  if (latest === undefined) return null;
  const { verdict, faults } = latest.judgement;
  const since = sinceWhen(newestFirst, (one) => one.judgement.verdict === verdict);
  return { verdict, faults: faults.map(({ code }) => code), since };
}

function benefitsOf(initiative: Initiative, newestFirst: readonly StoredVerdict[]): InitiativeFacts['benefits'] {
  const benefits = newestFirst[0]?.benefits ?? null;
  if (benefits === null || stageOf(initiative) !== 'launched') return null;
  const { verdict, paybackMonth, promisedMonth } = benefits;
  const since = sinceWhen(newestFirst, (one) => one.benefits?.verdict === verdict);
  return { verdict, paybackMonth, promisedMonth, since };
}

/** When the run of verdicts that say the same as the latest began. */
function sinceWhen(newestFirst: readonly StoredVerdict[], isSame: (verdict: StoredVerdict) => boolean): Date {
  const end = newestFirst.findIndex((one) => !isSame(one));
  const run = end < 0 ? newestFirst : newestFirst.slice(0, end);
  return run.at(-1)?.at ?? new Date(0);
}

/** What the plan holds under the organisation's own terms, by the verdicts of that time. None without stated capacity. */
async function plannedOf(
  { organisation, initiatives }: Known,
  newestFirst: readonly StoredVerdict[],
): Promise<ReadonlySet<string>> {
  const settings = settingsWith(organisation.initiatives);
  if (settings.capacity.length === 0) return new Set();
  const ideas = initiatives.map((initiative) => {
    const judged = newestFirst.find((one) => one.initiative === initiative.id)?.judgement;
    return { initiative, gate: { verdict: judged?.verdict ?? 'fail', faults: judged?.faults ?? [] } };
  });
  const terms = planTerms({ scoring: 'wsjf', capacityPercent: 100, budget: null }, settings, decimalsOf(settings));
  const { chosen } = await inSteps(planInSteps(ideas, terms));
  return new Set(chosen.map(({ id }) => id));
}
