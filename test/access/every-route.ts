import type { StatedRoute } from '@tandem/api/access/stated-access';
import type { Description, Endpoint, Schema } from '../fuzz/description.js';

/** Which permissions each role, and each scope of a token, has: written out once more, so that the product's own list is held against it. */
export const permissionsOf: Readonly<Record<string, readonly string[]>> = {
  viewer: ['read', 'account', 'enrol'],
  contributor: ['read', 'account', 'enrol', 'feed', 'push', 'act'],
  owner: ['read', 'account', 'enrol', 'feed', 'push', 'act', 'sign'],
  administrator: ['read', 'account', 'enrol', 'feed', 'push', 'act', 'sign', 'configure', 'administer'],
  'token for read': ['read'],
  'token for push': ['push'],
  'token for apply': ['read', 'configure'],
  'token for admin': ['read', 'feed', 'push', 'act', 'configure', 'administer'],
};

export const nameOf = ({ method, path }: Pick<StatedRoute, 'method' | 'path'>): string => `${method} ${path}`;

export const isChanging = ({ method }: Pick<StatedRoute, 'method'>): boolean =>
  ['POST', 'PUT', 'PATCH', 'DELETE'].includes(method);

/** A path of this endpoint in which nothing is wrong but that nobody has such a thing. */
export function wellFormedPath({ path, parameters }: Endpoint): string {
  const filled = path.replace(/\{(\w+)\}/g, (_whole, name: string) => {
    const schema = parameters.find((one) => one.in === 'path' && one.name === name)?.schema ?? {};
    if (schema.enum !== undefined) return String(schema.enum[0]);
    if (schema['format'] === 'uuid') return '00000000-0000-4000-8000-000000000000';
    const pattern = typeof schema['pattern'] === 'string' ? new RegExp(schema['pattern'], 'u') : /./;
    return ['nothing', '987654321', '1', '2026-11-01'].find((text) => pattern.test(text)) ?? 'nothing';
  });
  const asked = parameters.filter((one) => one.in === 'query' && one.required === true);
  return filled + (asked.length > 0 ? `?${asked.map(({ name }) => `${name}=nothing`).join('&')}` : '');
}

/** What says which of several forms a body has; empty for a body of one form. */
export function formOf(schema: Schema, description: Description): Record<string, unknown> {
  const { anyOf, oneOf, properties = {} } = resolved(schema, description);
  const [first] = anyOf ?? oneOf ?? [];
  if (first !== undefined) return formOf(first, description);
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, member]) => {
      const only = member['const'] ?? (member.enum?.length === 1 ? member.enum[0] : undefined);
      return only === undefined ? [] : [[name, only]];
    }),
  );
}

/** Places within a body where fields are named and others would be taken as well. */
export function openPlaces(schema: Schema, description: Description): string[] {
  const seen = new Set<Schema>();
  const search = (given: Schema, place: string): string[] => {
    const found = resolved(given, description);
    if (seen.has(found)) return [];
    seen.add(found);
    const { properties, items } = found;
    const others = found['additionalProperties'];
    const parts: [string, Schema][] = [
      ...[...(found.anyOf ?? []), ...(found.oneOf ?? []), ...(found.allOf ?? [])].map((one): [string, Schema] => [
        place,
        one,
      ]),
      ...Object.entries(properties ?? {}).map(([name, one]): [string, Schema] => [`${place}.${name}`, one]),
      ...(items ? [[`${place}[]`, items] as [string, Schema]] : []),
      ...(typeof others === 'object' ? [[`${place}.*`, others as Schema] as [string, Schema]] : []),
    ];
    const isOpen = properties !== undefined && others !== false;
    return [...(isOpen ? [place] : []), ...parts.flatMap(([at, one]) => search(one, at))];
  };
  return search(schema, 'body');
}

function resolved(schema: Schema, { components }: Description): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (components.schemas[name] ?? {});
}
