import type { NotificationContent } from '@tandem/application/delivery-ports';
import { explainVerdict, obstacleText, subjectText } from '@tandem/domain/guardrail/explain-verdict';
import { limitWords } from '@tandem/domain/guardrail/guardrail-rule';
import { momentText } from '@tandem/domain/metric/period-text';

/** One sentence for people, from the codes of a notification; the same in every channel. */
export function alertSentence(content: NotificationContent): string {
  const told = toldOf(content);
  switch (content.kind) {
    case 'fired':
      return told === null
        ? `${subjectText(content)} broke its rule; the value is not known.`
        : explainVerdict(told).it;
    case 'dataReturned':
      return `${subjectText(content)} can be judged${againstText(content)} again.`;
    case 'acknowledged':
      return told === null ? `${subjectText(content)} broke its rule.` : explainVerdict(told).it;
    case 'resolved': {
      const since = momentText(content.since, content.timeZone);
      const now = told === null ? `${subjectText(content)} keeps its rule again.` : explainVerdict(told).it;
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
