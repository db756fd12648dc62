import { DeliveryFailure, type Channel } from '@tandem/application/delivery-ports';
import { guardedPost, sinkAddress, type HttpSinkSettings, type SinkAnswer } from './guarded-post.js';
import { judgeAnswer } from './judge-webhook-answer.js';
import { slackMessage } from './slack-message.js';

export interface SlackChannelSettings extends HttpSinkSettings {
  /** Where `chat.postMessage` is asked for; Slack's own address when left out. */
  readonly apiAddress?: string;
}

const slackApi = 'https://slack.com/api';

/**
 * Sends notifications to Slack: through an incoming webhook, or with a token through `chat.postMessage`. Slack knows no key by which it
 * would recognise a repeat, so a message that may have arrived before says so.
 */
export function slackChannel(settings: SlackChannelSettings): Channel {
  return {
    send: async (notification, signal) => {
      const { route } = notification;
      if (route.channel !== 'slack') throw new DeliveryFailure(`Route "${route.id}" is no route to Slack.`, false);
      const message = slackMessage(notification);
      if (/^https?:/.test(route.secret)) {
        const url = sinkAddress(route.id, route.secret, settings.allowPrivateAddresses);
        const body = JSON.stringify({ ...message, unfurl_links: false, unfurl_media: false });
        return judgeWebhook(await guardedPost(url, { headers: {}, body }, settings, signal), settings.clock());
      }
      const url = sinkAddress(
        route.id,
        `${settings.apiAddress ?? slackApi}/chat.postMessage`,
        settings.allowPrivateAddresses,
      );
      const body = JSON.stringify({
        ...message,
        channel: conversationOf(route),
        parse: 'none',
        link_names: false,
        unfurl_links: false,
        unfurl_media: false,
      });
      const headers = {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${tokenOf(route)}`,
      };
      judgeCall(await guardedPost(url, { headers, body }, settings, signal), settings.clock());
    },
  };
}

function conversationOf({ id, to }: { readonly id: string; readonly to?: string }): string {
  if (to !== undefined) return to;
  throw new DeliveryFailure(
    `Route "${id}" has a token and no conversation: name one in "to", such as C0123456789 or #alerts.`,
    false,
  );
}

/** A header is written with it: whatever is no token is not sent anywhere. */
function tokenOf({ id, secret }: { readonly id: string; readonly secret: string }): string {
  if (/^xox[a-z]-[A-Za-z0-9-]+$/.test(secret)) return secret;
  throw new DeliveryFailure(
    `The secret of route "${id}" cannot be used: give it again, a token that begins with "xoxb-" or the address of an incoming webhook.`,
    false,
  );
}

/** A webhook says in its status whether it took the message, and in a word why not. */
function judgeWebhook(answer: SinkAnswer, now: Date): void {
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) {
    throw new DeliveryFailure(`Slack answered ${answer.status}${codeIn(answer.body)}.`, false);
  }
  judgeAnswer(answer, now);
}

/** Faults of Slack itself, which pass. */
const passing = new Set([
  'ratelimited',
  'rate_limited',
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);

/** The Web API answers 200 for most refusals, too, and says in its body what happened. */
function judgeCall(answer: SinkAnswer, now: Date): void {
  if (answer.status !== 200) return judgeAnswer(answer, now);
  const said = parsed(answer.body);
  if (said?.ok === true) return;
  if (said?.ok !== false) {
    throw new DeliveryFailure('Slack gave an answer that is none of its Web API.', true, null, true);
  }
  const code = /^[a-z_]{1,60}$/.exec(String(said.error))?.[0] ?? 'unknown_error';
  throw new DeliveryFailure(`Slack refused the message (${code}).`, passing.has(code));
}

function parsed(body: string): { readonly ok?: unknown; readonly error?: unknown } | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** Only what looks like a code of Slack is repeated: the rest of an answer is nobody's business. */
function codeIn(body: string): string {
  const code = /^[a-z_]{3,60}$/.exec(body.trim())?.[0];
  return code === undefined ? '' : ` (${code})`;
}
