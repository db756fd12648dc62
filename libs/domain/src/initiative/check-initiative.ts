import { exactly } from './discount.js';
import { longestCase } from './business-case.js';
import { stageOf, type Initiative } from './initiative.js';

export type InitiativeReason =
  | { readonly code: 'amountUnreadable'; readonly value: string }
  | { readonly code: 'amountNegative'; readonly value: string }
  | { readonly code: 'amountNotPositive'; readonly value: string }
  | { readonly code: 'monthOutside'; readonly month: number; readonly longest: number }
  | { readonly code: 'monthsBackwards' }
  | { readonly code: 'monthTwice'; readonly month: number }
  | { readonly code: 'teamTwice'; readonly team: string }
  | { readonly code: 'launchDateMissing' }
  | { readonly code: 'launchDateTooEarly' }
  | { readonly code: 'issueTwice'; readonly issue: string; readonly other: string }
  /** The first and the last id are the same. */
  | { readonly code: 'dependencyCycle'; readonly ids: readonly string[] };

export interface InitiativeIssue {
  readonly path: readonly (string | number)[];
  readonly reason: InitiativeReason;
}

/** What is wrong with an initiative by itself; what it refers to is checked elsewhere. Empty when nothing is. */
export function checkInitiative(initiative: Initiative): readonly InitiativeIssue[] {
  return [
    ...monthIssues(initiative),
    ...effectIssues(initiative),
    ...teamIssues(initiative),
    ...stageIssues(initiative),
  ];
}

function monthIssues({ months = [] }: Initiative): InitiativeIssue[] {
  const seen = new Set<number>();
  return months.flatMap((row, index): InitiativeIssue[] => {
    const { month, through = month, oneOff, running, benefit } = row;
    const at = (field: string, reason: InitiativeReason): InitiativeIssue => ({
      path: ['months', index, field],
      reason,
    });
    const issues = [
      ...amountIssues(oneOff, true).map((reason) => at('oneOff', reason)),
      ...amountIssues(running, true).map((reason) => at('running', reason)),
      ...amountIssues(benefit, false).map((reason) => at('benefit', reason)),
    ];
    const outside = [month, through].find((one) => !Number.isInteger(one) || one < 1 || one > longestCase);
    if (outside !== undefined)
      return [...issues, at('month', { code: 'monthOutside', month: outside, longest: longestCase })];
    if (through < month) return [...issues, at('through', { code: 'monthsBackwards' })];
    const numbers = Array.from({ length: through - month + 1 }, (_, place) => month + place);
    const twice = numbers.find((number) => seen.has(number));
    numbers.forEach((number) => seen.add(number));
    return twice === undefined ? issues : [...issues, at('month', { code: 'monthTwice', month: twice })];
  });
}

function amountIssues(value: string | undefined, isCost: boolean): InitiativeReason[] {
  if (value === undefined) return [];
  const amount = readable(value);
  if (amount === null) return [{ code: 'amountUnreadable', value }];
  return isCost && amount.lt(0) ? [{ code: 'amountNegative', value }] : [];
}

function effectIssues({ effect }: Initiative): InitiativeIssue[] {
  if (effect === undefined) return [];
  const amount = readable(effect.amount);
  const path = ['effect', 'amount'];
  if (amount === null) return [{ path, reason: { code: 'amountUnreadable', value: effect.amount } }];
  return amount.gt(0) ? [] : [{ path, reason: { code: 'amountNotPositive', value: effect.amount } }];
}

function readable(value: string) {
  try {
    return exactly(value);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function teamIssues({ scope }: Initiative): InitiativeIssue[] {
  const teams = (scope?.teams ?? []).map(({ team }) => team);
  return teams.flatMap((team, index) =>
    teams.indexOf(team) < index
      ? [{ path: ['scope', 'teams', index, 'team'], reason: { code: 'teamTwice' as const, team } }]
      : [],
  );
}

function stageIssues(initiative: Initiative): InitiativeIssue[] {
  const { launchedOn, start } = initiative;
  if (stageOf(initiative) === 'launched' && launchedOn === undefined)
    return [{ path: ['launchedOn'], reason: { code: 'launchDateMissing' } }];
  if (launchedOn !== undefined && start !== undefined && launchedOn.slice(0, 7) < start)
    return [{ path: ['launchedOn'], reason: { code: 'launchDateTooEarly' } }];
  return [];
}

/** A ring of initiatives that wait for each other; each is told once, of the one that comes first by its id. */
export function checkDependencies(
  initiatives: readonly Pick<Initiative, 'id' | 'dependsOn'>[],
): readonly { readonly id: string; readonly reason: InitiativeReason }[] {
  const needs = new Map(initiatives.map(({ id, dependsOn = [] }) => [id, dependsOn]));
  return [...needs.keys()].sort().flatMap((id) => {
    const ring = ringFrom(id, needs);
    const isFirst = ring !== null && ring.every((other) => id <= other);
    return isFirst ? [{ id, reason: { code: 'dependencyCycle' as const, ids: ring } }] : [];
  });
}

/** The shortest way from an initiative back to itself. */
function ringFrom(start: string, needs: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  // Each with the one that led to it: ways are long in a long list, and written out only once there is a ring.
  const cameFrom = new Map<string, string>();
  let reached: readonly string[] = [start];
  while (reached.length > 0) {
    const next: string[] = [];
    for (const one of reached) {
      for (const need of needs.get(one) ?? []) {
        if (need === start) return [...wayTo(one, start, cameFrom), start];
        if (cameFrom.has(need)) continue;
        cameFrom.set(need, one);
        next.push(need);
      }
    }
    reached = next;
  }
  return null;
}

function wayTo(end: string, start: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const way = [end];
  for (let at: string | undefined = end; at !== start && at !== undefined;) {
    at = cameFrom.get(at);
    if (at !== undefined) way.push(at);
  }
  return way.reverse();
}
