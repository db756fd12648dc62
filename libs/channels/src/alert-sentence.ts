import type { NotificationContent } from '@tandem/application/delivery-ports';
import { explainVerdict, obstacleText, subjectText } from '@tandem/domain/guardrail/explain-verdict';
import { limitWords } from '@tandem/domain/guardrail/guardrail-rule';
import type { Side } from '@tandem/domain/metric/definition';
import { momentText } from '@tandem/domain/metric/period-text';

/** One sentence for people, in the words of a side, from the codes of a notification; the same in every channel, with the same digits. */
export function alertSentence(content: NotificationContent, side: Side): string {
  const told = toldOf(content);
  switch (content.kind) {
    case 'fired':
      return told === null
        ? `${subjectText(content)} broke its rule; the value is not known.`
        : explainVerdict(told)[side];
    case 'dataReturned':
      return `${subjectText(content)} can be judged${againstText(content)} again.`;
    case 'acknowledged':
      return told === null ? `${subjectText(content)} broke its rule.` : explainVerdict(told)[side];
    case 'detectedLate': {
      const [from, to] = [content.since, content.until ?? content.since].map((at) => momentText(at, content.timeZone));
      const was = told === null ? `${subjectText(content)} broke its rule.` : explainVerdict(told)[side];
      return `${was} It was so from ${from} to ${to}, and is over.`;
    }
    case 'resolved': {
      const since = momentText(content.since, content.timeZone);
      const now = told === null ? `${subjectText(content)} keeps its rule again.` : explainVerdict(told)[side];
      return `${now.replace(' is at ', ' is back at ')} It had left the limit on ${since}.`;
    }
    case 'noData':
    case 'error':
      return `${subjectText(content)} cannot be judged${againstText(content)}: ${told === null ? 'nothing is known of it' : obstacleText(told)}.`;
  }
}

/** What was fired is always a verdict of its own; null for a message that was written without one. */
function toldOf({ verdict, guardrail, ...content }: NotificationContent) {
  return verdict && { ...content, verdict, rule: guardrail };
}

function againstText({ guardrail, metric }: NotificationContent): string {
  const limit = limitWords(guardrail, metric.unit);
  if (limit === null) return '';
  return ` against its ${limit.name.toLowerCase()} of ${limit.text}`;
}

/**
 * What a receiver reads: of a side its own words, of both first marketing's and then IT's, where they differ.
 */
export function alertSentences(content: NotificationContent, side: Side | null): readonly string[] {
  if (side !== null) return [alertSentence(content, side)];
  const [marketing, it] = [alertSentence(content, 'marketing'), alertSentence(content, 'it')];
  return marketing === it ? [it] : [`For marketing: ${marketing}`, `For IT: ${it}`];
}
