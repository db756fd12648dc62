import { DeliveryFailure, type Channel } from '@tandem/application/delivery-ports';
import { guardedPost, sinkAddress, type HttpSinkSettings } from './guarded-post.js';
import { judgeAnswer } from './judge-webhook-answer.js';
import {
  notificationMessage,
  type MessageOf,
  type MessagePart,
  type NotificationMessage,
} from './notification-message.js';
import { shortened } from './one-line.js';

type Element = Readonly<Record<string, unknown>>;

/** A message of 28 kB is refused as a whole. */
const bytesAtMost = 27_000;
const partsAtMost = 12;
const textAtMost = 1_000;

/**
 * Sends notifications to Microsoft Teams, as an adaptive card to the webhook of a workflow. Teams knows no key by which it would recognise a
 * repeat, so a message that may have arrived before says so.
 */
export function teamsChannel(settings: HttpSinkSettings): Channel {
  return {
    send: async (notification, signal) => {
      const { route } = notification;
      if (route.channel !== 'teams') throw new DeliveryFailure(`Route "${route.id}" is no route to Teams.`, false);
      const url = sinkAddress(route.id, route.secret, settings.allowPrivateAddresses);
      const body = JSON.stringify(teamsMessage(notification));
      judgeAnswer(await guardedPost(url, { headers: {}, body }, settings, signal), settings.clock());
    },
  };
}

/** All text stands in runs of rich text, in which Teams reads no Markdown; without entities nothing is a mention. */
export function teamsMessage(notification: MessageOf): Element {
  const message = notificationMessage(notification);
  for (let parts = Math.min(partsAtMost, message.parts.length); parts > 1; parts -= 1) {
    const whole = cardMessage(message, parts);
    if (Buffer.byteLength(JSON.stringify(whole)) <= bytesAtMost) return whole;
  }
  return cardMessage(message, 1);
}

function cardMessage({ subject, notices, parts }: NotificationMessage, partsShown: number): Element {
  const shown = parts.slice(0, partsShown);
  const left = parts.length - shown.length;
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: shortened(subject, textAtMost),
    body: [
      paragraph([run(subject, { weight: 'Bolder', size: 'Medium' })]),
      ...notices.map((text) => paragraph([run(text, { color: 'Warning' })])),
      ...shown.flatMap(partElements),
      ...(left > 0 ? [paragraph([run(`${left} more are not listed here: open Tandem to see them.`)])] : []),
    ],
  };
  return {
    type: 'message',
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }],
  };
}

function partElements({ heading, sentences, facts, link }: MessagePart): Element[] {
  return [
    ...(heading === null ? [] : [paragraph([run(heading, { weight: 'Bolder' })])]),
    ...sentences.map((sentence) => paragraph([run(sentence)])),
    ...facts.map(([name, value]) => paragraph([run(`${name}: `, { isSubtle: true }), run(value)])),
    ...(link === null
      ? []
      : [{ type: 'ActionSet', actions: [{ type: 'Action.OpenUrl', title: link.label, url: link.url }] }]),
  ];
}

function paragraph(inlines: readonly Element[]): Element {
  return { type: 'RichTextBlock', spacing: 'Small', inlines };
}

function run(text: string, style: Element = {}): Element {
  return { type: 'TextRun', text: shortened(text, textAtMost), ...style };
}
