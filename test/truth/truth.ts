/** What the recorded data must say, computed outside this project by two independent programs. */
export interface TruthValue {
  readonly question: string;
  readonly metric: string;
  readonly query: Readonly<Record<string, string>>;
  /** Of the points that have a value, in order. */
  readonly points: readonly Partial<{ value: string | null; numerator: string; denominator: string; n: number }>[];
}

const year2016 = { from: '2016-01-01', to: '2017-01-01', grain: 'year' };
const year2025 = { from: '2025-01-01', to: '2026-01-01', grain: 'year' };
const endOfMarch = '2016-04-01T00:00:00Z';
const endOfApril = '2016-05-01T00:00:00Z';

export const truthValues: readonly TruthValue[] = [
  {
    question: 'closed incidents and those that met, known at the end of April 2016',
    metric: 'closed-attainment',
    query: { ...year2016, asKnownAt: endOfApril },
    points: [{ numerator: '8451', denominator: '14182' }],
  },
  {
    question: 'attainment with the one open breached incident, known at the end of April 2016',
    metric: 'attainment',
    query: { ...year2016, asKnownAt: endOfApril },
    points: [{ numerator: '8451', denominator: '14183' }],
  },
  {
    question: 'closed incidents and those that met, known at the end of March 2016',
    metric: 'closed-attainment',
    query: { ...year2016, asKnownAt: endOfMarch },
    points: [{ numerator: '2495', denominator: '5856' }],
  },
  {
    question: 'attainment with the two open breached incidents, known at the end of March 2016',
    metric: 'attainment',
    query: { ...year2016, asKnownAt: endOfMarch },
    points: [{ numerator: '2495', denominator: '5858' }],
  },
  {
    question: 'incidents opened in March still within their agreement, known at the end of March',
    metric: 'opened-on-time',
    query: { from: '2016-03-01', to: '2016-04-01', grain: 'month', asKnownAt: endOfMarch },
    points: [{ value: '5682', n: 5682 }],
  },
  {
    question: 'incidents opened in March still within their agreement, known at the end of April',
    metric: 'opened-on-time',
    query: { from: '2016-03-01', to: '2016-04-01', grain: 'month', asKnownAt: endOfApril },
    points: [{ value: '4072', n: 4072 }],
  },
  {
    question: 'incidents closed in ISO week 2016-W12',
    metric: 'closed-attainment',
    query: { from: '2016-03-21', to: '2016-03-28', grain: 'week', asKnownAt: endOfApril },
    points: [{ value: '26.65', numerator: '1068', denominator: '4007', n: 4007 }],
  },
  {
    question: 'the same week as the records stand today',
    metric: 'closed-attainment',
    query: { from: '2016-03-21', to: '2016-03-28', grain: 'week' },
    points: [{ value: '26.65', numerator: '1068', denominator: '4007', n: 4007 }],
  },
  {
    question: 'bookings kept of those made for October 2016',
    metric: 'kept-bookings',
    query: { from: '2016-10-01', to: '2016-11-01', grain: 'month' },
    points: [{ value: '59.5', numerator: '3689', denominator: '6203', n: 6203 }],
  },
  {
    question: 'bookings kept in ISO week 2015-W30',
    metric: 'kept-bookings',
    query: { from: '2015-07-20', to: '2015-07-27', grain: 'week' },
    points: [{ value: '48.6', numerator: '371', denominator: '763', n: 763 }],
  },
  {
    question: 'clicks to enrolments over the 23 days that have outcomes',
    metric: 'enrolment',
    query: { from: '2014-01-01', to: '2015-01-01', grain: 'year' },
    points: [{ value: '21.8875', numerator: '3785', denominator: '17293', n: 23 }],
  },
  {
    question: 'final releases of bullmq in 2025',
    metric: 'bullmq-releases',
    query: year2025,
    points: [{ value: '129' }],
  },
  {
    question: 'final releases of bullmq in 2025-W10 to W16',
    metric: 'bullmq-releases',
    query: { from: '2025-03-03', to: '2025-04-21', grain: 'week' },
    points: ['1', '6', '4', '4', '5', '3', '2'].map((value) => ({ value })),
  },
  {
    question: 'final releases of Prometheus in 2025',
    metric: 'prometheus-releases',
    query: year2025,
    points: [{ value: '35' }],
  },
  {
    question: 'median change lead time of bullmq in 2025, automation included',
    metric: 'bullmq-lead-time',
    query: year2025,
    points: [{ value: '0.03', n: 447 }],
  },
  {
    question: 'median change lead time of bullmq in 2025, 131 changes of automation left out',
    metric: 'bullmq-lead-time-by-people',
    query: year2025,
    points: [{ value: '14.33', n: 316 }],
  },
  {
    question: 'median change lead time of Prometheus in 2025',
    metric: 'prometheus-lead-time',
    query: year2025,
    points: [{ value: '786.4' }],
  },
];
