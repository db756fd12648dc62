import { notificationMessage, type MessageOf, type MessagePart } from './notification-message.js';
import { shortened } from './one-line.js';

// What Slack takes at most, in characters and blocks.
const headerAtMost = 150;
const textAtMost = 3_000;
const buttonUrlAtMost = 3_000;
const partsAtMost = 12;

type Block = Readonly<Record<string, unknown>>;

/**
 * A message in Slack's blocks. All text is `plain_text`, in which nothing is a mention, a link or a mark; the one text that Slack reads as
 * markup, the line that notifications show, is escaped.
 */
export function slackMessage(notification: MessageOf): {
  readonly text: string;
  readonly blocks: readonly Block[];
} {
  const { subject, notices, parts } = notificationMessage(notification);
  const shown = parts.slice(0, partsAtMost);
  const left = parts.length - shown.length;
  const blocks: Block[] = [
    { type: 'header', text: plain(subject, headerAtMost) },
    ...notices.map(section),
    ...shown.flatMap(partBlocks),
    ...(left > 0 ? [section(`${left} more are not listed here: open Tandem to see them.`)] : []),
  ];
  return {
    text: escaped(
      shortened([subject, ...notices, ...shown.flatMap(({ sentences }) => sentences)].join(' · '), textAtMost),
    ),
    blocks,
  };
}

function partBlocks({ heading, sentences, facts, link }: MessagePart): Block[] {
  const lines = facts.map(([name, value]) => `${name}: ${value}`).join('\n');
  const text = [...(heading === null ? [] : [heading]), ...sentences].join('\n');
  return [
    section(text),
    ...(lines === '' ? [] : [section(lines)]),
    ...(link === null || link.url.length > buttonUrlAtMost
      ? []
      : [{ type: 'actions', elements: [{ type: 'button', text: plain(link.label, 75), url: link.url }] }]),
  ];
}

function section(text: string): Block {
  return { type: 'section', text: plain(text, textAtMost) };
}

function plain(text: string, atMost: number): Block {
  return { type: 'plain_text', text: shortened(text, atMost), emoji: false };
}

/** Mentions and links of Slack begin with `<`; an address in a text would become a link by itself. */
function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/:\/\//g, ':\u200b//');
}
