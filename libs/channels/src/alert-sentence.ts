import type { NotificationContent } from '@tandem/application/delivery-ports';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import type { StreamName } from '@tandem/domain/record/streams';
import { lastDayText, momentText, windowText } from './period-text.js';
import { numberText, quantityText } from './quantity-text.js';

/** What is counted behind a value, one and many. A count of a funnel or a measurement arrives ready-made, so its records are counted. */
const eventNames: Readonly<Record<StreamName, readonly [string, string]>> = {
  deployment: ['deployment', 'deployments'],
  change: ['change', 'changes'],
  incident: ['incident', 'incidents'],
  slaCycle: ['cycle', 'cycles'],
  funnelCount: ['record', 'records'],
  measurement: ['record', 'records'],
};

/** One sentence for people, from the codes of a notification; the same in every channel. */
export function alertSentence(content: NotificationContent): string {
  const { metric, guardrail, verdict } = content;
  switch (content.kind) {
    case 'fired': {
      const verb = guardrail.side === 'floor' ? 'fell to' : 'rose to';
      return `${metric.title} ${verb} ${judged(content, guardrail.side === 'floor' ? 'below' : 'above')}.`;
    }
    case 'dataReturned':
      return `${metric.title} can be judged against its ${limitText(content)} again.`;
    case 'acknowledged':
      return `${metric.title} is at ${judged(content, guardrail.side === 'floor' ? 'below' : 'above')}.`;
    case 'resolved': {
      const since = momentText(content.since, content.timeZone);
      return `${metric.title} is back at ${judged(content, 'inside')}. It had left the limit on ${since}.`;
    }
    case 'noData':
      return `${metric.title} cannot be judged against its ${limitText(content)}: ${missingReason(verdict, content.timeZone)}.`;
    case 'error':
      return `${metric.title} cannot be judged against its ${limitText(content)}: ${errorReason(verdict, metric.key)}.`;
  }
}

/** "58.20%, below its floor of 60%, over 7 days to 15 Nov (1,058 cycles)". */
function judged(content: NotificationContent, where: 'below' | 'above' | 'inside'): string {
  const { verdict, metric } = content;
  if (verdict === null || verdict.value === null)
    return `a value that is not known, ${where} its ${limitText(content)}`;
  const window = windowText(verdict.start, verdict.end, content.timeZone);
  const value = quantityText(verdict.value, metric.unit);
  return `${value}, ${where} its ${limitText(content)}${window === null ? '' : `, over ${window}`} (${eventsText(verdict, metric.stream)}${standing(verdict)})`;
}

/** What is not settled may still change, and whoever is called out of bed should know. */
function standing({ state }: Verdict): string {
  return state === 'provisional' ? ', provisional' : '';
}

function eventsText({ n }: Verdict, stream: StreamName | null): string {
  const [one, many] = stream === null ? (['event', 'events'] as const) : eventNames[stream];
  return `${numberText(String(n))} ${n === 1 ? one : many}`;
}

function limitText({ guardrail, metric }: NotificationContent): string {
  return `${guardrail.side} of ${quantityText(guardrail.limit, metric.unit)}`;
}

function missingReason(verdict: Verdict | null, timeZone: string): string {
  switch (verdict?.reason) {
    case 'metricStale':
      return `its source has sent nothing for longer than expected, and the data ends with ${lastDayText(verdict.end, timeZone)}`;
    case 'periodPartial':
      return 'its period has not ended';
    case 'backfillRunning':
      return 'its first import is still running';
    default:
      return 'no data was collected for its window';
  }
}

function errorReason(verdict: Verdict | null, metricKey: string): string {
  return verdict?.reason === 'metricUnknown'
    ? `there is no metric "${metricKey}"; give the guardrail one that exists`
    : 'reading its value failed; the log of the worker says why';
}
