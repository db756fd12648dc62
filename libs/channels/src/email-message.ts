import { notificationMessage, type MessageOf, type MessagePart } from './notification-message.js';

export interface EmailMessage {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Subject, text and HTML of one notification. Names come from people: they are cut to one line and escaped. */
export function emailMessage(notification: MessageOf): EmailMessage {
  const { subject, notices, parts } = notificationMessage(notification);
  return {
    subject,
    text: [...notices, ...parts.flatMap(textOf)].join('\n\n') + '\n',
    html: htmlOf(notices, parts),
  };
}

function textOf({ heading, sentences, facts, link }: MessagePart): string[] {
  return [
    ...(heading === null ? [] : [heading]),
    ...sentences,
    ...(facts.length === 0 ? [] : [facts.map(([name, value]) => `${name}: ${value}`).join('\n')]),
    ...(link === null ? [] : [`${link.label}: ${link.url}`]),
  ];
}

function htmlOf(notices: readonly string[], parts: readonly MessagePart[]): string {
  return [
    '<!doctype html><html lang="en"><body style="font:14px/1.5 Inter,Arial,sans-serif;color:#141a23">',
    ...notices.map((text) => `<p style="color:#855000">${escapeHtml(text)}</p>`),
    ...parts.map(partHtml),
    '</body></html>',
  ].join('\n');
}

function partHtml({ heading, sentences, facts, link }: MessagePart): string {
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row" align="left" style="padding:2px 16px 2px 0;color:#46505f;font-weight:normal">${escapeHtml(name)}</th>` +
      `<td style="padding:2px 0">${escapeHtml(value)}</td></tr>`,
  );
  return [
    ...(heading === null ? [] : [`<h2 style="font-size:16px;margin:16px 0 0">${escapeHtml(heading)}</h2>`]),
    ...sentences.map((sentence) => `<p style="font-size:16px">${escapeHtml(sentence)}</p>`),
    ...(rows.length === 0 ? [] : [`<table style="border-collapse:collapse">${rows.join('')}</table>`]),
    ...(link === null ? [] : [`<p><a href="${escapeHtml(link.url)}">${escapeHtml(link.label)}</a></p>`]),
  ].join('\n');
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
