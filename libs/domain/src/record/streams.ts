/**
 * The canonical streams: one kind of fact each, whatever the vendor (semantics §1).
 * The table is data so that mappings, push, quarantine and the metric compiler all read the same list of fields.
 */
export type FieldType = 'text' | 'instant' | 'integer' | 'decimal' | 'boolean' | { readonly oneOf: readonly string[] };

export interface FieldDeclaration {
  readonly type: FieldType;
  readonly required?: true;
  /** The value counts minor units (cents) of the currency that this other field names. */
  readonly minorUnitsOf?: string;
}

const text = { type: 'text' } as const;
const requiredText = { type: 'text', required: true } as const;
const instant = { type: 'instant' } as const;
const requiredInstant = { type: 'instant', required: true } as const;
const integer = { type: 'integer' } as const;
const decimal = { type: 'decimal' } as const;
const boolean = { type: 'boolean' } as const;

export const streams = {
  deployment: {
    service: requiredText,
    environment: text,
    tier: { type: { oneOf: ['production', 'staging', 'testing', 'development', 'other'] }, required: true },
    ref: text,
    commit: text,
    createdAt: instant,
    startedAt: instant,
    finishedAt: instant,
    outcome: { type: { oneOf: ['succeeded', 'failed', 'cancelled', 'running'] }, required: true },
    firstCommitAt: instant,
    planned: boolean,
  },
  /** A commit on its way to production; lead time pools these (semantics §5). `deploymentRef` names the deployment's `ref`. */
  change: {
    service: requiredText,
    ref: requiredText,
    deploymentRef: text,
    authoredAt: instant,
    committedAt: requiredInstant,
    kind: text,
    merge: boolean,
    revert: boolean,
  },
  incident: {
    service: requiredText,
    severity: text,
    openedAt: requiredInstant,
    acknowledgedAt: instant,
    resolvedAt: instant,
    causedBy: text,
    causedByBasis: { type: { oneOf: ['stated', 'inferred'] } },
  },
  slaCycle: {
    ticket: requiredText,
    measure: {
      type: { oneOf: ['first-reply', 'next-reply', 'requester-wait', 'agent-work', 'resolution', 'custom'] },
      required: true,
    },
    instance: integer,
    priority: text,
    channel: text,
    team: text,
    startedAt: requiredInstant,
    dueAt: instant,
    stoppedAt: instant,
    pausedMs: integer,
    state: { type: { oneOf: ['running', 'paused', 'met', 'breached', 'cancelled'] }, required: true },
  },
  funnelCount: {
    periodStart: requiredInstant,
    periodEnd: instant,
    step: requiredText,
    entity: { type: { oneOf: ['session', 'user', 'event'] }, required: true },
    count: { type: 'integer', required: true },
    revenueMinor: { type: 'integer', minorUnitsOf: 'currency' },
    currency: text,
  },
  /** What marketing runs for a time. Without an end it goes on. */
  campaign: {
    title: requiredText,
    startsAt: requiredInstant,
    endsAt: instant,
    channel: text,
    state: { type: { oneOf: ['planned', 'running', 'ended', 'cancelled'] } },
  },
  /** A time in which IT deploys nothing; of one service, or of all when none is named. */
  freeze: {
    title: requiredText,
    startsAt: requiredInstant,
    endsAt: instant,
    service: text,
    state: { type: { oneOf: ['planned', 'running', 'ended', 'cancelled'] } },
  },
  measurement: {
    metric: requiredText,
    periodStart: requiredInstant,
    periodEnd: instant,
    value: decimal,
    numerator: decimal,
    denominator: decimal,
  },
} as const satisfies Record<string, Record<string, FieldDeclaration>>;

export type StreamName = keyof typeof streams;
export const streamNames = Object.keys(streams) as StreamName[];

export function isStreamName(name: string): name is StreamName {
  return Object.hasOwn(streams, name);
}

/** Fields of a stream by name, widened so that callers can look a name up that may not exist. */
export function fieldsOf(stream: StreamName): Readonly<Record<string, FieldDeclaration>> {
  return streams[stream];
}

/**
 * A canonical record as connectors deliver it. Values are JSON: instants as ISO-8601 UTC with milliseconds
 * (`2016-03-01T00:00:00.000Z`), decimals as strings, integers as numbers. A field that is not known is left out.
 */
export interface CanonicalRecord {
  readonly stream: StreamName;
  readonly naturalKey: string;
  readonly fields: Readonly<Record<string, string | number | boolean>>;
  /** Free attributes to slice by (hotel, country, …), beside the stream's own fields. */
  readonly dimensions: Readonly<Record<string, string>>;
  /**
   * Sorts the versions of one record; compared byte by byte. Absent when the source has no order of its own: then the later
   * arrival is the later version.
   */
  readonly version?: string;
  /** When the source itself knew this version (ISO instant); only a replay of history declares it. */
  readonly knownAt?: string;
  /** Where a person finds it again: `incidents.csv.gz:1042`, or a URL. */
  readonly origin: string;
}
