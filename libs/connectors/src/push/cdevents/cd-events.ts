import type { RecordFact } from '@tandem/domain/record/fold-facts';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { notUsed, told, unreadable, type EventReading } from '../event-reading.js';
import { tierOf, type PushSettings } from '../push-settings.js';
import type { CloudEvent } from './cloud-events.js';
import { embeddedLinks } from './schemas/embedded-links.js';
import { incidentDetected } from './schemas/incident-detected.js';
import { incidentReported } from './schemas/incident-reported.js';
import { incidentResolved } from './schemas/incident-resolved.js';
import { serviceDeployed } from './schemas/service-deployed.js';
import { serviceRemoved } from './schemas/service-removed.js';
import { serviceRolledback } from './schemas/service-rolledback.js';
import { serviceUpgraded } from './schemas/service-upgraded.js';

const schemas = {
  'service.deployed': serviceDeployed,
  'service.upgraded': serviceUpgraded,
  'service.rolledback': serviceRolledback,
  'service.removed': serviceRemoved,
  'incident.detected': incidentDetected,
  'incident.reported': incidentReported,
  'incident.resolved': incidentResolved,
} as const;
type Kind = keyof typeof schemas;

/** What the published schemas promise of an event. */
interface CdEvent {
  readonly context: { readonly id: string; readonly source: string; readonly timestamp: string };
  readonly subject: {
    readonly id: string;
    readonly source?: string;
    readonly content: {
      readonly environment?: { readonly id: string };
      readonly service?: { readonly id: string };
      readonly artifactId?: string;
    };
  };
}

const typePattern = /^dev\.cdevents\.([a-z]+\.[a-z]+)\.\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/**
 * Events of the continuous delivery standard. Their data are checked by the published schemas of version 0.6, of whatever version their type
 * is. A service that was deployed, upgraded or rolled back is a deployment that succeeded (a rollback is not planned); the events of an
 * incident make one incident, which opened at the earliest of them.
 */
export function readCdEvent({ type, data }: CloudEvent, settings: PushSettings): EventReading {
  const kind = typePattern.exec(type)?.[1];
  if (kind === undefined || !Object.hasOwn(schemas, kind)) return notUsed(type);
  const known = kind as Kind;
  const stream = known.startsWith('service') ? 'deployment' : 'incident';
  const validate = validatorOf(known);
  if (!validate(ofSchemaVersion(data, known))) {
    const [error] = validate.errors ?? [];
    const field = `data${(error?.instancePath ?? '').replaceAll('/', '.')}`;
    const sentence = `It does not keep to the schema of CDEvents 0.6 for ${known}: "${field}" ${error?.message ?? 'is wrong'}.`;
    return unreadable(stream, field, sentence);
  }
  const event = data as CdEvent;
  if (known === 'service.removed') return notUsed(`${known}: a removal is no deployment`);
  return told(stream === 'deployment' ? deploymentOf(event, known, settings) : incidentOf(event, known));
}

function deploymentOf({ context, subject }: CdEvent, kind: Kind, settings: PushSettings): RecordFact {
  const finishedAt = new Date(context.timestamp).toISOString();
  const environment = subject.content.environment?.id ?? '';
  return {
    eventId: eventIdOf(context, kind),
    stream: 'deployment',
    naturalKey: `${context.source} ${context.id}`,
    at: finishedAt,
    values: {
      service: subject.id,
      environment,
      tier: tierOf(environment, settings),
      ...(subject.content.artifactId === undefined ? {} : { ref: subject.content.artifactId }),
      finishedAt,
      outcome: 'succeeded',
      ...(kind === 'service.rolledback' ? { planned: false } : {}),
    },
    origin: `cdevents ${context.source} ${context.id}`,
  };
}

function incidentOf({ context, subject }: CdEvent, kind: Kind): RecordFact {
  const at = new Date(context.timestamp).toISOString();
  const { service } = subject.content;
  return {
    eventId: eventIdOf(context, kind),
    stream: 'incident',
    naturalKey: `${subject.source ?? context.source} ${subject.id}`,
    at,
    values: {
      ...(service === undefined ? {} : { service: service.id }),
      ...(kind === 'incident.resolved' ? { resolvedAt: at } : {}),
    },
    lasting: kind === 'incident.resolved' ? {} : { openedAt: at },
    origin: `cdevents ${context.source} ${context.id}`,
  };
}

/** Ids are those of their source; a sender may use one for several kinds of events. */
function eventIdOf({ source, id }: CdEvent['context'], kind: Kind): string {
  return `${source} ${id} ${kind}`;
}

let ajv: Ajv2020 | null = null;
const validators = new Map<Kind, ValidateFunction>();

/** Made when the first event of its kind comes: most installations never get one. */
function validatorOf(kind: Kind): ValidateFunction {
  const made = validators.get(kind);
  if (made) return made;
  if (ajv === null) {
    ajv = new Ajv2020({ strict: false });
    formats.default(ajv, { mode: 'fast', formats: ['date-time', 'uri', 'uri-reference'] });
    for (const schema of embeddedLinks) ajv.addSchema(schema);
  }
  const validate = ajv.compile(schemas[kind]);
  validators.set(kind, validate);
  return validate;
}

/** A schema names one version of its event; the others are held against it too. */
function ofSchemaVersion(data: unknown, kind: Kind): unknown {
  const [type] = schemas[kind].properties.context.properties.type.enum;
  const event = typeof data === 'object' && data !== null && 'context' in data ? data : null;
  const context = event?.context;
  if (event === null || typeof context !== 'object' || context === null) return data;
  const written = 'type' in context ? context.type : undefined;
  const isOfKind = typeof written === 'string' && typePattern.exec(written)?.[1] === kind;
  return isOfKind ? { ...event, context: { ...context, type } } : data;
}
