import type { Description, Endpoint, Schema } from './description.js';
import type { KnownThings } from './known-things.js';
import { malformedBody, malformedTexts, malformedValue, wellFormed } from './malformed.js';
import { randomOf, type Random } from './random.js';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | null;
  /** Whether it is still this endpoint that is asked, so that the answer has to be one of those described for it. */
  readonly isDirect: boolean;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND', 'SEARCH', 'LOCK'];
const contentTypes = [
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'text/csv',
  'application/octet-stream',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/xml',
  ';;',
  'application/json\t',
];
const oddHeaders: readonly Readonly<Record<string, string>>[] = [
  { accept: 'text/html' },
  { accept: '\u00ff' },
  { 'accept-encoding': 'gzip, br;q=0, *;q=nonsense' },
  { 'content-encoding': 'gzip' },
  { 'content-encoding': 'nonsense' },
  { range: 'bytes=-1' },
  { 'if-none-match': '"x"' },
  { 'if-modified-since': 'never' },
  { 'x-forwarded-for': '::1, not an address' },
  { 'x-forwarded-proto': 'https' },
  { 'x-http-method-override': 'DELETE' },
  { cookie: `tandem=${'a'.repeat(4_000)}; __proto__=x; ;=;` },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { host: 'evil.example' },
];

/** What there is to be named in an input. */
interface World {
  readonly description: Description;
  readonly known: KnownThings;
}

/** One input of an endpoint, which follows from seed, endpoint and number alone. */
export function fuzzRequest(
  endpoint: Endpoint,
  description: Description,
  { seed, index, known }: { readonly seed: string; readonly index: number; readonly known: KnownThings },
): FuzzRequest {
  const random = randomOf(`${seed} ${endpoint.method} ${endpoint.path} ${index}`);
  const path = trickPath(pathOf(endpoint, random, known) + queryOf(endpoint, { description, known }, random), random);
  const method = random.chance(0.04) ? random.pick(methods) : endpoint.method;
  const body =
    ['GET', 'HEAD', 'TRACE'].includes(method) && random.chance(0.95)
      ? null
      : bodyOf(endpoint, { description, known }, random);
  const contentType = random.chance(0.9) ? (endpoint.body?.type ?? 'application/json') : random.pick(contentTypes);
  const headers = {
    ...(body === null ? {} : { 'content-type': contentType, 'content-length': String(body.length) }),
    ...(random.chance(0.15) ? random.pick(oddHeaders) : {}),
  };
  return { method, path: path.text, headers, body, isDirect: method === endpoint.method && !path.isTricky };
}

function pathOf({ path, parameters }: Endpoint, random: Random, known: KnownThings): string {
  const named = new Set(parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name));
  return path.replace(/\{(\w+)\}/g, (_whole, name: string, place: number) => {
    if (!named.has(name)) throw new Error(`${path} does not describe its parameter "${name}".`);
    const fitting = known.after[path.slice(0, place).split('/').at(-2) ?? ''] ?? [];
    if (fitting.length > 0 && random.chance(0.5)) return encodeURIComponent(random.pick(fitting));
    if (random.chance(0.2)) return encodeURIComponent(random.pick(known.all));
    const text = wellFormed(random.pick(malformedTexts));
    return encodeURIComponent(text === '' || text === '.' || text === '..' ? 'x' : text);
  });
}

function queryOf({ parameters }: Endpoint, world: World, random: Random): string {
  const queries = parameters.filter((parameter) => parameter.in === 'query');
  const pairs: string[] = [];
  for (const { name, required, schema } of queries) {
    if (required !== true && random.chance(0.6)) continue;
    if (required === true && random.chance(0.1)) continue;
    const value = random.chance(0.5) ? fitting(schema ?? {}, random, world) : random.pick(malformedTexts);
    pairs.push(`${name}${random.pick(['', '', '', '', '[]', '[a]', '[__proto__]'])}=${encoded(String(value), random)}`);
    if (random.chance(0.05)) pairs.push(`${name}=again`);
  }
  if (random.chance(0.05)) pairs.push(`${encoded(random.pick(malformedTexts), random)}=1`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

function encoded(text: string, random: Random): string {
  if (random.chance(0.1)) return text.replace(/[^\x21-\x7e]|[#&]/g, '');
  return encodeURIComponent(wellFormed(text));
}

function trickPath(path: string, random: Random): { readonly text: string; readonly isTricky: boolean } {
  if (!random.chance(0.06)) return { text: path, isTricky: false };
  const text = random.pick<(text: string) => string>([
    (given) => `/${given}`,
    (given) => given.replace('/api', '/api/.'),
    (given) => given.replace('/v1', '/v1/../v1'),
    (given) => given.replace('/api', '/%61pi'),
    (given) => given.replace('/v1/', '/v1//'),
    (given) => `${given}/`,
    (given) => `${given}%00`,
    (given) => `${given};jsessionid=1`,
    (given) => given.toUpperCase(),
    (given) => given.replace('/api/v1', '/api/v1%2f'),
    (given) => `${given}?${'a=1&'.repeat(500)}`,
    (given) => `${given}%`,
  ])(path);
  return { text, isTricky: true };
}

function bodyOf({ body }: Endpoint, world: World, random: Random): Buffer | null {
  if (body === null) return random.chance(0.5) ? null : malformedBody(random);
  if (random.chance(0.15)) return malformedBody(random);
  if (!body.type.endsWith('json')) return Buffer.from(random.pick(malformedTexts));
  const value = fitting(body.schema, random, world);
  const mutations = random.below(3);
  let changed = value;
  for (let done = 0; done < mutations; done += 1) changed = mutated(changed, random);
  return Buffer.from(JSON.stringify(changed));
}

/** A value that mostly keeps to its schema: what is wrong with an input should be one thing, not all. */
function fitting(schema: Schema, random: Random, world: World, depth = 0): unknown {
  if (schema.$ref !== undefined)
    return fitting(
      world.description.components.schemas[schema.$ref.split('/').at(-1) ?? ''] ?? {},
      random,
      world,
      depth + 1,
    );
  const choices = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (choices && choices.length > 0) return fitting(random.pick(choices), random, world, depth + 1);
  if (schema.enum && schema.enum.length > 0) return random.pick(schema.enum);
  if (depth > 12) return null;
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) || random.chance(0.4))
          .map(([name, member]) => [name, fitting(member, random, world, depth + 1)]),
      );
    case 'array':
      return Array.from({ length: 1 + random.below(3) }, () => fitting(schema.items ?? {}, random, world, depth + 1));
    case 'integer':
      return random.pick([1, 2, 7, 30, 100]);
    case 'number':
      return random.pick([0, 1.5, 62, 1_000]);
    case 'boolean':
      return random.chance(0.5);
    default:
      if (random.chance(0.3)) return random.pick(world.known.all);
      return random.pick([
        'a',
        'service-level',
        '2026-03-01',
        '2026-11-15T09:30:00Z',
        'version: 1',
        '7d',
        '62.5',
        'UTC',
        'x@example.org',
        'priority:1',
      ]);
  }
}

/** The same value with one place of it replaced, removed or added. */
function mutated(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.chance(0.2)) return malformedValue(random);
  if (Array.isArray(value)) {
    if (value.length === 0 || random.chance(0.2)) return [...(value as unknown[]), malformedValue(random)];
    const place = random.below(value.length);
    return value.map((item: unknown, index) => (index === place ? mutated(item, random) : item));
  }
  const entries = Object.entries(value);
  if (entries.length === 0 || random.chance(0.2))
    return Object.fromEntries([...entries, [random.pick(malformedTexts), malformedValue(random)]]);
  const place = random.below(entries.length);
  if (random.chance(0.15)) return Object.fromEntries(entries.filter((_, index) => index !== place));
  return Object.fromEntries(
    entries.map(([key, member], index) => [key, index === place ? mutated(member, random) : member]),
  );
}
