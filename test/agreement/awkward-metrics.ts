/** Business time by a clock of its own, whatever the zone of the organisation. */
export const officeHours = {
  id: 'office',
  timeZone: 'UTC',
  hours: [{ days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'], from: '08:00', to: '17:30' }],
  holidays: ['2024-03-29', '2024-04-01'],
} as const;

/** Metrics over the awkward data: each kind, units with and without a factor, slices, a rate, and items left out by rule. */
export interface AwkwardMetric {
  readonly key: string;
  readonly unit: string;
  readonly precision: number;
  readonly windowDays: number;
  readonly formula: {
    readonly kind: 'sum' | 'count' | 'ratio' | 'percentile';
    readonly stream: 'measurement' | 'slaCycle';
    readonly at: readonly string[];
    readonly where?: Readonly<Record<string, string | readonly string[]>>;
    readonly dimensions: readonly string[];
    readonly sum?: string;
    readonly per?: 'day' | 'week';
    readonly numerator?: Operand;
    readonly denominator?: Operand;
    readonly percentile?: number;
    readonly from?: string;
    readonly to?: string;
    readonly field?: string;
    readonly clock?: typeof officeHours.id;
    readonly nonPositive?: 'include' | 'exclude';
  };
}

export interface Operand {
  readonly sum?: string;
  readonly where?: Readonly<Record<string, string | readonly string[]>>;
}

const channel = ['dimensions.channel'];
const closed = {
  stream: 'slaCycle',
  at: ['stoppedAt', 'startedAt'],
  dimensions: ['priority', 'dimensions.channel'],
} as const;
const measured = { stream: 'measurement', at: ['periodStart'], dimensions: channel } as const;

export const awkwardMetrics: readonly AwkwardMetric[] = [
  {
    key: 'amount',
    unit: 'count',
    precision: 2,
    windowDays: 7,
    formula: { kind: 'sum', ...measured, where: { metric: 'amount' }, sum: 'value' },
  },
  {
    key: 'huge',
    unit: 'count',
    precision: 4,
    windowDays: 14,
    formula: { kind: 'sum', ...measured, where: { metric: 'huge' }, sum: 'value' },
  },
  {
    key: 'amount-per-week',
    unit: '/wk',
    precision: 3,
    windowDays: 28,
    formula: { kind: 'sum', ...measured, where: { metric: 'amount' }, sum: 'value', per: 'week' },
  },
  {
    key: 'conversion',
    unit: '%',
    precision: 3,
    windowDays: 7,
    formula: {
      kind: 'ratio',
      ...measured,
      where: { metric: 'conversion' },
      numerator: { sum: 'numerator' },
      denominator: { sum: 'denominator' },
    },
  },
  {
    key: 'attainment',
    unit: '%',
    precision: 2,
    windowDays: 7,
    formula: {
      kind: 'ratio',
      ...closed,
      numerator: { where: { state: 'met' } },
      denominator: { where: { state: ['met', 'breached'] } },
    },
  },
  {
    key: 'tickets-per-day',
    unit: '/d',
    precision: 1,
    windowDays: 7,
    formula: { kind: 'count', ...closed, per: 'day' },
  },
  {
    key: 'median-resolution',
    unit: 'h',
    precision: 2,
    windowDays: 14,
    formula: { kind: 'percentile', ...closed, percentile: 50, from: 'startedAt', to: 'stoppedAt' },
  },
  {
    key: 'slow-resolution',
    unit: 'min',
    precision: 0,
    windowDays: 7,
    formula: {
      kind: 'percentile',
      ...closed,
      percentile: 90,
      from: 'startedAt',
      to: 'stoppedAt',
      nonPositive: 'include',
    },
  },
  {
    key: 'open-hours-resolution',
    unit: 'h',
    precision: 3,
    windowDays: 7,
    formula: {
      kind: 'percentile',
      ...closed,
      percentile: 75,
      from: 'startedAt',
      to: 'stoppedAt',
      clock: officeHours.id,
    },
  },
  {
    key: 'low-amount',
    unit: 'count',
    precision: 5,
    windowDays: 7,
    formula: { kind: 'percentile', ...measured, where: { metric: 'amount' }, percentile: 10, field: 'value' },
  },
];

/** The whole configuration for one time zone: every metric, and a goal that shows most of them on the board. */
export function awkwardConfiguration(timeZone: string, weekStartsOn: string): object {
  return {
    version: 1,
    // What it replays is asked as it was known then; what it means was settled before.
    knownSince: '2020-01-01',
    organisation: { name: 'Awkward', timeZone, weekStartsOn },
    people: [
      { id: 'head-of-marketing', name: 'Head of marketing', side: 'marketing' },
      { id: 'head-of-it', name: 'Head of IT', side: 'it' },
    ],
    connections: [{ id: 'till', name: 'Till', connector: 'file', expectedEvery: '1d', settings: fileSettings }],
    calendars: [officeHours],
    metrics: awkwardMetrics.map((metric) => ({
      ...metric,
      title: `Awkward ${metric.key}`,
      description: 'Made to be awkward: negative, huge and tiny values, empty days, single events.',
      direction: 'up',
      settlingDays: 3,
    })),
    goals: [
      {
        id: 'agree',
        title: '=Agree, "to the character"',
        outcome: 'One number everywhere.',
        start: '2024-01-01',
        due: '2024-12-31',
        owners: { marketing: 'head-of-marketing', it: 'head-of-it' },
        keyResults: awkwardMetrics.map(({ key }) => ({
          id: `kr-${key}`,
          kind: 'reach',
          metric: key,
          baseline: 0,
          target: 100,
        })),
      },
    ],
  };
}

/** Nothing is read from it: the records are pushed. */
const fileSettings = {
  location: { upload: true },
  mappings: [
    {
      stream: 'slaCycle',
      fields: { ticket: 'id', measure: { constant: 'resolution' }, startedAt: 'opened', state: { constant: 'met' } },
      naturalKey: { columns: ['id'] },
    },
  ],
};
