import type { ConfigurationReason } from '@tandem/domain/organisation/check-configuration';
import { obstacleSentence } from '../proposals/obstacle-sentence.js';
import { isCurrency } from '@tandem/domain/metric/currency';
import { didYouMean } from './did-you-mean.js';
import { expressionSentence } from './expression-sentence.js';

type Code = ConfigurationReason['code'];
type Sentences = { readonly [C in Code]: (reason: Extract<ConfigurationReason, { code: C }>) => string };

/** What the reason says to the person who wrote the file, and what to do. */
export function reasonSentence<C extends Code>(reason: Extract<ConfigurationReason, { code: C }>): string {
  const sentence = sentences[reason.code] as (reason: Extract<ConfigurationReason, { code: C }>) => string;
  return sentence(reason);
}

export const kindNames = {
  organisation: 'organisation',
  team: 'team',
  person: 'person',
  connection: 'connection',
  calendar: 'calendar',
  metric: 'metric',
  goal: 'goal',
  guardrail: 'guardrail',
  route: 'route',
  alertPolicy: 'alert policy',
  initiative: 'initiative',
  owner: 'person or team',
} as const;

const sideNames = { marketing: 'marketing', it: 'IT' } as const;
const uses = {
  instant: 'is no instant; use one of',
  number: 'is no number; use one of',
  slice: 'cannot be sliced by; use one of',
  condition: 'cannot be compared; use one of',
} as const;

const sentences: Sentences = {
  amountUnreadable: ({ value }) => `"${value}" is no amount: write digits with a point, such as 1250.50`,
  amountNegative: ({ value }) => `${value} is below 0: write what is spent as it is, and what comes back as a benefit`,
  amountNotPositive: ({ value }) => `${value} promises nothing: write an amount above 0, and the direction beside it`,
  monthOutside: ({ month, longest }) => `${month} is no month of a case: write a whole number from 1 to ${longest}`,
  monthsBackwards: () => 'is before "month": write the later month here',
  monthTwice: ({ month }) => `month ${month} stands in a row before: write each month once`,
  teamTwice: ({ team }) => `"${team}" is listed twice: write its weeks together`,
  launchDateMissing: () => 'must say the day of the launch, since the stage is "launched"',
  launchDateTooEarly: () => 'is before the month in which work begins: correct one of them',
  issueTwice: ({ issue, other }) => `${issue} is the issue of "${other}" already: an issue is one initiative`,
  dependencyCycle: ({ ids }) => `leads back to itself: ${ids.join(' → ')}`,
  capacityTwice: ({ team, quarter }) => `"${team}" has capacity in ${quarter} twice: write it once`,
  metricRetired: ({ key }) => `the metric "${key}" is retired: choose another one, or take it back into use`,
  metricStillUsed: ({ by }) =>
    `is still used by ${by.map(({ kind, title }) => `the ${kindNames[kind]} "${title}"`).join(', ')}: change that first`,
  policyDoesNothing: () =>
    'must say something: groupBy, repeatEvery, escalation, inhibitedBy, undeliveredTo or standstillTo',
  groupWaitWithoutGroup: () =>
    'waits for others of a group, and there is none: name groupBy, or [] for one group of all',
  escalationOutOfOrder: () => 'must not be earlier than the step before it',
  observationsShorterThanRecords: ({ stream }) =>
    `days of ${stream} cannot go before its records, from which they could be counted anew: keep them at least as long, or give the records a shorter time too`,
  linkedStreamsDiffer: ({ streams }) =>
    `${streams.join(', ')} are read together: keep the records of all of them equally long, or of none`,
  fieldUnknown: ({ name, stream, known }) =>
    `the stream ${stream} has no field "${name}"` +
    (didYouMean(name, known) || `; use one of ${known.join(', ')}, or dimensions.<name> for a free attribute`),
  fieldUnfit: ({ name, use, fitting }) =>
    fitting.length
      ? `"${name}" ${uses[use]} ${fitting.join(', ')}`
      : `"${name}" ${uses[use]} another stream: this one has none`,
  deploymentFieldOutsidePercentile: ({ name }) =>
    `"${name}" belongs to the deployment, which only metrics of kind percentile can read`,
  conditionValueUnknown: ({ value, allowed }) => `"${value}" never occurs here; use one of ${allowed.join(', ')}`,
  conditionUnfit: ({ name, condition, fitting }) =>
    (condition === 'bounds'
      ? `"${name}" has no order: only numbers and instants have bounds`
      : `"${name}" is no text: "startsWith" and "contains" compare texts`) +
    (fitting.length ? `; use one of ${fitting.join(', ')}` : ', and this stream has none'),
  boundsEmpty: () => 'must name at least one of atLeast, above, atMost, below',
  boundUnreadable: ({ value, expected }) =>
    expected === 'number'
      ? `"${value}" is no number: write one such as 62.5`
      : `"${value}" is no instant: write one with its zone, such as 2026-11-15T09:30:00Z`,
  alternativesEmpty: () => 'must list at least one alternative; remove it to take every record',
  currencyNotOne: ({ field, currencyField }) =>
    `"${field}" adds up only within one currency: add where: { ${currencyField}: EUR }, with the one that is meant`,
  currencyUnknown: ({ currency }) => `"${currency}" is no currency; use a code of ISO 4217 such as EUR`,
  currenciesMixed: ({ currencies }) => `${currencies.join(' and ')} cannot be set against each other: use one currency`,
  expressionUnreadable: ({ fault }) => expressionSentence(fault),
  expressionWithoutMetric: () => 'names no metric: a formula is reckoned from at least one',
  inputUnknown: ({ key, known }) =>
    `there is no metric "${key}"` +
    (didYouMean(key, known) || (key.includes('-') ? '; to subtract, put a space before the minus sign' : '')),
  inputCycle: ({ keys }) => `leads back to itself: ${keys.join(' → ')}`,
  dimensionNotShared: ({ name, missingFrom, shared }) =>
    `"${missingFrom}" is not sliced by "${name}"` +
    (shared.length ? `; all metrics of the expression are by ${shared.join(', ')}` : ': remove it'),
  untilEmpty: () => 'must name at least one instant that ends a record',
  atEmpty: () => 'must name at least one instant that places a record in its period',
  nameTwice: ({ name }) => `"${name}" is listed twice: keep one of them`,
  percentileItemMissing: () => 'must name what is pooled: "field", or both "from" and "to"',
  percentileItemTwice: () => 'stands beside "from" and "to": keep the field or the duration',
  nonPositiveOfField: () => 'only has a meaning for a duration ("from" and "to"): remove it',
  clockOfField: () => 'only has a meaning for a duration ("from" and "to"): remove it',
  clockOfMeasurements: () =>
    'measures the time between two instants of a record, and a measurement is a number for a whole period: remove it',
  hoursUnreadable: ({ written }) => `"${written}" is no time of day: write "08:30", or "24:00" for the end of the day`,
  hoursCrossed: ({ from, to }) =>
    `${to} is not after ${from}: for hours past midnight write two entries, up to "24:00" and from "00:00" of the next day`,
  hoursOverlap: ({ with: other }) => `overlaps with ${other} on the same day: write each hour once`,
  dateUnknown: ({ date }) => `"${date}" is no date of the calendar; write one such as 2026-12-25`,
  unitUnfit: ({ unit, allowed }) =>
    `"${unit}" does not fit what is counted; use ${allowed.length === 1 ? '' : 'one of '}${unitList(allowed)}`,
  dueNotAfterStart: ({ start, due }) => `${due} is not after the start, ${start}: choose a later day`,
  targetIsBaseline: ({ value }) => `${value} is the baseline as well: there would be nothing to reach`,
  milestonesMissing: ({ path }) => `"${path}" needs milestones: list them, or remove the path for a straight line`,
  milestonesUnused: () => 'only count with "path: steps" or "path: lines": add the path or remove them',
  milestoneOutside: ({ at, start, due }) => `${at} is outside the time of the goal, ${start} to ${due}`,
  curveParts: () =>
    '"path: curve" needs at least two parts, none of them negative and not all zero, such as parts: [1, 2, 4]',
  partsUnused: () => 'only count with "path: curve": add the path or remove them',
  departmentAndTeam: () => 'stands beside "team": a goal belongs to a department or to a team of it, keep one',
  leadOfOneSide: () => 'only says something of a joint goal: remove it, or remove department and team',
  counterMetricTwice: ({ id }) => `"${id}" is listed twice: keep one of them`,
  counterMetricMoved: ({ guardrail, metric }) =>
    `the guardrail "${guardrail}" watches ${metric}, which the goal itself moves: name one on what must not get worse meanwhile`,
  driverTwice: ({ metric, drives }) => `${metric} → ${drives} is listed twice: keep one of them`,
  driverLeadsNowhere: ({ drives, known }) =>
    `"${drives}" leads to no key result of the goal` +
    (didYouMean(drives, known) || `; there are: ${known.join(', ')}`),
  driverCycle: ({ metrics }) => `leads back to itself: ${metrics.join(' → ')}`,
  parentMissing: ({ level }) => `a goal of a ${level} stands below another one: name it as "parent"`,
  jointGoalBelow: ({ parent }) =>
    `a joint goal stands below no other, and not below "${parent}": remove it, or name the department or team whose goal it is`,
  parentUnfit: ({ parent, level }) =>
    `"${parent}" cannot be above a goal of a ${level}: name a joint goal${level === 'team' ? ' or one of its department' : ''}`,
  parentOnOtherSide: ({ parent, side }) =>
    `"${parent}" is a goal of ${sideNames[side]}: name a joint goal, or one of the same side`,
  cutOffsCrossed: ({ onTrack, atRisk }) =>
    `${atRisk} is above ${onTrack}, from which on it is on track: choose a lower one`,
  limitMissing: () => 'must have "atLeast", "atMost" or both',
  limitsCrossed: ({ atLeast, atMost }) => `${atMost} is below "atLeast", ${atLeast}: nothing could be inside`,
  notOneLimit: ({ given }) =>
    given === 'none'
      ? 'must have a limit: "atLeast" for a floor or "atMost" for a ceiling'
      : 'stands beside "atLeast": a guardrail has one limit, write two guardrails',
  clearLimitLax: ({ clearAt, side, limit }) =>
    `${clearAt} would clear an alert while ${limit} is still ${side === 'floor' ? 'missed' : 'exceeded'}: it must be ${side === 'floor' ? 'at least' : 'at most'} ${limit}`,
  percentOutside: ({ value }) => `${value} is no share that can be met and missed: write per cent between 0 and 100`,
  oddsOutside: ({ value }) => `${value} is no probability: write a number from 0 to 1, such as 0.5`,
  shortWindowLonger: ({ longDays, shortDays }) =>
    `${shortDays} is longer than the long window, ${longDays}: the short window lies at its end`,
  longWindowBeyondBudget: ({ longDays, budgetDays }) =>
    `${longDays} is longer than the time of the budget, ${budgetDays} days: choose fewer days, or a longer "budgetDays"`,
  slicesWithoutDimension: () =>
    'only has a meaning with "by", the dimension whose values are judged: add it or remove this',
  kindNotSliced: ({ kind }) =>
    kind === 'pace'
      ? 'a key result is about the whole metric: remove it'
      : 'a source is late with everything or with nothing: remove it',
  dimensionUnknown: ({ name, metric, known }) =>
    `"${metric}" is not sliced by "${name}"${didYouMean(name, known) || (known.length ? `; it is by ${known.join(', ')}` : ': it has no dimensions')}`,
  burnNeedsRatio: ({ metric }) =>
    `"${metric}" is no share of good or bad events: an error budget needs a metric of the kind "ratio" in "%"`,
  keyResultMissing: ({ goal, id, known }) =>
    `the goal "${goal}" has no key result "${id}"${didYouMean(id, known) || `; there are: ${known.join(', ')}`}`,
  keyResultNotReached: ({ id }) =>
    `"${id}" is to be held and has no pace: name a key result of the kind "reach", or watch its limit with a threshold`,
  keyResultOfOtherMetric: ({ id, metric }) => `the key result "${id}" is on "${metric}": name that metric`,
  idTwice: ({ id }) => `"${id}" is used twice: give each its own`,
  timeZoneUnknown: ({ timeZone }) => `"${timeZone}" is no time zone; use an IANA name such as Europe/Berlin or UTC`,
  referenceUnknown: ({ kind, id, known }) =>
    `there is no ${kindNames[kind]} "${id}"${didYouMean(id, known) || (known.length ? `; there are: ${known.slice(0, 20).join(', ')}` : ' yet: add it to the file')}`,
  ownerOnOtherSide: ({ id, side, expected }) =>
    `"${id}" is on the side of ${sideNames[side]}: name a person or team of ${sideNames[expected]}`,
  idOfPersonAndTeam: ({ id, other }) =>
    `"${id}" is the id of a ${other}: people and teams share their ids, because either can own; choose another one`,
  teamOnOtherSide: ({ id, side, expected }) =>
    `the team "${id}" is on the side of ${sideNames[side]}: name a team of ${sideNames[expected]}, or leave it out`,
  secretMissing: ({ id }) =>
    `"unchanged" keeps a stored secret, but the route "${id}" has none yet: write whsec_… or \${TANDEM_SECRET_…}`,
  secretForOtherHost: ({ id, host }) =>
    `"unchanged" keeps the secret that the route "${id}" has for ${host}; for another host give it again: write whsec_… or \${TANDEM_SECRET_…}`,
  connectionSecretMissing: ({ place }) =>
    `"unchanged" keeps a stored secret, but none is stored for "${place}": write it, or \${TANDEM_SECRET_…} to read it from the environment of the server`,
  connectionSecretForOtherReceiver: ({ place }) =>
    `"unchanged" keeps the secret "${place}" for the address that it was given for; for another one give it again: write it, or \${TANDEM_SECRET_…}`,
  proposalOpen: ({ id, of }) =>
    `another change of this ${of} waits for signatures (proposal ${id}): sign, refuse or withdraw it first`,
  changeNotPossible: ({ obstacle }) => obstacleSentence(obstacle),
};

/** Every currency fits where one does, so one example stands for all. */
function unitList(units: readonly string[]): string {
  const plain = units.filter((unit) => !isCurrency(unit));
  return units.length - plain.length > 1 ? `${plain.join(', ')} or a currency such as EUR` : units.join(', ');
}
