import type { Conditions } from '../metric/definition.js';
import { needs, optional, valued, type StandardMetric } from './standard-metric.js';

const tandem = { name: 'Tandem, rules of service levels', url: null };
const dimensions = ['channel', 'priority', 'team'];

/** Met, breached, or overdue: see `attainment`. */
const decided: readonly Conditions[] = [{ state: ['met', 'breached'] }, { state: 'running', dueAt: { present: true } }];

interface Measure {
  readonly measure: string;
  readonly what: string;
  readonly marketing: string;
}

const measures: readonly Measure[] = [
  {
    measure: 'first-reply',
    what: 'First reply',
    marketing: 'How often somebody answered a customer in the promised time.',
  },
  {
    measure: 'next-reply',
    what: 'Next reply',
    marketing: 'How often follow-up questions were answered in the promised time.',
  },
  {
    measure: 'requester-wait',
    what: 'Requester wait',
    marketing: 'How often customers waited no longer than promised.',
  },
  {
    measure: 'agent-work',
    what: 'Agent work',
    marketing: 'How often the work on a request kept to the promised time.',
  },
  { measure: 'resolution', what: 'Resolution', marketing: 'How often a problem was solved in the promised time.' },
];

/**
 * A cycle lies on the day of its due time. So one that still runs on a day that has passed is overdue: it counts as breached when
 * its day has ended, without waiting for the source to say so.
 */
function attainment({ measure, what, marketing }: Measure): StandardMetric {
  return {
    key: `${measure}-attainment`,
    family: 'service',
    title: `${what}: service level attainment`,
    description: `Share of ${measure} cycles that were met in time; those still open past their due time count as breached.`,
    wording: {
      marketing,
      it: 'met ÷ (met + breached + still running past due), by due time; paused and cancelled cycles are left out.',
    },
    parameters: {},
    formula: () => ({
      kind: 'ratio',
      stream: 'slaCycle',
      at: ['dueAt', 'stoppedAt'],
      onlyPast: true,
      where: { measure },
      numerator: { where: { state: 'met' } },
      denominator: { where: decided },
      dimensions,
    }),
    unit: () => '%',
    precision: 1,
    direction: 'up',
    windowDays: 7,
    settlingDays: 1,
    needs: () => [
      needs('slaCycle', valued('measure', measure), 'state', 'dueAt', optional('stoppedAt'), optional('instance')),
    ],
    trap:
      measure === 'next-reply'
        ? 'A ticket has several next-reply cycles: each counts once by its instance, and a breach that is told twice is one breach.'
        : 'Cycles that are open past their due time are breached already; leaving them out until they close flatters the level.',
    source: tandem,
  };
}

function elapsed(measure: 'first-reply' | 'resolution', percentile: 50 | 90): StandardMetric {
  const name = measure === 'first-reply' ? 'First reply time' : 'Resolution time';
  const which = percentile === 50 ? 'median' : '90th percentile';
  return {
    key: `${measure}-time-${percentile === 50 ? 'median' : 'p90'}`,
    family: 'service',
    title: `${name}, ${which}`,
    description: `Time from the start of a ${measure} cycle to its end, ${which} of all cycles that ended in the period.`,
    wording: {
      marketing:
        percentile === 50 ? 'How long a customer typically waits.' : 'How long nine out of ten customers wait at most.',
      it: 'startedAt → stoppedAt by the clock on the wall, pauses included; cancelled cycles are left out.',
    },
    parameters: {},
    formula: () => ({
      kind: 'percentile',
      percentile,
      stream: 'slaCycle',
      at: ['stoppedAt'],
      from: 'startedAt',
      to: 'stoppedAt',
      where: { measure, state: { not: ['cancelled'] } },
      dimensions,
    }),
    unit: () => 'h',
    precision: 1,
    direction: 'down',
    windowDays: 7,
    settlingDays: 1,
    needs: () => [needs('slaCycle', valued('measure', measure), 'state', 'startedAt', 'stoppedAt')],
    trap: 'All cycles of the period are pooled: a median of daily medians would give a quiet Sunday the weight of a Monday.',
    source: tandem,
  };
}

const backlogPastDue: StandardMetric = {
  key: 'backlog-past-due',
  family: 'service',
  title: 'Backlog past due',
  description: 'Resolution cycles that are open at the end of the period although their due time has passed.',
  wording: {
    marketing: 'How many customers are waiting for a solution that we promised them for earlier.',
    it: 'dueAt before the end of the period, stoppedAt not before it; cancelled cycles are left out.',
  },
  parameters: {},
  formula: () => ({
    kind: 'open',
    stream: 'slaCycle',
    at: ['dueAt'],
    until: ['stoppedAt'],
    where: { measure: 'resolution', state: { not: ['cancelled'] } },
    dimensions,
  }),
  unit: () => 'count',
  precision: 0,
  direction: 'down',
  windowDays: 7,
  settlingDays: 1,
  needs: () => [needs('slaCycle', valued('measure', 'resolution'), 'state', 'dueAt', 'stoppedAt')],
  trap: 'It is a level, not a flow: it is read at the end of a period and never added up over days.',
  source: tandem,
};

const errorBudgetLeft: StandardMetric = {
  key: 'error-budget-left',
  family: 'service',
  title: 'Error budget left',
  description:
    'What is left of the failures that the objective allows in the window; below zero the objective is missed.',
  wording: {
    marketing: 'How much room for failures is left before we break our promise; none is left at 0.',
    it: '1 − (errors ÷ ((1 − objective) × valid events)), over the same period as the attainment it is reckoned from.',
  },
  parameters: {
    objective: { kind: 'share', description: 'The stated objective, as a share between 0 and 1.', standsAt: '0.95' },
    attainment: {
      kind: 'metric',
      description: 'Key of the attainment metric that the objective is about.',
      standsAt: 'resolution-attainment',
    },
  },
  formula: ({ objective = '', attainment: metric = '' }) => ({
    kind: 'derived',
    expression: `100 - (100 - '${metric}') / (1 - ${objective})`,
    dimensions: [],
  }),
  unit: () => '%',
  precision: 1,
  direction: 'up',
  windowDays: 28,
  settlingDays: 1,
  needs: ({ attainment: metric = '' }) => [{ metrics: [metric] }],
  trap: 'The budget is reckoned from all events of the window, never as a mean of daily budgets; without events there is no value.',
  source: {
    name: 'Google, Site Reliability Workbook: implementing SLOs',
    url: 'https://sre.google/workbook/implementing-slos/',
  },
};

/** Standard metrics of service levels (semantics §3). */
export const serviceMetrics: readonly StandardMetric[] = [
  ...measures.map(attainment),
  elapsed('first-reply', 50),
  elapsed('first-reply', 90),
  elapsed('resolution', 50),
  elapsed('resolution', 90),
  backlogPastDue,
  errorBudgetLeft,
];
