import Big from 'big.js';
import { chooseBest } from './choose-best.js';
import { exactly } from './discount.js';
import type { GateFault, GateVerdict } from './judge-gate.js';
import { stageOf, type Initiative } from './initiative.js';
import type { TeamCapacity } from './initiative-settings.js';
import { closures, type Choice } from './plan-choice.js';
import { costInQuarters, hundredths, lastMonthOfWork, monthAfter, quarterDemand } from './quarter-demand.js';
import { scoreOf, valueUnit, type Score, type Scoring } from './score.js';

/** What the plan is made from. */
export interface PlanTerms {
  readonly scoring: Scoring;
  /** Its quarters are those of the plan. */
  readonly capacity: readonly TeamCapacity[];
  /** Decimal string; null for no limit. */
  readonly budget: string | null;
  /** Decimals of the currency. */
  readonly decimals: number;
}

export interface PlannedIdea {
  readonly initiative: Initiative;
  readonly gate: { readonly verdict: GateVerdict; readonly faults: readonly GateFault[] };
}

/** What cut an idea, and what would let it in beside all that is in the plan: lifting everything that is named. */
export type Cut =
  | {
      readonly code: 'capacity';
      readonly team: string;
      readonly quarter: string;
      readonly weeksMore: number;
      readonly isStated: boolean;
    }
  | { readonly code: 'budget'; readonly more: string }
  /** It comes in together with these, whose own needs are counted in the other cuts. */
  | { readonly code: 'dependency'; readonly on: readonly string[] }
  /** What it needs is not there, has failed, or lacks something itself. */
  | { readonly code: 'dependencyOut'; readonly on: readonly string[] }
  /** What it needs is ready only after it begins: it has to begin in `startFrom` or later. */
  | { readonly code: 'dependencyLate'; readonly on: string; readonly startFrom: string }
  | { readonly code: 'gate'; readonly faults: readonly GateFault[] }
  | { readonly code: 'inputMissing'; readonly inputs: readonly ('start' | 'scope' | 'months' | 'score')[] };

export interface PlanRow {
  readonly id: string;
  readonly score: Score | null;
}

export interface CapacityUse extends TeamCapacity {
  /** What is under way takes, and what the plan takes beside it. */
  readonly underWay: number;
  readonly planned: number;
}

export interface InitiativePlan {
  readonly chosen: readonly PlanRow[];
  readonly left: readonly (PlanRow & { readonly cuts: readonly Cut[] })[];
  /** Sum of the values of what is chosen, in units of the scoring; and what no plan can pass. */
  readonly value: number;
  readonly bound: number;
  readonly isBest: boolean;
  readonly capacity: readonly CapacityUse[];
  readonly budget: { readonly limit: string | null; readonly underWay: string; readonly planned: string };
}

interface Prepared {
  readonly initiative: Initiative;
  readonly score: Score | null;
  /** Why it can be in no plan, whatever the capacity. */
  readonly out: readonly Cut[];
  readonly takes: ReadonlyMap<string, number>;
}

const budgetResource = 'budget';
const capacityResource = (team: string, quarter: string) => `capacity ${quarter} ${team}`;

/**
 * The plan that is worth most by its scoring: ideas that the gate lets through, within the capacity of each team and quarter, within the
 * budget, each with what it depends on. What is under way takes its part first. Ideas are looked at with the start that they state; the
 * plan moves none.
 *
 * @param known plans chosen before, as ids: the new one is worth as much at least where one of them still fits
 */
export function planInitiatives(
  ideas: readonly PlannedIdea[],
  terms: PlanTerms,
  known: readonly (readonly string[])[] = [],
): InitiativePlan {
  const steps = planInSteps(ideas, terms, known);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same with pauses of a few milliseconds of work between them: a plan of many ideas takes long, and others wait for the same processor. */
export function* planInSteps(
  ideas: readonly PlannedIdea[],
  terms: PlanTerms,
  known: readonly (readonly string[])[] = [],
): Generator<void, InitiativePlan> {
  const room = roomOf(ideas, terms);
  const prepared = prepare(ideas, terms);
  const isThere = new Set(
    ideas.filter(({ initiative }) => isThereAlready(initiative)).map(({ initiative }) => initiative.id),
  );
  yield;
  const choices = withoutLostNeeds(prepared, isThere).map((one) => choiceOf(one, isThere));
  const chosen = yield* chooseBest(choices, room.limits, known);
  const inPlan = new Set(chosen.ids);
  const used = usedBy(choices, inPlan);
  yield;
  const rows = [...prepared].sort(byScore);
  const cutting = { isThere, choices, needsOf: closures(choices), inPlan, used, limits: room.limits, terms };
  return {
    chosen: rows.filter(({ initiative }) => inPlan.has(initiative.id)).map(toRow),
    left: rows
      .filter(({ initiative }) => !inPlan.has(initiative.id))
      .map((one) => ({
        ...toRow(one),
        cuts: cutsOf(one, cutting),
      })),
    value: chosen.value / valueUnit[terms.scoring],
    bound: chosen.bound / valueUnit[terms.scoring],
    isBest: chosen.isBest,
    capacity: terms.capacity.map((one) => {
      const resource = capacityResource(one.team, one.quarter);
      const underWay = (room.underWay.get(resource) ?? 0) / hundredths;
      return { ...one, underWay, planned: (used.get(resource) ?? 0) / hundredths };
    }),
    budget: {
      limit: terms.budget,
      underWay: money(room.underWay.get(budgetResource) ?? 0, terms.decimals),
      planned: money(used.get(budgetResource) ?? 0, terms.decimals),
    },
  };
}

function toRow({ initiative, score }: Prepared): PlanRow {
  return { id: initiative.id, score };
}

/** The highest score first; what has none last. */
function byScore(a: Prepared, b: Prepared): number {
  return (b.score?.score ?? -1) - (a.score?.score ?? -1) || (a.initiative.id < b.initiative.id ? -1 : 1);
}

function quartersOf({ capacity }: PlanTerms): readonly string[] {
  return [...new Set(capacity.map(({ quarter }) => quarter))];
}

function takesOf(initiative: Initiative, terms: PlanTerms): ReadonlyMap<string, number> {
  const takes = new Map<string, number>();
  for (const { team, quarter, hundredths: amount } of quarterDemand(initiative) ?? [])
    takes.set(capacityResource(team, quarter), amount);
  const cost = costInQuarters(initiative, quartersOf(terms));
  if (cost !== null) takes.set(budgetResource, minor(cost, terms.decimals));
  return takes;
}

/** What is left when what is under way has taken its part; never below nothing. */
function roomOf(ideas: readonly PlannedIdea[], terms: PlanTerms) {
  const underWay = new Map<string, number>();
  for (const { initiative } of ideas) {
    if (stageOf(initiative) !== 'underWay') continue;
    for (const [resource, amount] of takesOf(initiative, terms))
      underWay.set(resource, (underWay.get(resource) ?? 0) + amount);
  }
  const limits = new Map<string, number>();
  const left = (resource: string, there: number) => Math.max(0, there - (underWay.get(resource) ?? 0));
  for (const { team, quarter, weeks } of terms.capacity) {
    const resource = capacityResource(team, quarter);
    limits.set(resource, left(resource, Math.round(weeks * hundredths)));
  }
  const budget = terms.budget === null ? Number.MAX_SAFE_INTEGER : minor(terms.budget, terms.decimals);
  limits.set(budgetResource, left(budgetResource, budget));
  return { underWay, limits };
}

function prepare(ideas: readonly PlannedIdea[], terms: PlanTerms): readonly Prepared[] {
  const all = new Map(ideas.map(({ initiative }) => [initiative.id, initiative]));
  return ideas
    .filter(({ initiative }) => stageOf(initiative) === 'idea')
    .map(({ initiative, gate }) => {
      const score = scoreOf(initiative, terms.scoring);
      const missing = missingInputs(initiative, score, terms);
      const out: Cut[] = [
        ...(gate.verdict === 'fail' ? [{ code: 'gate' as const, faults: gate.faults }] : []),
        ...(missing.length ? [{ code: 'inputMissing' as const, inputs: missing }] : []),
        ...lateNeeds(initiative, all),
      ];
      return { initiative, score, out, takes: takesOf(initiative, terms) };
    });
}

function missingInputs({ start, scope, months }: Initiative, score: Score | null, terms: PlanTerms) {
  const needsCase = terms.budget !== null && (months === undefined || months.length === 0);
  return [
    ...(start === undefined ? ['start' as const] : []),
    ...(scope === undefined ? ['scope' as const] : []),
    ...(needsCase ? ['months' as const] : []),
    ...(score === null ? ['score' as const] : []),
  ];
}

/** What has to be there first has to be ready before the work begins. */
function lateNeeds(initiative: Initiative, all: ReadonlyMap<string, Initiative>): Cut[] {
  const { start } = initiative;
  return (initiative.dependsOn ?? []).flatMap((on): Cut[] => {
    const needed = all.get(on);
    if (start === undefined || needed === undefined || stageOf(needed) === 'launched') return [];
    const last = lastMonthOfWork(needed);
    if (last === null || last < start) return [];
    return [{ code: 'dependencyLate', on, startFrom: monthAfter(last, 1) }];
  });
}

/** Launched, or under way: it needs no place in the plan. */
function isThereAlready(initiative: Initiative): boolean {
  const stage = stageOf(initiative);
  return stage === 'launched' || stage === 'underWay';
}

/** Those that nothing keeps out but what there is, and whose needs are among them or there already. */
function withoutLostNeeds(prepared: readonly Prepared[], isThere: ReadonlySet<string>): readonly Prepared[] {
  let possible = prepared.filter(({ out }) => out.length === 0);
  for (;;) {
    const ids = new Set(possible.map(({ initiative }) => initiative.id));
    const next = possible.filter(({ initiative }) =>
      (initiative.dependsOn ?? []).every((id) => ids.has(id) || isThere.has(id)),
    );
    if (next.length === possible.length) return possible;
    possible = next;
  }
}

function choiceOf({ initiative, score, takes }: Prepared, isThere: ReadonlySet<string>): Choice {
  return {
    id: initiative.id,
    value: score?.value ?? 0,
    score: score?.score ?? 0,
    takes,
    needs: (initiative.dependsOn ?? []).filter((id) => !isThere.has(id)),
  };
}

function usedBy(choices: readonly Choice[], ids: ReadonlySet<string>): Map<string, number> {
  const used = new Map<string, number>();
  for (const { id, takes } of choices) {
    if (!ids.has(id)) continue;
    for (const [resource, amount] of takes) used.set(resource, (used.get(resource) ?? 0) + amount);
  }
  return used;
}

interface Cutting {
  readonly isThere: ReadonlySet<string>;
  readonly choices: readonly Choice[];
  /** Every choice with all that it needs. */
  readonly needsOf: ReadonlyMap<string, ReadonlySet<string>>;
  readonly inPlan: ReadonlySet<string>;
  readonly used: ReadonlyMap<string, number>;
  readonly limits: ReadonlyMap<string, number>;
  readonly terms: PlanTerms;
}

function cutsOf(one: Prepared, cutting: Cutting): readonly Cut[] {
  const { isThere, choices, needsOf, inPlan, used, limits, terms } = cutting;
  const id = one.initiative.id;
  const choice = choices.find((candidate) => candidate.id === id);
  if (choice === undefined) {
    if (one.out.length > 0) return one.out;
    const possible = new Set(choices.map((candidate) => candidate.id));
    const on = (one.initiative.dependsOn ?? []).filter((need) => !possible.has(need) && !isThere.has(need));
    return [{ code: 'dependencyOut', on }];
  }
  const together = [...(needsOf.get(id) ?? [])].filter((need) => !inPlan.has(need));
  const wanted = usedBy(choices, new Set(together));
  const needs = together.filter((need) => need !== id);
  return [
    ...[...wanted].flatMap(([resource, amount]): Cut[] => {
      const short = (used.get(resource) ?? 0) + amount - (limits.get(resource) ?? 0);
      return short > 0 ? [shortage(resource, short, terms)] : [];
    }),
    ...(needs.length ? [{ code: 'dependency' as const, on: needs }] : []),
  ];
}

function shortage(resource: string, short: number, terms: PlanTerms): Cut {
  if (resource === budgetResource) return { code: 'budget', more: money(short, terms.decimals) };
  const [, quarter = '', ...team] = resource.split(' ');
  const isStated = terms.capacity.some((one) => capacityResource(one.team, one.quarter) === resource);
  return { code: 'capacity', team: team.join(' '), quarter, weeksMore: short / hundredths, isStated };
}

function minor(amount: string, decimals: number): number {
  return Number(exactly(amount).times(new Big(10).pow(decimals)).toFixed(0, 1));
}

function money(amount: number, decimals: number): string {
  return exactly(amount).div(new Big(10).pow(decimals)).toFixed(decimals);
}
