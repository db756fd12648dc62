import type { AlertPolicy } from '../alert/alert-policy.js';
import type { Goal } from '../goal/goal.js';
import type { StatusCutOffs } from '../goal/status.js';
import type { Guardrail } from '../guardrail/guardrail.js';
import type { Initiative } from '../initiative/initiative.js';
import type { InitiativeSettings } from '../initiative/initiative-settings.js';
import type { MetricDefinition, Side } from '../metric/definition.js';
import type { GapThresholds } from '../review/communication-gaps.js';
import type { FailingSourcePolicy } from '../source/decide-on-failing-source.js';
import type { ReviewCadence } from '../review/review-cadence.js';
import type { BusinessCalendar } from './business-calendar.js';
import type { Retention } from './retention.js';

export interface Organisation {
  readonly name: string;
  /** IANA zone that draws the days, weeks and months of every number. */
  readonly timeZone: string;
  /** ISO day of week that a week starts on: 1 Monday … 7 Sunday. */
  readonly weekStartsOn: number;
  /** How far back an incident looks for the deployment behind it, in hours; 24 when left out. */
  readonly linkWithinHours?: number;
  /** Month that the fiscal year begins with: 1 January … 12 December; January when left out. It is named by the year in which it ends. */
  readonly fiscalYearStartsIn?: number;
  /** How long things are kept; everything for ever when left out. */
  readonly keep?: Retention;
  /** From which probability or pace on a key result is on track, or at risk; the defaults of `goal/status` when left out. */
  readonly statusCutOffs?: Partial<StatusCutOffs>;
  /** When owners are told of a failing source, and when it is paused; as usual where left out. */
  readonly failingSources?: Partial<FailingSourcePolicy>;
  /** When both sides meet; as usual where left out. */
  readonly reviews?: Partial<ReviewCadence>;
  /** From when on silence between the sides is a communication gap; as usual where left out. */
  readonly communication?: Partial<GapThresholds>;
  /** Discount rate, limits of the gate, capacity and budget of initiatives; as usual where left out. */
  readonly initiatives?: InitiativeSettings;
}

/** A group of people within a side: what it owns, its members sign for. Its id is no id of a person. */
export interface Team {
  readonly id: string;
  readonly title: string;
  readonly side: Side;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly side: Side;
  /** Id of a team of the same side. */
  readonly team?: string;
  readonly email?: string;
}

/** A place that alerts are sent to. */
export type Route = {
  /** Whose words its messages speak; both sides' when left out. */
  readonly side?: Side;
} & (
  | { readonly id: string; readonly channel: 'webhook'; readonly url: string; readonly secret: string }
  | { readonly id: string; readonly channel: 'email'; readonly to: readonly string[] }
  /** `secret` is the address of an incoming webhook, or a token; a token needs the conversation that it writes to. */
  | { readonly id: string; readonly channel: 'slack'; readonly secret: string; readonly to?: string }
  /** `secret` is the address of the workflow. */
  | { readonly id: string; readonly channel: 'teams'; readonly secret: string }
  /** `secret` is the integration key of a service. */
  | { readonly id: string; readonly channel: 'pagerduty'; readonly secret: string; readonly region?: 'us' | 'eu' }
);

export type RouteWithSecret = Extract<Route, { readonly secret: string }>;

export function hasSecret(route: Route): route is RouteWithSecret {
  return 'secret' in route;
}

/**
 * Secrets of a connection. In its settings the word `unchanged` stands in their places, so that nothing that shows or compares settings
 * comes across them.
 */
export interface ConnectionSecrets {
  /** In clear, by their place in the settings, such as `token` or `headers.0.value`. */
  readonly given: Readonly<Record<string, string>>;
  /** Places whose stored secret stays. */
  readonly kept: readonly string[];
  /** What the settings say about where they are sent; equal lists mean the same receiver. */
  readonly receiver: readonly string[];
}

/** A system that data is pulled from. `settings` belongs to the connector and is checked by its declaration. */
export interface Connection {
  readonly id: string;
  readonly name: string;
  readonly connector: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** How often new data is expected, in milliseconds; older than twice this is stale. */
  readonly expectedEveryMs: number;
  /** How often it is synced by the clock, in milliseconds; absent means only by request. */
  readonly syncEveryMs?: number;
  /** Absent for a connector without secrets, and wherever nobody is to see them. */
  readonly secrets?: ConnectionSecrets;
}

/** Everything that can be written down as code. */
export interface Configuration {
  readonly organisation: Organisation;
  readonly teams: readonly Team[];
  readonly people: readonly Person[];
  readonly connections: readonly Connection[];
  readonly calendars: readonly BusinessCalendar[];
  readonly metrics: readonly MetricDefinition[];
  readonly goals: readonly Goal[];
  readonly guardrails: readonly Guardrail[];
  readonly routes: readonly Route[];
  /** In the order in which they are asked. */
  readonly alertPolicies: readonly AlertPolicy[];
  readonly initiatives: readonly Initiative[];
}
