import type { PlanCut } from '@tandem/contracts/initiative-plan';
import type { InitiativeSettingsAnswer } from '@tandem/contracts/initiatives';
import { catalogue } from '../../text/catalogue.js';
import { moneyText, shortFault, WORDS } from './initiative-words.js';

/** The plan: what is in it, what is left out and why. */
export const words = catalogue('initiative plan', {
  title: 'Plan',
  lead: 'The plan that is worth most within capacity, budget and dependencies, and what cut every other idea.',
  file: 'the plan',
  score: 'Score',
  byScore: { wsjf: 'By WSJF', rice: 'By RICE' },
  capacity: 'Capacity',
  percent: (percent: string) => `${percent}% of the capacity`,
  budget: 'Budget',
  budgetLabel: 'Budget; the organisation’s own when empty',
  in: 'In the plan',
  out: 'Left out',
  cut: 'What cut it',
  worth: (chosen: number, left: number, value: string, what: string) =>
    `${chosen} in, ${left} left out. The plan is worth ${value} (${what}):`,
  worths: { wsjf: 'cost of delay', rice: 'reach × impact × confidence' },
  best: 'no other plan is worth more.',
  bound: (value: string) => `no plan can be worth more than ${value}; too many ideas to look at every plan.`,
  budgetPlanned: (planned: string, limit: string) => `${planned} of the budget of ${limit} are planned.`,
  budgetUnderWay: (planned: string, limit: string, underWay: string) =>
    `${planned} of the budget of ${limit} are planned, ${underWay} are under way.`,
  noCapacity: 'No capacity yet',
  noCapacityText:
    'A plan fills the team-weeks that there are. An administrator says them under Settings, or a file under organisation → initiatives → capacity, for each team and quarter.',
  sayCapacity: 'Say the capacity',
  cuts: {
    capacity: (team: string, quarter: string, weeks: string) => `${team} in ${quarter}: ${weeks} more would let it in.`,
    notStated: (team: string, quarter: string, weeks: string) =>
      `${team} has no stated capacity in ${quarter}: ${weeks} would let it in.`,
    budget: (more: string) => `The budget: ${more} more would let it in.`,
    dependency: (names: string) => `It comes in only together with ${names}.`,
    dependencyOut: (names: string) => `It needs ${names}, which is not ready for a plan itself.`,
    dependencyLate: (name: string, start: string) =>
      `${name} is ready only after it begins: it could begin in ${start}.`,
    gate: (faults: string) => `The gate: ${faults}.`,
    inputMissing: (inputs: string) => `Not known: ${inputs}.`,
  },
  inputs: {
    start: 'the month in which work begins',
    scope: 'its scope',
    months: 'its business case',
    score: 'the inputs of its score',
  },
});

/** What a configuration file says, as it is to be written. */
export const CAPACITY_EXAMPLE = 'initiatives:\n  capacity:\n    - { team: web, quarter: 2027-Q1, weeks: 20 }';

export const CAPACITY = catalogue('initiative capacity', {
  title: 'Capacity, in team-weeks',
  region: 'Capacity by team and quarter',
  caption: 'Team-weeks that are planned and under way, of those that there are',
  team: 'Team',
  notStated: 'not stated',
  of: (taken: number, weeks: number) => `${taken} of ${weeks}`,
  tooMany: (weeks: number) => `${weeks} too many under way`,
  left: (weeks: number) => `${weeks} left`,
});

export const SCENARIOS = catalogue('initiative scenarios', {
  title: 'Scenarios side by side',
  caption: 'What each plan holds and what it is worth today',
  plan: 'Plan',
  present: 'As it stands above',
  keepForm: 'Keep this plan',
  keepAs: 'Keep this plan as',
  keep: 'Keep it',
  remove: 'Remove',
  removeOne: (title: string) => `Remove “${title}”`,
  scorings: { wsjf: 'WSJF', rice: 'RICE' },
  plannedCost: 'Planned cost',
  worth: 'Worth',
  orMore: (value: string) => `${value} or more`,
  in: 'in',
  out: 'out',
});

export interface Titles {
  readonly of: (id: string) => string;
  readonly team: (id: string) => string;
  readonly settings: InitiativeSettingsAnswer;
}

/** What cut an idea, and what would let it in. */
export function cutText(cut: PlanCut, { of, team, settings }: Titles): string {
  const { cuts, inputs } = words;
  const named = (ids: readonly string[]) => ids.map(of).join(', ');
  switch (cut.code) {
    case 'capacity':
      return cuts[cut.isStated ? 'capacity' : 'notStated'](team(cut.team), cut.quarter, WORDS.teamWeeks(cut.weeksMore));
    case 'budget':
      return cuts.budget(moneyText(cut.more, settings.currency));
    case 'dependency':
    case 'dependencyOut':
      return cuts[cut.code](named(cut.on));
    case 'dependencyLate':
      return cuts.dependencyLate(of(cut.on), cut.startFrom);
    case 'gate':
      return cuts.gate(cut.faults.map(shortFault).join(', '));
    case 'inputMissing':
      return cuts.inputMissing(cut.inputs.map((input) => inputs[input]).join(', '));
  }
}
