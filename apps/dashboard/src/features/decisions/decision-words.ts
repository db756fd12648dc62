import type { Decision, DecisionGrade } from '@tandem/contracts/decisions';
import { catalogue } from '../../text/catalogue.js';
import { differenceText, shareText, valueText } from '../../text/number-text.js';
import { dateText, localDateText } from '../../text/time-text.js';
import type { GlyphName } from '../../ui/glyph.js';

export const KINDS: Readonly<Record<Decision['kind'], string>> = catalogue('decision kinds', {
  ordinary: 'Decision',
  waiver: 'Waiver',
  targetChange: 'Change of a target',
  agreement: 'Agreement of notice',
  budgetRelease: 'Release of a change budget',
});

export const STATUSES: Readonly<Record<Decision['status'], string>> = catalogue('decision statuses', {
  draft: 'Draft',
  waiting: 'Waits for a signature',
  inForce: 'In force',
  expired: 'Expired',
  refused: 'Declined',
  withdrawn: 'Withdrawn',
});

export const STATUS_GLYPHS: Readonly<Record<Decision['status'], GlyphName>> = {
  draft: 'draft',
  waiting: 'atRisk',
  inForce: 'onTrack',
  expired: 'none',
  refused: 'missed',
  withdrawn: 'none',
};

export const GRADES: Readonly<Record<DecisionGrade['grade'], string>> = catalogue('decision grades', {
  hit: 'Hit',
  partly: 'Partly',
  missed: 'Missed',
  cannotTell: 'Cannot tell',
});

export const GRADE_GLYPHS: Readonly<Record<DecisionGrade['grade'], GlyphName>> = {
  hit: 'achieved',
  partly: 'atRisk',
  missed: 'missed',
  cannotTell: 'stale',
};

/** What is said of a decision wherever it stands: in the list, on its page and beside its form. */
export const WORDS = catalogue('decisions', {
  title: 'Decisions',
  decision: 'Decision',
  draft: 'Draft a decision',
  what: 'What is decided',
  moves: 'What it is to move',
  kind: 'Kind',
  about: 'About',
  reason: 'Reason',
  driver: 'Driver',
  contributors: 'Contributors',
  informed: 'Informed',
  lastDay: 'Last day',
  putForward: 'Put it forward',
  signedBy: (name: string) => `signed by ${name}`,
  somebody: 'somebody',
  open: 'open',
  up: (metric: string, amount: string, day: string) => `${metric} up by ${amount} by ${day}`,
  down: (metric: string, amount: string, day: string) => `${metric} down by ${amount} by ${day}`,
});

/** The list of all decisions. */
export const LIST = catalogue('decision list', {
  lead: 'Both sides sign, or it stays open. Each is graded on its date by the metric that it promised to move.',
  none: 'No decision yet',
  noneHint:
    'A decision says who decides, why, and which metric it moves by when. Draft one, and the other side signs it.',
  file: 'decisions',
  shown: 'Decisions shown',
  filters: { current: 'Waiting and in force', waiting: 'Waiting for a signature', all: 'All of them' },
  noneMatches: 'Nothing matches this choice.',
  on: (about: string) => `on ${about}`,
  until: (day: string) => `until ${day}`,
});

/** The page of a decision: what people did to it, and how its metric graded it. */
export const PAGE = catalogue('decision page', {
  approvers: 'Approvers',
  acts: 'What you can do',
  hasSigned: (side: string) => `${side} has signed: now it waits for the other side.`,
  edit: 'Edit the draft',
  signFor: (side: string) => `Sign for ${side}`,
  withdraw: 'Withdraw',
  declineReason: 'Reason to decline',
  decline: 'Decline',
  history: 'History',
  steps: {
    draft: 'drafted it',
    revise: 'wrote it anew',
    propose: 'put it forward',
    sign: 'signed',
    refuse: 'declined',
    withdraw: 'withdrew it',
    accept: 'It is in force: both sides have signed.',
  } satisfies Record<Decision['steps'][number]['step'], string>,
  grades: 'Grades',
  gradedAt: (time: string) => `graded ${time}`,
  gradedAgainAt: (time: string) => `graded again, after a restatement, ${time}`,
  gradedAfter: (day: string) => `Graded after ${day}, once the numbers are settled.`,
  notGraded: 'Graded when it is in force and its day is over.',
  notRead: 'Its value is read when this is put forward.',
  noValue: 'no value',
  baseline: (value: string, day: string, version: number) =>
    `From ${value}, as known on ${day}, by version ${version} of the definition.`,
  reasons: {
    reached: 'It moved as far as promised.',
    halfWay: 'It moved the promised way, at least half as far.',
    tooLittle: 'It moved the promised way, less than half as far.',
    unmoved: 'It did not move.',
    otherWay: 'It moved the other way.',
    noBaseline: 'The metric had no value when this was put forward.',
    noValue: 'The metric had no value on the date.',
    definitionChanged: 'The definition has changed since: its numbers are not compared.',
    noMetric: 'The metric does not exist any more.',
  } satisfies Record<DecisionGrade['reason'], string>,
  numbers: (value: string, moved: string, share: string, promised: string) =>
    `${value} on the date, ${moved}: ${share} of the promised ${promised}.`,
  version: (version: number) => `Version ${version} of the definition.`,
});

type Effect = NonNullable<Decision['effect']>;

/** How far it is to move; the words around it say which way. */
function farText({ amount, metric }: Effect): string {
  return differenceText(amount, metric.unit).replace(/^[+±]/, '');
}

/** "Attainment up by 10.0 pp by 22 Nov 2026". */
export function promiseText(effect: Effect): string {
  return WORDS[effect.direction](effect.metric.title, farText(effect), localDateText(effect.by));
}

export function baselineText({ baseline, metric }: Effect, timeZone: string): string {
  if (baseline === null) return PAGE.notRead;
  const value = baseline.value === null ? PAGE.noValue : valueText(baseline.value, metric.unit);
  return PAGE.baseline(value, dateText(baseline.knownAt, timeZone), baseline.version);
}

/** The numbers of a grade in a few sentences. */
export function gradeText({ reason, value, moved, share, version }: DecisionGrade, effect: Effect): string {
  const { unit } = effect.metric;
  return [
    PAGE.reasons[reason],
    ...(moved === null || share === null
      ? []
      : [PAGE.numbers(valueText(value, unit), differenceText(moved, unit), shareText(share), farText(effect))]),
    ...(version === null ? [] : [PAGE.version(version)]),
  ].join(' ');
}
