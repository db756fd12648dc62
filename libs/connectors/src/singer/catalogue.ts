import type { Json } from '@tandem/connector-kit/connector';
import { z } from 'zod';

const breadcrumb = z.looseObject({ breadcrumb: z.array(z.string()), metadata: z.record(z.string(), z.json()) });
const catalogued = z.looseObject({
  stream: z.string().optional(),
  tap_stream_id: z.string().optional(),
  schema: z.record(z.string(), z.json()).default({}),
  metadata: z.array(breadcrumb).default([]),
});

/** What a tap prints when it is asked what there is (`--discover`). */
export const catalogue = z.looseObject({ streams: z.array(catalogued) });
export type Catalogue = z.output<typeof catalogue>;

export interface TapStream {
  readonly name: string;
  readonly schema: Readonly<Record<string, Json>>;
}

export function streamsIn({ streams }: Catalogue): readonly TapStream[] {
  return streams.flatMap(({ stream, tap_stream_id: id, schema }) => {
    const name = stream ?? id;
    return name === undefined ? [] : [{ name, schema }];
  });
}

/** The same catalogue with the wanted streams chosen, in both of the ways that taps look for. @param wanted all where empty */
export function chosenIn(given: Catalogue, wanted: readonly string[]): Catalogue {
  const streams = given.streams.map((one) => {
    const selected = wanted.length === 0 || wanted.includes(one.stream ?? one.tap_stream_id ?? '');
    const others = one.metadata.filter(({ breadcrumb: at }) => at.length > 0);
    const own = one.metadata.find(({ breadcrumb: at }) => at.length === 0);
    const metadata = [{ ...own, breadcrumb: [], metadata: { ...own?.metadata, selected } }, ...others];
    return { ...one, schema: { ...one.schema, selected }, metadata };
  });
  return { ...given, streams };
}

/** Paths of single values that a JSON schema describes, as mappings name them. */
export function columnsOfSchema(schema: Readonly<Record<string, Json>>): readonly string[] {
  const found: string[] = [];
  const lookInto = (described: Json | undefined, path: string, depth: number): void => {
    const properties = isObject(described) ? described.properties : undefined;
    if (!isObject(properties)) {
      if (path !== '') found.push(path);
      return;
    }
    if (depth > 3) return;
    for (const [name, inner] of Object.entries(properties))
      lookInto(inner, path === '' ? name : `${path}.${name}`, depth + 1);
  };
  lookInto(schema, '', 0);
  return found;
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
