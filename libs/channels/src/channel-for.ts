import type { Channel } from '@tandem/application/delivery-ports';
import type { Route } from '@tandem/domain/organisation/organisation';
import { emailChannel, type EmailChannelSettings } from './email-channel.js';
import type { HttpSinkSettings } from './guarded-post.js';
import { pagerDutyChannel } from './pagerduty-channel.js';
import { slackChannel } from './slack-channel.js';
import { teamsChannel } from './teams-channel.js';
import { webhookChannel } from './webhook-channel.js';

export interface ChannelSettings {
  /** Of every channel that speaks HTTP. */
  readonly http: HttpSinkSettings;
  readonly email: EmailChannelSettings;
  /** Where the services of others are asked; their own addresses when left out. */
  readonly slackApiAddress?: string;
  readonly pagerDutyAddress?: string;
}

/** The channel of a route; a new kind of route does not compile until it has one. */
export function channelFor(settings: ChannelSettings): (route: Route) => Channel {
  const channels: Readonly<Record<Route['channel'], Channel>> = {
    webhook: webhookChannel(settings.http),
    email: emailChannel(settings.email),
    slack: slackChannel({
      ...settings.http,
      ...(settings.slackApiAddress === undefined ? {} : { apiAddress: settings.slackApiAddress }),
    }),
    teams: teamsChannel(settings.http),
    pagerduty: pagerDutyChannel({
      ...settings.http,
      ...(settings.pagerDutyAddress === undefined ? {} : { eventsAddress: settings.pagerDutyAddress }),
    }),
  };
  return (route) => channels[route.channel];
}
