import { exactly } from './discount.js';
import { agendas, stageOf, type Agenda, type Initiative } from './initiative.js';

/** An initiative with what it costs in all, not discounted; null where it has no case. */
export interface MappedInitiative {
  readonly initiative: Initiative;
  readonly cost: string | null;
}

export interface MapSum {
  readonly ids: readonly string[];
  /** Of those whose cost is known; null where none is. */
  readonly spend: string | null;
  readonly withoutCost: number;
}

export interface InitiativeMap {
  /** Capabilities in the order of their spend; null stands for those without one. */
  readonly capabilities: readonly (string | null)[];
  /** Goals that anything maps to, in the order given; null stands for those without one. */
  readonly goals: readonly (string | null)[];
  readonly cells: readonly (MapSum & { readonly capability: string | null; readonly goal: string | null })[];
  readonly byCapability: readonly (MapSum & { readonly capability: string | null })[];
  readonly byAgenda: readonly (MapSum & { readonly agenda: Agenda })[];
  readonly goalsWithout: readonly string[];
  readonly initiativesWithout: readonly string[];
}

/**
 * Where the money goes: capability × goal. What an initiative costs is split evenly over the goals that it serves, the last one taking what
 * rounding leaves, so that the cells of a capability add up to what it costs. What was stopped is no part of it.
 *
 * @param goals ids of the goals in their order
 * @param decimals of the currency
 */
export function mapInitiatives(
  all: readonly MappedInitiative[],
  goals: readonly string[],
  decimals: number,
): InitiativeMap {
  const live = all.filter(({ initiative }) => stageOf(initiative) !== 'stopped');
  const parts = live.flatMap((one) => partsOf(one, goals, decimals));
  const capabilities = [...new Set(parts.map(({ capability }) => capability))];
  const byCapability = capabilities
    .map((capability) => ({ capability, ...sumOf(parts.filter((part) => part.capability === capability)) }))
    .sort((a, b) => spent(b) - spent(a) || (a.capability ?? '~').localeCompare(b.capability ?? '~', 'en'));
  const served = new Set(parts.map(({ goal }) => goal));
  const columns = [...goals.filter((goal) => served.has(goal)), ...(served.has(null) ? [null] : [])];
  return {
    capabilities: byCapability.map(({ capability }) => capability),
    goals: columns,
    cells: byCapability.flatMap(({ capability }) =>
      columns.flatMap((goal) => {
        const own = parts.filter((part) => part.capability === capability && part.goal === goal);
        return own.length ? [{ capability, goal, ...sumOf(own) }] : [];
      }),
    ),
    byCapability,
    byAgenda: agendas.map((agenda) => ({ agenda, ...sumOf(parts.filter((part) => part.agenda === agenda)) })),
    goalsWithout: goals.filter((goal) => !served.has(goal)),
    initiativesWithout: parts.filter(({ goal }) => goal === null).map(({ id }) => id),
  };
}

interface Part {
  readonly id: string;
  readonly agenda: Agenda;
  readonly capability: string | null;
  readonly goal: string | null;
  readonly cost: string | null;
}

function partsOf({ initiative, cost }: MappedInitiative, known: readonly string[], decimals: number): Part[] {
  const served = (initiative.goals ?? []).filter((goal) => known.includes(goal));
  const goals = served.length ? served : [null];
  const { id, agenda, capability = null } = initiative;
  const even = cost === null ? null : exactly(cost).div(goals.length).round(decimals, 0);
  return goals.map((goal, index) => {
    const isLast = index === goals.length - 1;
    const share = even === null || cost === null ? null : isLast ? exactly(cost).minus(even.times(index)) : even;
    return { id, agenda, capability, goal, cost: share === null ? null : share.toFixed() };
  });
}

function sumOf(parts: readonly Part[]): MapSum {
  const known = parts.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const ids = [...new Set(parts.map(({ id }) => id))];
  const spend = known.length ? known.reduce((sum, cost) => sum.plus(exactly(cost)), exactly(0)).toFixed() : null;
  return { ids, spend, withoutCost: new Set(parts.filter(({ cost }) => cost === null).map(({ id }) => id)).size };
}

function spent({ spend }: MapSum): number {
  return Number(spend ?? '-1');
}
