import type { ClaimedNotification, NotificationContent } from '@tandem/application/delivery-ports';
import type { NotificationKind } from '@tandem/domain/alert/alert';
import type { Verdict } from '@tandem/domain/guardrail/guardrail';
import { alertSentence } from './alert-sentence.js';
import { momentText } from './period-text.js';
import { quantityText } from './quantity-text.js';

export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const stateWords: Readonly<Record<NotificationKind, string>> = {
  fired: 'Firing',
  resolved: 'Resolved',
  noData: 'No data',
  error: 'Cannot be judged',
};
const repeatNotice =
  'Possible repeat: an earlier attempt to send this message ended without an answer, so you may have it already.';

/** Subject, text and HTML of one notification. Names come from people: they are cut to one line and escaped. */
export function emailMessage({
  content,
  possibleRepeat,
}: Pick<ClaimedNotification, 'content' | 'possibleRepeat'>): EmailMessage {
  const sentence = oneLine(alertSentence(content));
  const facts = factsOf(content);
  const notice = possibleRepeat ? [repeatNotice] : [];
  const link = content.url === null ? [] : [`Open the alert: ${content.url}`];
  const lines = facts.map(([name, value]) => `${name}: ${value}`);
  return {
    subject: subjectOf(content),
    text: [...notice, sentence, lines.join('\n'), ...link].join('\n\n') + '\n',
    html: htmlOf(sentence, facts, content.url, notice),
  };
}

function subjectOf(content: NotificationContent): string {
  const { kind, severity, metric, verdict } = content;
  const state = kind === 'fired' && severity === 'critical' ? `${stateWords.fired}, critical` : stateWords[kind];
  const told = kind === 'fired' || kind === 'resolved' ? verdict : null;
  const value = valueText(told, metric.unit);
  return oneLine([`${state}:`, metric.title, ...(value === null ? [] : [value])].join(' '));
}

function valueText(verdict: Verdict | null, unit: string): string | null {
  return verdict === null || verdict.value === null ? null : quantityText(verdict.value, unit);
}

function factsOf(content: NotificationContent): [string, string][] {
  const { metric, guardrail, verdict, owners, timeZone } = content;
  const owner = (side: string, name: string | null) => `${side}: ${name ?? 'nobody yet'}`;
  const provisional = verdict?.state === 'provisional' ? ', provisional: late data may still change it' : '';
  const facts: [string, string][] = [
    ['Guardrail', guardrail.title],
    ['Value', `${valueText(verdict, metric.unit) ?? 'not known'}${provisional}`],
    [guardrail.side === 'floor' ? 'Floor' : 'Ceiling', quantityText(guardrail.limit, metric.unit)],
    ['Severity', content.severity],
    ['Since', `${momentText(content.since, timeZone)} (${timeZone})`],
    ['Owners', `${owner('marketing', owners.marketing)}, ${owner('IT', owners.it)}`],
  ];
  if (verdict?.version !== undefined) facts.splice(2, 0, ['Definition', `version ${verdict.version}`]);
  return facts.map(([name, value]) => [name, oneLine(value)]);
}

function htmlOf(
  sentence: string,
  facts: readonly (readonly [string, string])[],
  url: string | null,
  notice: readonly string[],
): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row" align="left" style="padding:2px 16px 2px 0;color:#46505f;font-weight:normal">${escapeHtml(name)}</th>` +
      `<td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  );
  return [
    '<!doctype html><html lang="en"><body style="font:14px/1.5 Inter,Arial,sans-serif;color:#141a23">',
    ...notice.map((text) => `<p style="color:#855000">${escapeHtml(text)}</p>`),
    `<p style="font-size:16px">${escapeHtml(sentence)}</p>`,
    `<table style="border-collapse:collapse">${rows.join('')}</table>`,
    url === null ? '' : `<p><a href="${escapeHtml(url)}">Open the alert</a></p>`,
    '</body></html>',
  ].join('\n');
}

/** A line break in a name would begin a header of its own, or a line that looks as if we had written it. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
