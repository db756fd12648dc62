import type { Clock, JobQueue } from '@tandem/application/ports';
import type { Connector } from '@tandem/connector-kit/connector';
import type { ChangeFeed } from '@tandem/kpi-store/repositories/change-feed';
import type { Database } from '@tandem/kpi-store/database';

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
  /** Built dashboard; null serves the API alone. */
  readonly dashboardDirectory: string | null;
  /** Uploads of a connection are kept in a folder of its own in here. */
  readonly uploadDirectory: string;
  /** The demo as a configuration document, with its dates moved to `now`; null when it is not offered. */
  readonly demoDocument: ((now: Date) => Promise<DemoDocument>) | null;
}

export interface DemoDocument {
  readonly file: string;
  readonly text: string;
  /** The connections that it brings; their imports are the demo's progress. */
  readonly connectionIds: readonly string[];
}

export const API_DEPENDENCIES = Symbol('ApiDependencies');
