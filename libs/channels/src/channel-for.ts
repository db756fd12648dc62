import type { Channel } from '@tandem/application/delivery-ports';
import type { Route } from '@tandem/domain/organisation/organisation';
import { emailChannel, type EmailChannelSettings } from './email-channel.js';
import { webhookChannel, type WebhookChannelSettings } from './webhook-channel.js';

export interface ChannelSettings {
  readonly webhook: WebhookChannelSettings;
  readonly email: EmailChannelSettings;
}

/** The channel of a route; a new kind of route does not compile until it has one. */
export function channelFor(settings: ChannelSettings): (route: Route) => Channel {
  const channels: Readonly<Record<Route['channel'], Channel>> = {
    webhook: webhookChannel(settings.webhook),
    email: emailChannel(settings.email),
  };
  return (route) => channels[route.channel];
}
