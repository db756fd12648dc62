import type { PrivateAddresses } from '@tandem/outbound/address-guard';
import type { SessionLimits } from '@tandem/application/access/access-ports';
import type { Clock, JobQueue } from '@tandem/application/ports';
import type { Connector, LocalAccess } from '@tandem/connector-kit/connector';
import type { ChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import type { Database } from '@tandem/kpi-store/database';
import type { HttpSettings } from './http/http-settings.js';

/** Everything that the API is given; it opens nothing by itself. */
export interface ApiDependencies {
  readonly database: Database;
  readonly feed: ChangeFeed;
  readonly jobs: JobQueue;
  readonly connectors: readonly Connector[];
  readonly clock: Clock;
  readonly version: string;
  /** What a configuration file may name as `${TANDEM_SECRET_…}`: variables of the environment, read once at the start. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Private and loopback addresses that webhooks and sources may lie on; none where this is left out. */
  readonly allowPrivateAddresses?: PrivateAddresses;
  /** Repositories and programs of this machine that sources may use; none where this is left out. */
  readonly local?: LocalAccess;
  /** How it meets the network; the usual settings where left out. */
  readonly http?: Partial<HttpSettings>;
  /** Built dashboard; null serves the API alone. */
  readonly dashboardDirectory: string | null;
  /** Uploads of a connection are kept in a folder of its own in here. */
  readonly uploadDirectory: string;
  /** Relative paths in the settings of connections start here; the directory that the process was started in where left out. */
  readonly baseDirectory?: string;
  /** The demo as a configuration document, with its dates moved to `now`; null when it is not offered. */
  readonly demoDocument: ((now: Date) => Promise<DemoDocument>) | null;
  readonly access: AccessSettings;
}

/** How people and programs come in. */
export interface AccessSettings {
  /** Lets whoever can read the data directory in, for as long as this process runs; null when there is none. */
  readonly machineToken: string | null;
  /** Where people reach this installation; https makes cookies secure. null: only by the address that is listened on. */
  readonly publicUrl: string | null;
  /** What links begin with, without a slash at the end; asked once the server listens. */
  readonly origin: () => string;
  /** Nobody but this machine reaches the server. */
  readonly isOnLoopback: boolean;
  readonly limits: SessionLimits;
  /** Who else signs people in, by OpenID Connect. */
  readonly providers: readonly OpenIdSettings[];
}

export interface OpenIdSettings {
  /** In addresses. */
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface DemoDocument {
  readonly file: string;
  readonly text: string;
  /** The connections that it brings; their imports are the demo's progress. */
  readonly connectionIds: readonly string[];
}

export const API_DEPENDENCIES = Symbol('ApiDependencies');
