import type { AlertCause } from '@tandem/contracts/alert-handling';
import type { AlertItem, AlertPage } from '@tandem/contracts/alerts';
import { catalogue } from '../../text/catalogue.js';
import { counted, valueText } from '../../text/number-text.js';
import { limitText, limitValue } from '../../text/status-words.js';
import { timeText } from '../../text/time-text.js';

type State = AlertItem['state'];
type Verdict = NonNullable<AlertItem['verdict']>;

const words = catalogue('alertSentences', {
  provisional: 'provisional',
  version: (version: number) => `definition version ${version}`,
  late: 'detected late',
  events: (count: number) => counted(count, 'event'),
  noValue: 'No value',
  verdict: (value: string, reason: string, numbers: string) => `${value}: ${reason} (${numbers}).`,
  wasLate: (from: string, to: string, learntAt: string) =>
    `Detected late: it was broken from ${from} to ${to}, and is over. The data came after these days had been judged; it was learnt on ${learntAt}.`,
  heldBy: (state: string, by: string) => `${state}: ${by}`,
  inhibition: 'behind a graver alert',
  silence: 'silenced',
  notStated: 'not stated',
  severities: { warning: 'Warning', critical: 'Critical' },
});

const STATES: Record<State, string> = catalogue('alertStates', {
  inactive: 'Inactive',
  pending: 'Pending',
  firing: 'Firing',
  recovering: 'Recovering',
  resolved: 'Resolved',
  noData: 'No data',
  error: 'Error',
});

export function severityText(severity: AlertItem['severity']): string {
  return words.severities[severity];
}

export function stateLabel(state: State): string {
  return STATES[state];
}

const MEANINGS: Record<State, string> = catalogue('alertMeanings', {
  inactive: 'The metric is inside its limit.',
  pending: 'The limit is broken, but not yet for as long as the guardrail waits.',
  firing: 'The limit is broken. It is the move of the owners named here.',
  recovering: 'The metric is back inside; the alert waits whether it stays there.',
  resolved: 'The metric stayed inside its limit.',
  noData: 'There are no complete data to judge. Missing data never resolve an alert.',
  error: 'The guardrail could not be evaluated.',
});

export function stateMeaning(state: State): string {
  return MEANINGS[state];
}

/** Codes of the domain as sentences; a code of a newer server is shown in plain letters instead of being hidden. */
const REASONS: Readonly<Record<string, string>> = catalogue('alertReasons', {
  insideLimit: 'inside the limit',
  belowFloor: 'below the floor',
  aboveCeiling: 'above the ceiling',
  insideClearLimit: 'past the limit at which the alert clears',
  betweenFireAndClear: 'back inside, but not yet past the limit at which the alert clears',
  belowMinimumEvents: 'too few events for a verdict',
  periodAbsent: 'no data for the judged time',
  periodPartial: 'the judged time is not complete yet',
  metricStale: 'the data are older than they should be',
  backfillRunning: 'the history is still being imported',
  budgetBurning: 'the error budget is used up too fast',
  budgetHeld: 'the error budget is held',
  beyondLimits: 'further out than it ordinarily gets',
  twoOfThree: 'twice in three periods unusually far out',
  eightOnOneSide: 'eight periods in a row on one side of the mean',
  ordinaryVariation: 'ordinary variation',
  silent: 'no record for longer than expected',
  recordsArrive: 'records arrive',
  tooFewPoints: 'too few settled periods for a verdict',
  previousZero: 'the period before was 0',
  previousAbsent: 'no data for the period before',
  goalNotRunning: 'outside the time of its goal',
  forecastMissing: 'no forecast yet',
  keyResultUnknown: 'the guardrail names a key result that does not exist',
  tooManySlices: 'more values than are watched; those are not judged',
  metricUnknown: 'the guardrail names a metric that does not exist',
  evaluationFailed: 'the evaluation failed',
});

export function reasonText(code: string): string {
  return REASONS[code] ?? code.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** Whether the judged value may still change, and by which version of the definition it is. */
export function standingOf({ state, version, late }: Pick<Verdict, 'state' | 'version' | 'late'>): readonly string[] {
  return [
    ...(state === 'provisional' ? [words.provisional] : []),
    ...(version === undefined ? [] : [words.version(version)]),
    ...(late === true ? [words.late] : []),
  ];
}

/** "26.7% is below the floor (floor 55.0%, 4,007 events)": the numbers that led to the verdict. */
export function verdictSentence(
  verdict: Verdict,
  { side, measure }: Pick<AlertItem['guardrail'], 'side' | 'measure'>,
  unit: string,
): string {
  const limit = limitText({ side, measure, limit: verdict.limit }, unit);
  const numbers = [limit, words.events(verdict.n), ...standingOf(verdict)].join(', ');
  const said = (value: string) => words.verdict(value, reasonText(verdict.reason), numbers);
  const { measured } = verdict;
  if (measured !== undefined && measured.of !== 'specialCause' && measured.value !== null) {
    const now = limitValue({ measure: measured.of, limit: measured.value }, unit);
    return said(now);
  }
  return said(verdict.value === null ? words.noValue : valueText(verdict.value, unit));
}

/** "Broken from … to …": a breach that was over when its data came. */
export function lateText({ from, to, learntAt }: NonNullable<AlertItem['handling']['detectedLate']>): string {
  const utc = (instant: string) => `${timeText(instant, 'UTC')} UTC`;
  return words.wasLate(utc(from), utc(to), utc(learntAt));
}

const KINDS: Readonly<Record<string, string>> = catalogue('alertMessages', {
  fired: 'Alert fired',
  resolved: 'Alert resolved',
  noData: 'Data missing',
  error: 'Evaluation failed',
  acknowledged: 'Acknowledged',
  dataReturned: 'Data is back',
  detectedLate: 'Detected late',
  undelivered: 'A message was not delivered',
});

export function notificationKind(kind: string): string {
  return KINDS[kind] ?? kind;
}

const DELIVERY: Record<AlertPage['notifications'][number]['state'], string> = catalogue('deliveries', {
  pending: 'On its way',
  delivered: 'Delivered',
  failed: 'Failed',
  held: 'Held back',
  muted: 'Not told',
});

/** What became of a message, and what held it back. */
export function deliveryText({ state, heldBy }: Pick<AlertPage['notifications'][number], 'state' | 'heldBy'>): string {
  if (state !== 'held' && state !== 'muted') return DELIVERY[state];
  return words.heldBy(DELIVERY[state], heldBy === 'inhibition' ? words.inhibition : words.silence);
}

const CHANNELS: Record<AlertPage['notifications'][number]['channel'], string> = catalogue('alertChannels', {
  webhook: 'webhook',
  email: 'e-mail',
  slack: 'Slack',
  teams: 'Teams',
  pagerduty: 'PagerDuty',
});

export function channelText(channel: AlertPage['notifications'][number]['channel']): string {
  return CHANNELS[channel];
}

export const CAUSES: Record<AlertCause, string> = catalogue('alertCauses', {
  deployment: 'A deployment',
  campaign: 'A campaign',
  supplier: 'A supplier',
  dataFault: 'Wrong data',
  expected: 'Expected: season, holiday, planned work',
  limitWrong: 'The limit is wrong',
  unknown: 'Not found',
  other: 'Something else',
});

/** "channel: E-mail" of an alert on one slice; null for one on the whole. */
export function sliceText(dimensions: AlertItem['dimensions']): string | null {
  const slices = Object.entries(dimensions).map(
    ([name, value]) => `${name}: ${value === '' ? words.notStated : value}`,
  );
  return slices.length === 0 ? null : slices.join(', ');
}

export function titleOf({ guardrail, dimensions }: Pick<AlertItem, 'guardrail' | 'dimensions'>): string {
  const slice = sliceText(dimensions);
  return slice === null ? guardrail.title : `${guardrail.title} (${slice})`;
}
