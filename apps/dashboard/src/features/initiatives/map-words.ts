import { catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** Where the money goes. */
export const words = catalogue('initiative map', {
  title: 'Map',
  lead: 'Where the money goes: what the business does, by the goal that it serves.',
  region: 'Spend by capability and goal',
  caption: 'What initiatives cost in all, by business capability and goal',
  noGoal: 'No goal',
  noCapability: 'No capability',
  inAll: 'In all',
  withoutCost: (count: number) => `${count} without a known cost`,
  agendas: 'IT against business technology',
  count: (count: number) => counted(count, 'initiative'),
  rule: 'Costs are whole and not discounted. What serves several goals is split evenly between them; what was stopped is left out.',
  goalsWithout: 'Goals without an initiative',
  everyGoal: 'Every goal has one.',
  initiativesWithout: 'Initiatives without a goal',
  everyInitiative: 'Every initiative has one.',
});
