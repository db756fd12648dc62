import type { Grain } from '@tandem/contracts/common';
import { plural, catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

const lasting = (duration: string | null): string => (duration === null ? '' : ` for ${duration}`);

/** The title of the chart, which says what it shows. */
export const MESSAGE_WORDS = catalogue('chartMessage', {
  way: (target: string) => `The way to ${target}`,
  pace: (distance: string, side: 'ahead' | 'behind', target: string) =>
    side === 'ahead' ? `${distance} ahead of the path to ${target}` : `${distance} behind the path to ${target}`,
  behindReaches: (target: string, due: string) => `Behind the path, yet forecast to reach ${target} by ${due}`,
  behindMisses: (target: string, gap: string) => `Behind the path and forecast to miss ${target} by ${gap}`,
  aheadReaches: (target: string, due: string) => `Ahead of the path, forecast to reach ${target} by ${due}`,
  aheadMisses: (target: string, gap: string) => `Ahead of the path, but forecast to miss ${target} by ${gap}`,
  reaches: (target: string, due: string) => `Forecast to reach ${target} by ${due}`,
  misses: (due: string, target: string, gap: string) => `On ${due} forecast to miss ${target} by ${gap}`,
  held: (target: string) => `To be held at ${target}`,
  inside: (share: string) => `Inside its limit in ${share} of the weeks`,
  noData: 'No data in this window yet',
  noNewData: 'No new data',
  noneSince: (day: string) => `No new data since ${day}`,
  beyond: (guardrail: string) => `Beyond its guardrail: ${guardrail}`,
  back: {
    whole: (day: string) => `Back inside its guardrail since ${day}`,
    floor: (day: string) => `Back above its floor since ${day}`,
    ceiling: (day: string) => `Back below its ceiling since ${day}`,
  },
  breached: {
    floor: (limit: string, duration: string | null) => `Under its floor of ${limit}${lasting(duration)}`,
    ceiling: (limit: string, duration: string | null) => `Over its ceiling of ${limit}${lasting(duration)}`,
  },
  noTarget: 'No target is agreed: shown, not judged',
});

/** What the marks of the chart mean, and what is read of a place on it. */
export const TREND_WORDS = catalogue('trend', {
  daysToThen: (days: number) => `${days} days to then`,
  that: (grain: Grain): string => (grain === 'week' ? 'That week' : grain === 'month' ? 'That month' : 'That day'),
  before: 'period before',
  soFarTo: (day: string) => `${day} so far`,
  target: 'Target',
  atLeast: 'At least',
  atMost: 'At most',
  forecast: 'Forecast',
  dataTo: (day: string) => `Data to ${day}`,
  version: (version: number) => `version ${version}`,
  years: (count: number) => counted(count, 'year'),
  weeks: (count: number) => counted(count, 'week'),
  range: (from: string, to: string) => `${from} to ${to}`,
  due: (day: string) => `${day}, due date`,
  wholeTo: (grain: Grain, last: string): string => (grain === 'week' ? `Week to ${last}` : `Month to ${last}`),
  notComplete: 'So far, not complete',
  thatDay: 'That day',
  signal: 'Signal',
  realChange: 'a real change',
  state: 'State',
  previous: 'Previous period',
  definition: 'Definition',
  versionFromHere: (version: number) => `version ${version} from here on`,
  noValues: 'There are no values in this time.',
  fromTo: (first: string, firstDay: string, last: string, lastDay: string) =>
    `From ${first} on ${firstDay} to ${last} on ${lastDay}.`,
  beyondFor: (days: number, day: string) => `Beyond the guardrail for ${days} days until ${day}.`,
  versionFrom: (version: number, day: string) => `Version ${version} of the definition answers from ${day}.`,
  changeIn: (days: number, change: string) => `Change in ${days} days ${change}.`,
  source: {
    version: (version: number) => `definition version ${version}`,
    dataTo: (day: string) => `data to ${day}`,
    drawn: (moment: string) => `drawn ${moment}`,
    asKnownAt: (moment: string) => `as known at ${moment}`,
  },
  label: (metric: string, keys: string) => `${metric} over time. ${keys}`,
  breach: {
    floor: (days: number) => `${counted(days, 'day')} below floor`,
    ceiling: (days: number) => `${counted(days, 'day')} above ceiling`,
  },
  provisional: 'provisional',
  forecastFor: (day: string, value: string, range: string, target: string) =>
    `Forecast for ${day} ${value}, 80% range ${range}, target ${target}.`,
  lines: {
    days: (days: number) => (days === 1 ? 'Line: single days.' : `Line: ${days} days to each day.`),
    whole: (grain: Grain): string => (grain === 'week' ? 'Line: whole weeks.' : 'Line: whole months.'),
    dots: 'Dots: single days.',
    path: 'Dashed: agreed path, its tick: pace today.',
    limit: 'Dashed: limit to hold.',
    cone: 'Cone: 50% and 80% range at the due date.',
    version: 'Dotted upright: another version of the definition answers from there.',
    foreign: (units: string) => `What was counted in ${units} is in the table.`,
    before: 'Thin: the equal period before.',
  },
  overTime: (metric: string) => `${metric} over time`,
});

/** What both departments did, and what people wrote. */
export const EVENT_WORDS = catalogue('chartEvents', {
  sides: { marketing: 'Marketing', it: 'IT' },
  freeze: (title: string) => `IT: freeze, ${title}`,
  campaign: (title: string) => `Marketing: ${title}`,
  from: (event: string, day: string) => `${event} from ${day}`,
  deployments: (count: number, named: readonly string[], more: number) =>
    `IT: ${count === 1 ? '' : `${count} `}${plural(count, { one: 'deployment', other: 'deployments' })}, ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
  note: (number: number, by: string, side: string, text: string) => `Note ${number}, ${by}, ${side}: ${text}`,
});
