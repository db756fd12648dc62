import { catalogue } from '../../text/catalogue.js';

/** Every text of the page on what holds for all initiatives. */
export const TERMS = catalogue('initiativeTerms', {
  title: 'Initiatives',
  intro:
    'What holds for every initiative: the rate by which money of later months is worth less, what a single one may be at most, how much there is of each team, and where ideas are taken in from.',
  currency: 'Currency',
  currencyHint: 'A code such as EUR, which holds when nothing is said.',
  discountRate: 'Discount rate, in per cent a year',
  discountRateHint: '10 when nothing is said.',
  budget: 'Budget of a plan',
  budgetHint: 'What its initiatives may cost in its quarters; empty for no limit.',
  gate: 'Limits of the gate',
  gateHint: 'What a single initiative may be at most; equal is inside, empty limits nothing.',
  limits: {
    months: 'Margin at 0 by month',
    teamWeeks: 'Team-weeks',
    durationMonths: 'Duration in months',
    cost: 'Cost in all',
  },
  capacity: 'Capacity, in team-weeks',
  capacityHint: 'A team without a number has no capacity in that quarter.',
  noTeams: 'There is no team yet: teams are made under Teams and owners.',
  team: 'Team',
  weeksOf: (team: string, quarter: string) => `Team-weeks of ${team} in ${quarter}`,
  moreQuarters: 'Add a quarter',
  jira: 'Ideas from Jira',
  jiraHint:
    'A connection to Jira lends its address and credentials. Each field of Jira, by its name or id, fills a column; what is mapped is Jira’s, and everything else stays yours.',
  connection: 'Connection',
  noConnection: 'none',
  query: 'Query, in JQL',
  column: 'Column',
  field: 'Field in Jira',
  values: 'What its values mean',
  valuesHint: 'Business = businessTechnology; Upkeep = it',
  as: 'Written as',
  asHint: 'web: {}',
  otherwise: 'Where nothing stands',
  fieldNumber: (number: number) => `Field ${number}`,
  addField: 'Add a field',
  removeField: (number: number) => `Remove field ${number}`,
});
