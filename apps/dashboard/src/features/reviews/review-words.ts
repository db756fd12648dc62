import type { ReviewContent, ReviewItem } from '@tandem/contracts/reviews';
import { catalogue, plural } from '../../text/catalogue.js';

type AgendaSection = ReviewContent['agenda'][number]['section'];

/** Titles of the sections, and what each is for. */
export const SECTION_WORDS: Readonly<Record<AgendaSection, { readonly title: string; readonly note: string }>> =
  catalogue('review sections', {
    whatMoved: { title: 'What moved', note: 'Signals only: what completes a rule for special causes.' },
    breaches: { title: 'Breaches', note: 'Where a guardrail failed, and who saw it.' },
    goalsAtRisk: { title: 'Goals at risk', note: 'What it would take.' },
    trust: { title: 'Can we trust the data', note: 'Stale, unowned or unsigned.' },
    communicationGaps: { title: 'Communication gaps', note: 'Told the other side later than agreed.' },
    initiatives: { title: 'Initiatives', note: 'What passes the gate, and what came of it.' },
    decisions: { title: 'Decisions', note: 'Both sign, or it stays open.' },
    actions: { title: 'Actions', note: 'Did the number move?' },
  });

export const REVIEW_STATES: Readonly<Record<ReviewItem['state'], string>> = catalogue('review states', {
  draft: 'Draft',
  held: 'Held',
  closed: 'Closed',
});

export const GRADE_WORDS = catalogue('review grades', {
  hit: 'Hit',
  partly: 'Partly',
  missed: 'Missed',
  cannotTell: 'Cannot tell',
});

export const ACTION_WORDS = catalogue('review actions', {
  open: 'Open',
  late: 'Late',
  done: 'Done',
  doneLate: 'Done',
  dropped: 'Dropped',
  action: 'Action',
  owner: 'Owner',
  due: 'Due',
  state: 'State',
  effect: 'Effect since',
  daysLate: (days: number) => `${days} ${plural(days, { one: 'day', other: 'days' })} late`,
  none: 'No action is open.',
});

export const AGREEMENT_WORDS = catalogue('review agreements', {
  caption: 'Agreements of notice, agreed against actual',
  agreement: 'Agreement',
  agreed: 'Agreed',
  median: 'Median',
  missed: 'Missed',
  tells: (side: string) => `${side} tells the other side:`,
});

export const DAY_STATES = catalogue('review days', {
  inside: 'inside',
  near: 'near limit',
  breach: 'breach',
  noData: 'no data',
});

/** What moved, and what went on around it. */
export const MOVED_WORDS = catalogue('review moves', {
  none: 'No metric moved beyond its ordinary variation.',
  verdicts: { better: 'better', worse: 'worse', returning: 'returning' },
  to: (day: string) => `to ${day}`,
  valueTo: (value: string, day: string) => `${value} to ${day}`,
  usual: (metric: string, range: string) => `${metric}: usual range ${range}`,
  notExplained: (owner: string) => `${owner} has not explained it yet`,
  nearby: (metric: string) => `Nearby: ${metric}`,
  effectRule:
    'After it, against the same weekdays of the weeks before, with its 95% interval. What went on at the same time is in it too: it is no cause.',
  effect: (delta: string, days: number, low: string, high: string, weeks: number) =>
    `${delta} in the ${days} days after (95%: ${low} to ${high}; ${weeks} weeks before)`,
  withheld: {
    tooFewDaysAfter: 'effect withheld: too few whole days since',
    tooFewWeeksBefore: 'effect withheld: too few weeks before to compare with',
    notSettled: 'effect withheld: the days after have not settled',
    noValue: 'effect withheld: no value for the days after',
  },
  explain: 'Explain',
  explainMetric: (metric: string) => `Explain ${metric}`,
  whyFor: (side: string) => `Why it moved, in a sentence, for ${side}`,
  say: 'Say it',
  cancel: 'Cancel',
});

/** The rest of a review that does not come with the review itself. */
export const WORDS = catalogue('review', {
  one: 'Review of both sides',
  title: (day: string) => `Review of both sides, ${day}`,
  review: (number: number) => `Review ${number}`,
  fromTo: (from: string, to: string) => `${from} to ${to}`,
  minutes: (minutes: number) => `${minutes} min`,
  minutesWord: 'minutes',
  of: (value: string, of: string) => `${value} of ${of}`,
  dayRun: (time: string, state: string) => `${time} ${state}`,
  signed: 'signed',
  open: 'open',
  decided: 'decided since the last review',
  gradedAgain: 'Graded again, after a restatement.',
  noDecision: 'Nothing waits to be decided, and nothing was graded since the last review.',
  draftDecision: 'Draft a decision',
  sections: 'Sections of the review',
  headline: 'Headline',
  draftNote: 'A draft: it fills itself until the meeting and says what is known now.',
  frozenBy: (state: string, at: string, name: string) => `${state}. Numbers frozen ${at} by ${name}.`,
  frozenByClock: (state: string, at: string) =>
    `${state}. Numbers frozen ${at} by the clock, at the end of the meeting.`,
  noBreach: 'Every guardrail was inside on all of these days.',
  noRisk: 'Every joint goal is on track.',
  allTrusted: 'Every metric is fresh, owned by both sides and signed.',
  hold: 'Hold the review',
  close: 'Close the review',
  present: 'Present',
  print: 'Print',
  all: 'All reviews',
  was: (figure: string) => `was ${figure}`,
  more: {
    guardrails: (count: number) => `${count} more ${plural(count, { one: 'guardrail', other: 'guardrails' })}`,
    gaps: (count: number) => `${count} more ${plural(count, { one: 'gap', other: 'gaps' })}`,
    goals: (count: number) => `${count} more ${plural(count, { one: 'goal', other: 'goals' })}`,
    metrics: (count: number) => `${count} more ${plural(count, { one: 'metric', other: 'metrics' })}`,
    signals: (count: number) => `${count} more ${plural(count, { one: 'signal', other: 'signals' })}`,
  },
});

export const PRESENTING = catalogue('presenting', {
  label: 'Presenting',
  meeting: 'Meeting',
  over: 'over time',
  ofMinutes: (minutes: number) => `of ${minutes} min`,
  back: 'Back',
  next: 'Next',
  end: 'End',
  place: (at: number, of: number) => `${at} of ${of}`,
});

export const INVITING = catalogue('inviting', {
  open: 'Invite',
  title: 'For those invited',
  rule: 'Whoever has the link reads this one review, without an account, and nothing else. Opening it is on record.',
  term: 'How long it leads here',
  terms: { 2: 'for 2 days', 14: 'for 2 weeks', 90: 'for 90 days' },
  make: 'Make a link',
  once: 'The link, shown this once:',
  until: (day: string, opened: string) => `leads here until ${day}, ${opened}`,
  expired: (day: string, opened: string) => `ended on ${day}, ${opened}`,
  revoked: (time: string, opened: string) => `taken back on ${time}, ${opened}`,
  opened: (time: string) => `last opened ${time}`,
  neverOpened: 'never opened',
  revoke: 'Take back',
  readOnly: 'You were invited to read this review.',
  shared: 'A review to read',
  opening: 'Opening the link …',
  leadsNowhere: 'This link does not lead anywhere any more',
});

export const INITIATIVES = catalogue('review initiatives', {
  red: 'Below its promise',
  waiting: 'At the gate',
  changes: 'Plan',
  more: (count: number) => `${count} more under Initiatives.`,
});
