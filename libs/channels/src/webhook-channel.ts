import { DeliveryFailure, type Channel, type ClaimedNotification } from '@tandem/application/delivery-ports';
import { Webhook } from 'standardwebhooks';
import { guardedPost, sinkAddress, type HttpSinkSettings } from './guarded-post.js';
import { judgeAnswer } from './judge-webhook-answer.js';
import { webhookMessage } from './webhook-message.js';

/**
 * Sends notifications by the Standard Webhooks specification: signed, with the outbox row as `webhook-id`, so that a receiver can
 * recognise a repeat. Redirects are not followed, and the address is judged at the moment of connecting.
 */
export function webhookChannel(settings: HttpSinkSettings): Channel {
  return {
    send: async (notification, signal) => {
      const { route } = notification;
      if (route.channel !== 'webhook') throw new DeliveryFailure(`Route "${route.id}" is no webhook.`, false);
      const url = sinkAddress(route.id, route.url, settings.allowPrivateAddresses);
      const body = webhookMessage(notification);
      const headers = signedHeaders(route.id, route.secret, notification, body, settings.clock());
      judgeAnswer(await guardedPost(url, { headers, body }, settings, signal), settings.clock());
    },
  };
}

function signedHeaders(
  routeId: string,
  secret: string,
  notification: ClaimedNotification,
  body: string,
  now: Date,
): Record<string, string> {
  return {
    'webhook-id': notification.id,
    'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
    'webhook-signature': signer(routeId, secret).sign(notification.id, now, body),
  };
}

function signer(routeId: string, secret: string): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    // The reason would repeat parts of the secret; what to do is the same for each.
    throw new DeliveryFailure(
      `The secret of route "${routeId}" cannot be used: give it again, "whsec_" followed by 24 to 64 bytes in base64.`,
      false,
    );
  }
}
