import { fieldsOf, isStreamName, type FieldDeclaration, type StreamName } from './streams.js';

/**
 * Fields that no source delivers: Tandem works them out from the links between incidents and deployments (semantics §5).
 *
 * An incident is linked to the deployment that its `causedBy` names, by key or by `ref` within its service; one that names none, or whose
 * source only inferred it, to the latest production deployment of its service that finished at most `linkWithinHours` before it opened.
 * A stated cause that is not there (yet) links to nothing: guessing another one would contradict the source.
 */
const ofDeployments = {
  /** Incidents linked to this deployment. */
  linkedIncidents: { type: 'integer' },
  /** Its outcome is `failed`, or at least one incident is linked to it: one deployment fails once, however many incidents it has. */
  changeFailed: { type: 'boolean' },
  /** When the first of its incidents opened. */
  firstIncidentAt: { type: 'instant' },
  /** When the last of its incidents was resolved; absent while one of them is open. */
  recoveredAt: { type: 'instant' },
  /** An incident of its service opened at most `linkWithinHours` before it finished. */
  afterIncident: { type: 'boolean' },
} as const satisfies Record<string, FieldDeclaration>;

const deploymentPrefix = 'deployment.';

/** The deployment that an incident is linked to, as `deployment.<field>`; all absent where none is. */
const ofIncidents: Readonly<Record<string, FieldDeclaration>> = {
  linkBasis: { type: { oneOf: ['stated', 'inferred'] } },
  ...Object.fromEntries(
    Object.entries(fieldsOf('deployment')).map(([name, { type }]) => [deploymentPrefix + name, { type }]),
  ),
};

/** How far back an incident looks for the deployment behind it, in hours, where the organisation does not say. */
export const defaultLinkWithinHours = 24;

/** The fields that links add to the records of a stream; empty for streams that have no links. */
export function linkedFieldsOf(stream: StreamName): Readonly<Record<string, FieldDeclaration>> {
  if (stream === 'deployment') return ofDeployments;
  return stream === 'incident' ? ofIncidents : {};
}

/** Every field that a formula may read of a stream: those that sources deliver, and those that links add. */
export function readableFieldsOf(stream: StreamName): Readonly<Record<string, FieldDeclaration>> {
  return { ...fieldsOf(stream), ...linkedFieldsOf(stream) };
}

/** Whether something (a formula, a part of one) reads fields that links add. Field names are keys or values of it, whatever its kind. */
export function readsLinks(formula: object): boolean {
  const stream = 'stream' in formula && typeof formula.stream === 'string' ? formula.stream : '';
  if (!isStreamName(stream)) return false;
  const written = JSON.stringify(formula);
  return Object.keys(linkedFieldsOf(stream)).some((name) => written.includes(JSON.stringify(name)));
}

/** The other stream that the links of a stream are made with; null for streams that have no links. */
export function linkedStreamOf(stream: StreamName): StreamName | null {
  if (stream === 'deployment') return 'incident';
  return stream === 'incident' ? 'deployment' : null;
}
