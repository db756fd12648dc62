import { dayOfDateText, lastDayText, momentText, windowText } from '../metric/period-text.js';
import { changeText, numberText, quantityText } from '../metric/quantity-text.js';
import type { StreamName } from '../record/streams.js';
import type { GuardrailRule } from './guardrail-rule.js';
import type { Measured, Verdict } from './guardrail.js';

/** What a sentence about a verdict needs to know beside the verdict. */
export interface ExplainedGuardrail {
  readonly verdict: Verdict;
  readonly rule: Pick<GuardrailRule, 'measure' | 'side'>;
  readonly metric: {
    readonly key: string;
    readonly title: string;
    readonly unit: string;
    /** What kind of events stand behind the value; null when it is not known, or several. */
    readonly stream: StreamName | null;
  };
  readonly dimensions: Readonly<Record<string, string>>;
  readonly timeZone: string;
}

/** One sentence for each audience: other words, the same digits. */
export interface Explanation {
  readonly marketing: string;
  readonly it: string;
}

/** What is counted behind a value, one and many. A count of a funnel or a measurement arrives ready-made, so its records are counted. */
const eventNames: Readonly<Record<StreamName, readonly [string, string]>> = {
  deployment: ['deployment', 'deployments'],
  change: ['change', 'changes'],
  incident: ['incident', 'incidents'],
  slaCycle: ['cycle', 'cycles'],
  funnelCount: ['record', 'records'],
  campaign: ['campaign', 'campaigns'],
  freeze: ['freeze', 'freezes'],
  measurement: ['record', 'records'],
};

export function eventsText(n: number, stream: StreamName | null): string {
  const [one, many] = stream === null ? (['event', 'events'] as const) : eventNames[stream];
  return `${numberText(String(n))} ${n === 1 ? one : many}`;
}

/** "Conversion (channel: E-mail)": what the verdict is about. */
export function subjectText({ metric, dimensions }: Pick<ExplainedGuardrail, 'metric' | 'dimensions'>): string {
  const slices = Object.entries(dimensions).map(([name, value]) => `${name}: ${value === '' ? 'not stated' : value}`);
  return slices.length === 0 ? metric.title : `${metric.title} (${slices.join(', ')})`;
}

/**
 * A verdict in one sentence for marketing and one for IT. Both print the same numbers, which were rounded once where they were judged; only
 * the words differ. What could not be judged says why, in the same words for both.
 */
export function explainVerdict(told: ExplainedGuardrail): Explanation {
  const { verdict } = told;
  const late = verdict.late === true ? ' It was detected late: the data came after these days had been judged.' : '';
  const { marketing, it } = sentencesOf(told);
  return { marketing: marketing + late, it: it + late };
}

function sentencesOf(told: ExplainedGuardrail): Explanation {
  const { verdict } = told;
  if (verdict.kind !== 'ok' && verdict.kind !== 'breached') {
    const sentence = `${subjectText(told)} cannot be judged: ${obstacleText(told)}.`;
    return { marketing: sentence, it: sentence };
  }
  const { measured } = verdict;
  switch (measured?.of) {
    case undefined:
      return ofValue(told);
    case 'pace':
    case 'odds':
      return ofPace(told, measured);
    case 'changeRelative':
    case 'changeAbsolute':
      return ofChange(told, measured);
    case 'burnRate':
      return ofBurn(told, measured);
    case 'specialCause':
      return ofSpecialCause(told, measured);
    case 'hoursWithoutData':
      return ofFreshness(told, measured);
  }
}

type Of<Name extends Measured['of']> = Extract<Measured, { readonly of: Name }>;

function ofValue(told: ExplainedGuardrail): Explanation {
  const { verdict, rule, metric } = told;
  const subject = subjectText(told);
  const value = valueOf(told);
  const limit = quantityText(verdict.limit ?? '', metric.unit);
  const isFloor = rule.side === 'floor';
  const side = isFloor ? 'floor' : 'ceiling';
  const agreed = `${isFloor ? 'at least' : 'at most'} ${limit}`;
  const rest = evidence(told);
  if (verdict.reason === 'insideClearLimit') {
    return {
      marketing: `${subject} is at ${value}, and calm begins at ${limit}, ${rest}.`,
      it: `${subject} is at ${value}, past its clear limit of ${limit}, ${rest}.`,
    };
  }
  if (verdict.kind === 'ok') {
    return {
      marketing: `${subject} is at ${value}, and ${agreed} was agreed, ${rest}.`,
      it: `${subject} is at ${value}, inside its ${side} of ${limit}, ${rest}.`,
    };
  }
  if (verdict.reason === 'betweenFireAndClear') {
    return {
      marketing: `${subject} is better at ${value}, but calm only begins at ${limit}, ${rest}.`,
      it: `${subject} is at ${value}, not yet past its clear limit of ${limit}, ${rest}.`,
    };
  }
  return {
    marketing: `${subject} is ${isFloor ? 'down to' : 'up to'} ${value}, but ${agreed} was agreed, ${rest}.`,
    it: `${subject} ${isFloor ? 'fell to' : 'rose to'} ${value}, ${isFloor ? 'below' : 'above'} its ${side} of ${limit}, ${rest}.`,
  };
}

function ofPace(told: ExplainedGuardrail, { of, value }: Of<'pace' | 'odds'>): Explanation {
  const { verdict } = told;
  const subject = subjectText(told);
  const [now, limit] = [numberText(value ?? ''), numberText(verdict.limit ?? '')];
  const rest = `at ${valueOf(told)} ${evidence(told)}`;
  const where = verdict.kind === 'ok' ? 'inside' : 'below';
  const but = verdict.kind === 'ok' ? 'and' : 'but';
  if (of === 'odds') {
    return {
      marketing: `The chance that ${subject} reaches its target is ${now}, ${but} at least ${limit} is wanted, ${rest}.`,
      it: `P(hit) of ${subject} is ${now}, ${where} its floor of ${limit}, ${rest}.`,
    };
  }
  return {
    marketing: `${subject} has made ${now} of the progress that was planned by now, ${but} at least ${limit} is wanted, ${rest}.`,
    it: `The pace of ${subject} is ${now}, ${where} its floor of ${limit}, ${rest}.`,
  };
}

function ofChange(told: ExplainedGuardrail, measured: Of<'changeRelative' | 'changeAbsolute'>): Explanation {
  const { verdict, metric, rule, timeZone } = told;
  const subject = subjectText(told);
  const unit = measured.of === 'changeRelative' ? 'relative' : metric.unit;
  const [change, limit] = [changeText(measured.value ?? '', unit), changeText(verdict.limit ?? '', unit)];
  const before = quantityText(measured.previous ?? '', metric.unit);
  const then = windowText(measured.previousStart, measured.previousEnd, timeZone) ?? '';
  const agreed = `${rule.side === 'floor' ? 'at least' : 'at most'} ${limit}`;
  const side = rule.side === 'floor' ? 'floor' : 'ceiling';
  const where = verdict.kind === 'ok' ? 'inside' : 'beyond';
  return {
    marketing: `${subject} is at ${valueOf(told)} after ${before} in the ${then}: a change of ${change}, ${verdict.kind === 'ok' ? 'and' : 'but'} ${agreed} was agreed, ${evidence(told)}.`,
    it: `${subject} went to ${valueOf(told)} from ${before} in the ${then}: ${change}, ${where} its ${side} of ${limit}, ${evidence(told)}.`,
  };
}

function ofBurn(told: ExplainedGuardrail, measured: Of<'burnRate'>): Explanation {
  const { verdict } = told;
  const subject = subjectText(told);
  const [long, short] = [measured.value, measured.short].map((rate) => numberText(rate ?? ''));
  const limit = numberText(verdict.limit ?? '');
  const objective = `${numberText(measured.objective)}%`;
  const windows = [daysText(measured.longDays), daysText(measured.shortDays)];
  const rest = `at ${valueOf(told)} ${evidence(told)}`;
  return {
    marketing: `Promises of ${subject} are broken ${long} times as often as ${objective} allows in ${windows[0]}, and ${short} times in the last ${windows[1]}, ${verdict.kind === 'ok' ? 'and not more than' : 'and more than'} ${limit} times in both is too much, ${rest}.`,
    it: `${subject} burns the error budget of its objective of ${objective} at ${long}× over ${windows[0]} and ${short}× over ${windows[1]}, ${verdict.kind === 'ok' ? 'not above' : 'above'} the factor of ${limit}× in both, ${rest}.`,
  };
}

const rulesInWords: Readonly<Record<string, readonly [marketing: string, it: string]>> = {
  beyondLimits: ['further out than it ordinarily gets', 'beyond three sigma'],
  twoOfThree: ['twice in three periods unusually far out', 'two of three points beyond two sigma'],
  eightOnOneSide: ['eight periods in a row on one side of its mean', 'eight points in a row on one side of the mean'],
};

function ofSpecialCause(told: ExplainedGuardrail, measured: Of<'specialCause'>): Explanation {
  const { verdict, metric } = told;
  const [mean, lower, upper] = [measured.mean, measured.lower, measured.upper].map((value) =>
    quantityText(value, metric.unit),
  );
  const baseline = `${measured.baselinePoints} periods from ${dayOfDateText(measured.baselineFrom)}`;
  const subject = subjectText(told);
  const [plain, exact] = rulesInWords[verdict.reason] ?? ['as it ordinarily varies', 'ordinary variation'];
  const rest = evidence(told);
  const side = measured.side === null ? '' : ` (${measured.side} the mean)`;
  return {
    marketing: `${subject} is at ${valueOf(told)}, ${plain}${side}: it usually is near ${mean}, between ${lower} and ${upper}, as in its ${baseline}, ${rest}.`,
    it: `${subject} is at ${valueOf(told)}, ${exact}${side}: mean ${mean}, natural limits ${lower} and ${upper}, baseline of ${baseline}, ${rest}.`,
  };
}

function ofFreshness(told: ExplainedGuardrail, { value, lastAt }: Of<'hoursWithoutData'>): Explanation {
  const { verdict, timeZone } = told;
  const subject = subjectText(told);
  const [silent, limit] = [numberText(value), numberText(verdict.limit ?? '')];
  const last = lastAt === null ? '' : `; its data end at ${momentText(lastAt, timeZone)}`;
  if (verdict.kind === 'ok') {
    return {
      marketing: `${subject} is up to date: its data are ${silent} hours old, and up to ${limit} hours are usual${last}.`,
      it: `Records of ${subject} arrive: the last one is ${silent} hours old, inside ${limit} hours${last}.`,
    };
  }
  return {
    marketing: `${subject} is not up to date: its data are ${silent} hours old, and up to ${limit} hours are usual${last}.`,
    it: `No record of ${subject} for ${silent} hours, and one is expected within ${limit} hours${last}.`,
  };
}

function valueOf({ verdict, metric }: ExplainedGuardrail): string {
  return verdict.value === null ? 'no value' : quantityText(verdict.value, metric.unit);
}

/** "over 7 days to 15 Nov (1,058 cycles, provisional)": what is not settled may still change, and whoever is called should know. */
function evidence({ verdict, metric, timeZone }: ExplainedGuardrail): string {
  const window = windowText(verdict.start, verdict.end, timeZone);
  const standing = verdict.state === 'provisional' ? ', provisional' : '';
  return `${window === null ? '' : `over ${window} `}(${eventsText(verdict.n, metric.stream)}${standing})`;
}

function daysText(days: number): string {
  return days === 1 ? '1 day' : `${days} days`;
}

/** Why a verdict could not be given; the end of a sentence. */
export function obstacleText({ verdict, metric, timeZone }: Omit<ExplainedGuardrail, 'rule' | 'dimensions'>): string {
  switch (verdict.reason) {
    case 'metricStale':
      return `its source has sent nothing for longer than expected, and the data ends with ${lastDayText(verdict.end, timeZone)}`;
    case 'periodPartial':
      return 'its period has not ended';
    case 'backfillRunning':
      return 'its first import is still running';
    case 'previousAbsent':
      return 'there is no data for the period that it is compared with';
    case 'previousZero':
      return 'the period that it is compared with was 0, and nothing is a share of that';
    case 'belowMinimumEvents':
      return `too few events (${eventsText(verdict.n, metric.stream)})`;
    case 'tooFewPoints':
      return 'its baseline is not complete, or nothing has settled after it';
    case 'goalNotRunning':
      return 'the time of its goal has not begun, or is over';
    case 'forecastMissing':
      return 'there is no forecast of it yet';
    case 'metricUnknown':
      return `there is no metric "${metric.key}"; give the guardrail one that exists`;
    case 'keyResultUnknown':
      return 'its goal has no such key result; give the guardrail one that exists';
    case 'tooManySlices':
      return `it has ${numberText(String(verdict.n))} values more than the ${verdict.limit ?? ''} that are watched; those are not judged. Raise "mostSlices", or watch a coarser dimension`;
    case 'evaluationFailed':
      return 'reading its value failed; the log of the worker says why';
    default:
      return 'no data was collected for its window';
  }
}
