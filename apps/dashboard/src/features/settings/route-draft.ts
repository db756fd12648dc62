import type { Side } from '@tandem/contracts/common';
import type { Thing } from './flat-thing.js';

export const CHANNELS = ['email', 'slack', 'teams', 'pagerduty', 'webhook'] as const;
export type Channel = (typeof CHANNELS)[number];

export interface RouteDraft {
  readonly id: string;
  readonly channel: Channel;
  /** Whose words its messages speak; those of its receivers, else both, when empty. */
  readonly side: Side | '';
  /** Of a webhook. */
  readonly url: string;
  /** Typed anew; empty keeps the one that is stored. */
  readonly secret: string;
  /** Mailboxes, or the conversation of Slack. */
  readonly to: string;
  /** Of PagerDuty. */
  readonly region: 'us' | 'eu';
}

export const newRoute: RouteDraft = {
  id: '',
  channel: 'email',
  side: '',
  url: '',
  secret: '',
  to: '',
  region: 'us',
};

/** What stands for a secret that is stored: it never leaves the server. */
const unchanged = 'unchanged';

export function routeDraft(thing: Thing): RouteDraft {
  const { id, channel, side, url, to, region } = thing as Partial<Omit<RouteDraft, 'to'>> & {
    readonly to?: string | string[];
  };
  return {
    ...newRoute,
    id: id ?? '',
    channel: channel ?? 'email',
    side: side ?? '',
    url: url ?? '',
    to: Array.isArray(to) ? to.join(', ') : (to ?? ''),
    region: region ?? 'us',
  };
}

/** @param hasStored a secret for the same channel is stored already, and stays where none is typed */
export function writtenRoute(draft: RouteDraft, hasStored: boolean): Thing {
  const { id, channel, side } = draft;
  return { id, channel, ...(side === '' ? {} : { side }), ...receiverIn(draft, hasStored) };
}

function receiverIn({ channel, url, secret, to, region }: RouteDraft, hasStored: boolean): Thing {
  const kept = secret.trim() === '' && hasStored ? unchanged : secret.trim();
  switch (channel) {
    case 'email':
      return { to: to.split(/[\s,;]+/).filter((address) => address !== '') };
    case 'webhook':
      return { url: url.trim(), secret: kept };
    case 'slack':
      return { secret: kept, ...(to.trim() === '' ? {} : { to: to.trim() }) };
    case 'teams':
      return { secret: kept };
    case 'pagerduty':
      return { secret: kept, ...(region === 'us' ? {} : { region }) };
  }
}

/** A signing secret as Standard Webhooks writes it: 32 random bytes. */
export function newSigningSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `whsec_${btoa(String.fromCharCode(...bytes))}`;
}
