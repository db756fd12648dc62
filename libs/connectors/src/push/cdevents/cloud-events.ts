/** One event in the envelope of CloudEvents 1.0, whatever the mode that it came in. */
export interface CloudEvent {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly data: unknown;
}

export type ReadEnvelope =
  | { readonly ok: true; readonly event: CloudEvent }
  | { readonly ok: false; readonly field: string; readonly reason: string };

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** How events can come: in the body with their attributes, several of them, or the data alone with the attributes in headers. */
export type CloudEventMode = 'structured' | 'batch' | 'binary';

/** null for what is no CloudEvent at all. */
export function cloudEventMode(contentType: string, headers: Headers): CloudEventMode | null {
  if (contentType === 'application/cloudevents+json') return 'structured';
  if (contentType === 'application/cloudevents-batch+json') return 'batch';
  return contentType === 'application/json' && headers['ce-specversion'] !== undefined ? 'binary' : null;
}

/** Attributes that stand in headers are percent-encoded where they hold more than plain characters. */
export function binaryEnvelope(headers: Headers, data: unknown): ReadEnvelope {
  const attribute = (name: string) => {
    const value = headers[`ce-${name}`];
    return typeof value === 'string' ? decoded(value) : undefined;
  };
  return envelope({
    specversion: attribute('specversion'),
    id: attribute('id'),
    source: attribute('source'),
    type: attribute('type'),
    data,
  });
}

/** An event as JSON; data that are not JSON come in base64. */
export function structuredEnvelope(event: unknown): ReadEnvelope {
  if (typeof event !== 'object' || event === null || Array.isArray(event))
    return { ok: false, field: '', reason: 'A CloudEvent is an object with specversion, id, source and type.' };
  const read = new Map<string, unknown>(Object.entries(event));
  const packed = read.get('data_base64');
  const data = typeof packed === 'string' ? unpacked(packed) : read.get('data');
  return envelope({ ...Object.fromEntries(needed.map((name) => [name, read.get(name)])), data });
}

const needed = ['specversion', 'id', 'source', 'type'] as const;

function envelope(attributes: Readonly<Record<string, unknown>>): ReadEnvelope {
  for (const name of needed) {
    const value = attributes[name];
    if (typeof value !== 'string' || value === '')
      return {
        ok: false,
        field: name,
        reason: `A CloudEvent needs the attribute "${name}": a text that is not empty.`,
      };
  }
  const { specversion, id, source, type, data } = attributes as Readonly<Record<string, string>> & { data: unknown };
  if (specversion !== '1.0')
    return { ok: false, field: 'specversion', reason: 'Send CloudEvents of version 1.0; other versions are not read.' };
  return { ok: true, event: { id: id ?? '', source: source ?? '', type: type ?? '', data } };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

/** undefined for what is no JSON: then nothing of it can be used, and the schema of the event says so. */
function unpacked(base64: string): unknown {
  try {
    return JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}
