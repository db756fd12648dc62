import type { Grain } from '@tandem/contracts/common';
import { plural, catalogue } from '../../text/catalogue.js';
import { counted } from '../../text/number-text.js';

/** Texts of the chart, the behaviour chart and what can be done with them. */
export const LANE_WORDS = catalogue('lanes', {
  nothing: 'nothing recorded',
  untoldIt: 'no source tells of deployments or freezes',
  untoldMarketing: 'no source tells of campaigns',
  it: 'IT',
  mkt: 'Mkt',
  mktg: 'Mktg',
});

export const BREAKDOWN_WORDS = catalogue('breakdown', {
  only: 'Show only this in the chart above',
  whole: 'Show the whole again',
  by: (dimension: string) => `By ${dimension}`,
  loading: 'Loading the parts',
  now: 'Now',
  part: 'Part of it',
  all: 'All',
  change: (days: number) => `Change ${days} d`,
  other: (count: string) => `Other (${count})`,
  filters: 'A name shows its line in the chart above; a value leads to its records.',
  notStated: '(not stated)',
  spread: (dimension: string) => `The change is spread over several: by ${dimension}`,
  most: (slice: string, isRise: boolean) =>
    isRise ? `${slice} made most of the rise` : `${slice} made most of the fall`,
  fewEvents: 'few events',
  records: ', the records behind it',
  share: 'Share',
  ownChange: 'Own change',
  mix: 'Mix',
  caption: (dimension: string) => `Change by ${dimension}`,
  effects: 'Own change: what the value of the slice itself did. Mix: what its changed share did.',
  showAll: (count: string) => `Show all ${count}`,
  label: (dimension: string) => `the change by ${dimension}`,
  breakDownBy: 'Break down by',
  /** How to read the parts, or why there are none. */
  decompositions: {
    mixAndRate: 'The parts add up to the change.',
    difference: 'The parts add up to the change.',
    doesNotAddUp: 'This kind of number is not the sum of its slices, so no slice has a part of the change.',
    partial: 'One of the two times is not wholly collected, and a part is not compared with a whole.',
    noValue: 'Without a value in both times there is no change to split.',
  },
});

export const BEHAVIOUR_WORDS = catalogue('behaviour', {
  asTable: 'Process behaviour as a table',
  caption: 'Values and signals',
  period: 'Period to',
  value: 'Value',
  signal: 'Signal',
  chart: (told: {
    readonly mean: string;
    readonly lower: string;
    readonly upper: string;
    readonly signals: number;
    readonly points: number;
  }) =>
    `Process behaviour chart: mean ${told.mean}, natural limits ${told.lower} to ${told.upper}, ${told.signals} of ${told.points} points are signals. Arrow keys move by a point, with Shift by four; Home and End jump.`,
  upper: 'Upper limit',
  mean: 'Mean',
  lower: 'Lower limit',
  daysTo: (days: number, day: string) => `${days} ${plural(days, { one: 'day', other: 'days' })} to ${day}`,
  ordinary: 'ordinary variation',
  signalOf: (signal: string) => `signal: ${signal}`,
  signals: {
    beyondLimits: 'beyond the limits',
    eightOnOneSide: 'eight in a row on one side of the mean',
    twoOfThree: 'two of three near a limit',
  },
  weekly: 'Weekly values',
  values: (days: number) => `Values of ${days} days each`,
  real: 'A real change, not noise',
  settled: (weeks: number) => `Settled again: no signal in the last ${weeks} weeks`,
  noSignal: 'Ordinary variation: no signal',
  label: (metric: string) => `${metric}, real or noise`,
  limits: (points: string, count: number) =>
    `${points}; limits from the first ${counted(count, 'point')}, mean ± 2.66 × average moving range.`,
  tooLittle: 'Real or noise: too little history to tell',
  needs: 'The limits of ordinary variation need more complete periods than there are.',
});

export const CHART_WORDS = catalogue('chart', {
  annotate: 'Annotate',
  keys: (grain: Grain) =>
    `Arrow keys move by ${grain}, with Shift by a week; Home and End jump. Enter begins to choose a time and shows it. N writes a note.`,
  chosen: (from: string, to: string) => `Chosen from ${from} to ${to}. Enter shows this time, Escape leaves it.`,
  zoomOut: 'Show 13 weeks',
  drag: 'Drag over the chart to show a part of it.',
  rings: 'Ring: a signal.',
  only: (slice: string) => `Only ${slice}: shown, not judged. Target, forecast and guardrail are those of the whole.`,
  wholeAgain: 'Show the whole',
  loading: 'Loading the chart',
  judgeByThis: 'judge by this one',
  judgedByThis: 'judged by this one here',
  empty: 'There are no values in this time. Absent is not zero.',
  cut: 'There were very many deployments: the lane begins with the latest 2,000.',
});

export const TREND_TABLE_WORDS = catalogue('trendTable', {
  label: (metric: string) => `${metric}, table of the chart`,
  caption: (metric: string) => `${metric} over time`,
  date: 'Date',
  events: 'Events',
  before: 'Period before',
  soFar: 'so far',
  provisional: 'provisional',
  signal: 'signal',
  definition: (version: string) => `Definition: ${version}`,
});

export const PACE_WORDS = catalogue('pace', {
  ahead: (distance: string) => `${distance} ahead`,
  behind: (distance: string) => `${distance} behind`,
  onPath: 'on the path',
  pace: 'Pace',
  against: 'Against pace',
  target: 'Target',
  forecast: 'Forecast',
  range50: '50% range',
  range80: '80% range',
});
